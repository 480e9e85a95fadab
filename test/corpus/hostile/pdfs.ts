/** PDFs that loop, make false claims, are bombs or are encrypted. Objects are written by hand to be invalid. */
import { deflateSync } from 'node:zlib';
import { encryptedPdf } from '../../integration/pipeline/encrypted-pdf.ts';
import { textPdf } from '../../integration/pipeline/fixtures.ts';
import { type HostileCase, hostile } from './case.ts';

const PAGE = (extra = ''): string =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> ${extra} >> >>`;
const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
const TEXT = 'BT /F1 12 Tf 72 700 Td (Rent was due) Tj ET';
const stream = (content: string | Buffer, entries = ''): string => {
  const bytes = Buffer.from(content as string);
  return `<< /Length ${bytes.length} ${entries} >>\nstream\n${bytes.toString('latin1')}\nendstream`;
};

/** Returns a PDF with these objects. Numbers start at 1, and object 1 is the catalog. */
function pdf(objects: readonly string[], trailer = ''): Buffer {
  let body = '%PDF-1.7\n';
  const offsets = objects.map((object, i) => {
    const at = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const at = body.length;
  return Buffer.from(
    `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer.replace('HERE', String(at))} >>\nstartxref\n${at}\n%%EOF\n`,
    'latin1',
  );
}

const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const PAGES = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const plain = (changes: Record<number, string> = {}, more: readonly string[] = [], trailer = ''): Buffer =>
  pdf(
    [CATALOG, PAGES, PAGE(), FONT, stream(TEXT)].map((object, i) => changes[i + 1] ?? object).concat(more),
    trailer,
  );

export async function hostilePdfs(): Promise<HostileCase[]> {
  const letter = await textPdf(['Rent was due', 'and was not paid']);
  const bomb = deflateSync(Buffer.alloc(200_000_000, 0x20));
  return [
    hostile('pdf/sound.pdf', plain(), ['completed'], { says: 'Rent was due' }),
    hostile('pdf/locked.pdf', encryptedPdf('Rent was due', 'secret'), ['encrypted']),
    hostile('pdf/owner-password-only.pdf', encryptedPdf('Rent was due', ''), ['completed'], {
      says: 'Rent was due',
    }),
    hostile('pdf/pages-cyclic.pdf', plain({ 2: '<< /Type /Pages /Kids [2 0 R] /Count 1 >>' }), [
      'corrupt',
      'completed',
    ]),
    hostile(
      'pdf/pages-cyclic-of-two.pdf',
      plain({ 2: '<< /Type /Pages /Kids [6 0 R] /Count 1 >>' }, [
        '<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>',
      ]),
      ['corrupt', 'completed'],
    ),
    hostile('pdf/pages-none.pdf', plain({ 2: '<< /Type /Pages /Kids [] /Count 0 >>' }), ['corrupt']),
    hostile(
      'pdf/pages-claim-a-million.pdf',
      plain({ 2: '<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>' }),
      ['completed', 'corrupt'],
    ),
    hostile('pdf/pages-negative.pdf', plain({ 2: '<< /Type /Pages /Kids [3 0 R] /Count -7 >>' }), [
      'completed',
      'corrupt',
    ]),
    hostile('pdf/xref-cyclic.pdf', plain({}, [], '/Prev HERE'), ['completed', 'corrupt']),
    hostile(
      'pdf/xref-missing.pdf',
      Buffer.from(
        plain()
          .toString('latin1')
          .replace(/xref[\s\S]*/, ''),
        'latin1',
      ),
      ['completed', 'corrupt'],
    ),
    hostile(
      'pdf/xref-far-away.pdf',
      Buffer.from(
        plain()
          .toString('latin1')
          .replace(/startxref\n\d+/, 'startxref\n99999999999'),
        'latin1',
      ),
      ['completed', 'corrupt'],
    ),
    hostile('pdf/catalog-missing.pdf', plain({ 1: '<< >>' }), ['corrupt']),
    hostile(
      'pdf/form-draws-itself.pdf',
      plain({ 3: PAGE('/XObject << /X 6 0 R >>'), 5: stream(`${TEXT} /X Do`) }, [
        stream(
          '/X Do',
          '/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X 6 0 R >> >>',
        ),
      ]),
      ['completed', 'corrupt'],
      { says: 'Rent was due' },
    ),
    hostile('pdf/contents-cyclic.pdf', plain({ 3: PAGE().replace('5 0 R', '6 0 R') }, ['[6 0 R 5 0 R]']), [
      'completed',
      'corrupt',
    ]),
    hostile(
      'pdf/length-refers-to-itself.pdf',
      plain({ 5: `<< /Length 5 0 R >>\nstream\n${TEXT}\nendstream` }),
      ['completed', 'corrupt'],
    ),
    hostile('pdf/length-negative.pdf', plain({ 5: `<< /Length -1 >>\nstream\n${TEXT}\nendstream` }), [
      'completed',
      'corrupt',
    ]),
    hostile(
      'pdf/stream-bomb.pdf',
      plain({
        5: `<< /Length ${bomb.length} /Filter /FlateDecode >>\nstream\n${bomb.toString('latin1')}\nendstream`,
      }),
      ['completed', 'corrupt', 'worker_lost', 'oversize', 'ocr_timeout'],
    ),
    hostile(
      'pdf/filters-in-filters.pdf',
      plain({
        5: stream(
          deflateSync(deflateSync(deflateSync(Buffer.from(TEXT)))),
          `/Filter [${'/FlateDecode '.repeat(200)}]`,
        ),
      }),
      ['completed', 'corrupt'],
    ),
    hostile('pdf/arrays-nested.pdf', plain({ 4: `${'['.repeat(200_000)}${']'.repeat(200_000)}` }), [
      'completed',
      'corrupt',
    ]),
    hostile(
      'pdf/page-of-a-kilometer.pdf',
      plain({ 3: PAGE().replace('612 792', '2834645 2834645') }),
      ['completed', 'oversize'],
      { says: 'Rent was due' },
    ),
    hostile('pdf/page-of-no-size.pdf', plain({ 3: PAGE().replace('612 792', '0 0') }), [
      'completed',
      'corrupt',
    ]),
    hostile(
      'pdf/scan-of-a-kilometer.pdf',
      plain(
        {
          3: PAGE('/XObject << /X 6 0 R >>').replace('612 792', '2834645 2834645'),
          5: stream('q 2834645 0 0 2834645 0 0 cm /X Do Q'),
        },
        [
          stream(
            Buffer.from([0]),
            '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8',
          ),
        ],
      ),
      ['completed', 'oversize', 'corrupt'],
    ),
    hostile(
      'pdf/picture-of-absurd-size.pdf',
      plain({ 3: PAGE('/XObject << /X 6 0 R >>'), 5: stream('q 612 0 0 792 0 0 cm /X Do Q') }, [
        stream(
          deflateSync(Buffer.alloc(1000)),
          '/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode',
        ),
      ]),
      ['completed', 'oversize', 'corrupt'],
    ),
    hostile(
      'pdf/script-on-opening.pdf',
      plain({
        1: '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\("scripted"\\); while\\(true\\){}) >> >>',
      }),
      ['completed'],
      { says: 'Rent was due', hides: 'scripted' },
    ),
    hostile(
      'pdf/launches-a-program.pdf',
      plain({ 1: '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) >> >>' }),
      ['completed'],
      { says: 'Rent was due' },
    ),
    hostile(
      'pdf/refers-to-a-local-file.pdf',
      plain({ 5: '<< /Length 0 /F (/etc/passwd) >>\nstream\n\nendstream' }),
      ['completed', 'corrupt'],
      { hides: 'root:' },
    ),
    hostile(
      'pdf/font-program-is-noise.pdf',
      plain({ 4: '<< /Type /Font /Subtype /TrueType /BaseFont /Noise /FontDescriptor 6 0 R >>' }, [
        '<< /Type /FontDescriptor /FontName /Noise /Flags 32 /FontFile2 7 0 R >>',
        stream(Buffer.from('0001000000400080'.repeat(64), 'hex')),
      ]),
      ['completed', 'corrupt'],
      { says: 'Rent was due' },
    ),
    hostile('pdf/noise-in-front.pdf', Buffer.concat([Buffer.alloc(700, 0x0a), letter]), ['completed'], {
      says: 'Rent was due',
    }),
    hostile('pdf/noise-behind.pdf', Buffer.concat([letter, Buffer.alloc(300_000, 0x20)]), [
      'completed',
      'corrupt',
    ]),
    hostile('pdf/mark-alone.pdf', '%PDF-1.7\n', ['corrupt']),
    hostile(
      'pdf/two-thousand-pages.pdf',
      pdf([
        CATALOG,
        `<< /Type /Pages /Kids [${'3 0 R '.repeat(2000)}] /Count 2000 >>`,
        PAGE(),
        FONT,
        stream(TEXT),
      ]),
      ['completed', 'corrupt'],
      { says: 'Rent was due' },
    ),
  ];
}
