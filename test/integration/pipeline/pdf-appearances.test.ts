/** What annotations show on a page of a PDF belongs to its text, also where their entries say less or nothing. */
import { degrees, PDFDocument, type PDFFont, PDFName, type PDFRef, PDFString, StandardFonts } from 'pdf-lib';
import { expect, it, vi } from 'vitest';
import { readPdf } from './read-pdf.ts';

vi.setConfig({ testTimeout: 60_000 });

interface Annotation {
  subtype: string;
  rect: [number, number, number, number];
  shows: string;
  entries?: Record<string, PDFString | string | number>;
}

const LETTER = 'The crates of quinces were weighed at the dock and found short by eleven.';
const PRINTED = 4;
const HIDDEN = 2;

/** @param turn degrees by which the page is turned when shown */
async function pageWith(annotations: readonly Annotation[], turn = 0): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font: PDFFont = await pdf.embedFont(StandardFonts.Helvetica);
  const page = pdf.addPage([612, 792]);
  page.setRotation(degrees(turn));
  page.drawText(LETTER, { x: 60, y: 700, size: 11, font });
  page.drawText('Balance due', { x: 60, y: 600, size: 11, font });
  await pdf.flush();
  const { context } = pdf;
  const refs: PDFRef[] = annotations.map(({ subtype, rect, shows, entries }) => {
    const size: [number, number] = [rect[2] - rect[0], rect[3] - rect[1]];
    const dictionary = {
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, ...size],
      Resources: { Font: { F: font.ref } },
    };
    const appearance = context.register(context.stream(`BT /F 11 Tf 2 4 Td (${shows}) Tj ET`, dictionary));
    return context.register(
      context.obj({ Subtype: subtype, Rect: rect, F: PRINTED, AP: { N: appearance }, ...entries }),
    );
  });
  page.node.set(PDFName.of('Annots'), context.obj(refs));
  pdf.catalog.set(PDFName.of('AcroForm'), context.obj({ Fields: refs }));
  return pdf.save();
}

const field = (name: string, y: number, shows: string, entries: Annotation['entries'] = {}): Annotation => ({
  subtype: 'Widget',
  rect: [130, y, 330, y + 16],
  shows,
  entries: { FT: 'Tx', T: PDFString.of(name), ...entries },
});

it.each([0, 90, 270])(
  'reads the words of stamps and of comments that only show them, turned by %i',
  async (turn) => {
    const { text, warnings } = await readPdf(
      await pageWith(
        [
          { subtype: 'Stamp', rect: [380, 720, 590, 742], shows: 'DEFENDANT EXHIBIT 17-C' },
          { subtype: 'FreeText', rect: [60, 500, 400, 520], shows: 'Weighed twice, says Odalys Brandt' },
          // Over the text of the page, whose words are not the stamp's.
          { subtype: 'Stamp', rect: [60, 690, 300, 715], shows: 'COPY' },
        ],
        turn,
      ),
    );
    const lines = text.split('\n');
    expect(lines.slice(0, 2).sort()).toEqual(['Balance due', LETTER]);
    expect(lines.slice(2)).toEqual(['DEFENDANT EXHIBIT 17-C', 'Weighed twice, says Odalys Brandt', 'COPY']);
    expect(warnings).toEqual([]);
  },
);

it('says a comment once when it shows what its entry says, and leaves hidden ones out', async () => {
  const { text } = await readPdf(
    await pageWith([
      {
        subtype: 'FreeText',
        rect: [60, 500, 400, 520],
        shows: 'Ask the dock master',
        entries: { Contents: PDFString.of('Ask the dock\nmaster') },
      },
      { subtype: 'Stamp', rect: [380, 720, 590, 742], shows: 'NOT FOR PRINT', entries: { F: HIDDEN } },
    ]),
  );
  expect(text.split('\n')).toEqual([LETTER, 'Balance due', 'Ask the dock', 'master']);
});

it('gives a field as the page shows it when its value is a bare number or nothing', async () => {
  const { text } = await readPdf(
    await pageWith([
      field('due', 596, '$18,640.50', { V: PDFString.of('18640.5') }),
      field('payee', 400, 'Leopold Quist', { V: PDFString.of('') }),
      field('blank', 300, ' '),
      field('PIN', 200, '****', { V: PDFString.of('4711'), Ff: 1 << 13 }),
    ]),
  );
  expect(text.split('\n')).toEqual([LETTER, 'Balance due $18,640.50', 'payee: Leopold Quist']);
});

it('reads who signed, and what an unsigned field for a signature shows', async () => {
  const { text } = await readPdf(
    await pageWith([
      field('signature', 400, 'Digitally signed by Odalys Brandt', { FT: 'Sig', V: PDFString.of('x') }),
      field('witness', 300, 'To be signed by the witness', { FT: 'Sig' }),
    ]),
  );
  expect(text).toContain('[signed] Digitally signed by Odalys Brandt');
  expect(text).toContain('witness: To be signed by the witness');
});
