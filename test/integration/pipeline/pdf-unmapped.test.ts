/** Letters to which a font gives no meaning: a PDF shows them, but its text layer has something else or nothing. */
import { PDFDocument, PDFName, type PDFObject, type PDFRef, StandardFonts } from 'pdf-lib';
import { expect, it, vi } from 'vitest';
import { readPdf } from './read-pdf.ts';

vi.setConfig({ testTimeout: 120_000 });

const CARRIAGE_RETURN = 13;

interface Fonts {
  /** Shows the words in Helvetica. */
  plain(words: string): string;
  /** Shows the glyph. */
  glyph(): string;
}

/**
 * Returns a PDF whose content comes from `draw`. Its second font draws one glyph for the words given, without saying
 * what the glyph means.
 * @param code the number of the glyph
 */
async function drawn(words: string, code: number, draw: (fonts: Fonts) => string): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const page = pdf.addPage([612, 792]);
  await pdf.flush();
  const { context } = pdf;
  const width = Math.round(font.widthOfTextAtSize(words, 1000));
  const inner = { Font: { H: font.ref } };
  const shape = context.register(context.stream(`${width} 0 d0 BT /H 1000 Tf (${words}) Tj ET`));
  const glyphs = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type3',
      FontBBox: [0, -300, width, 1000],
      FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
      CharProcs: { shape },
      Encoding: { Type: 'Encoding', Differences: [code, 'shape'] },
      FirstChar: code,
      LastChar: code,
      Widths: [width],
      Resources: inner,
    }),
  );
  const octal = code.toString(8).padStart(3, '0');
  const content = draw({
    plain: (text) => `/H 12 Tf (${text}) Tj`,
    glyph: () => `/T 12 Tf (\\${octal}) Tj`,
  });
  return withContent(pdf, { H: font.ref, T: glyphs }, page.ref, content);
}

async function withContent(
  pdf: PDFDocument,
  fonts: Record<string, PDFRef>,
  page: PDFRef,
  content: string,
): Promise<Uint8Array> {
  const { context } = pdf;
  const node = context.lookup(page) as PDFObject & { set(name: PDFName, value: PDFObject): void };
  node.set(PDFName.of('Resources'), context.obj({ Font: fonts }));
  node.set(PDFName.of('Contents'), context.register(context.stream(content)));
  return pdf.save();
}

const LINES = [
  'The clerk of the court received the crates of quinces on the dock',
  'and checked each of them against the contract, which names a price.',
];

it('reads a page by OCR when letters of its words have no meaning', async () => {
  const bytes = await drawn('c', CARRIAGE_RETURN, ({ plain, glyph }) =>
    LINES.map(
      (line, i) => `BT 72 ${700 - i * 24} Td ${line.split('c').map(plain).join(` ${glyph()} `)} ET`,
    ).join('\n'),
  );
  const { text, pages, warnings } = await readPdf(bytes);
  expect(text).toContain('The clerk of the court received the crates of quinces on the dock');
  expect(pages).toMatchObject([{ source: 'ocr' }]);
  expect(warnings).toMatchObject([{ code: 'text_layer_replaced', pages: [1] }]);
});

it('keeps a page with one such letter, shows where it was, and says so', async () => {
  const bytes = await drawn('s', CARRIAGE_RETURN, ({ plain, glyph }) =>
    [
      `BT 72 700 Td ${plain('The crates of quinces were weighed at the dock and found short by eleven, see 11 U.S.C.')} ET`,
      `BT 72 680 Td ${plain('Ra')} ${glyph()} ${plain('in and Brandt signed for the ware-')} ET`,
      `BT 72 660 Td ${plain('house, and nobody for the carrier.')} ET`,
    ].join('\n'),
  );
  const { text, pages, warnings } = await readPdf(bytes);
  expect(text).toMatch(/Ra\uFFFDin and Brandt signed for the ware-?house/);
  expect(pages).toMatchObject([{ source: 'text' }]);
  expect(warnings).toMatchObject([{ code: 'low_confidence', pages: [1] }]);
});

it('reads a page by OCR when its text leaves nothing in the text layer', async () => {
  const bytes = await drawn('Settled for $71,300 on May 6', 0, ({ glyph }) => `BT 72 700 Td ${glyph()} ET`);
  const { text, pages } = await readPdf(bytes);
  expect(text).toContain('Settled for $71,300 on May 6');
  expect(pages).toMatchObject([{ source: 'ocr' }]);
});

it('does not give the numbers of glyphs for letters of another script', async () => {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const page = pdf.addPage([612, 792]);
  await pdf.flush();
  const { context } = pdf;
  const descendant = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: 'Unknown',
      CIDSystemInfo: { Registry: 'Adobe', Ordering: 'Identity', Supplement: 0 },
      FontDescriptor: { Type: 'FontDescriptor', FontName: 'Unknown', Flags: 4 },
    }),
  );
  const numbered = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: 'Unknown',
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
    }),
  );
  const line = 'The crates of quinces were weighed at the dock and found short by eleven of them.';
  const content = `BT /H 12 Tf 72 700 Td (${line}) Tj ET BT /N 12 Tf 72 680 Td <3A4801CE1ABC060A32091DAF4AEB> Tj ET`;
  const { text, warnings } = await readPdf(
    await withContent(pdf, { H: font.ref, N: numbered }, page.ref, content),
  );
  expect(text).toContain('found short by eleven');
  expect(text).not.toContain('\u3A48');
  expect(warnings).toMatchObject([{ code: 'text_layer_replaced', pages: [1] }]);
});
