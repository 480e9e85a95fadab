/** Files attached to a PDF become members of its family, through the real sandbox and intake. */
import { PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib';
import { expect, it } from 'vitest';
import { BATCH, sharedIntake } from '../intake/support.ts';
import { LETTER, textPdf } from './fixtures.ts';
import { readPdf } from './read-pdf.ts';
import { zipOf } from './zip-writer.ts';

const { openFixture } = sharedIntake();
async function withAttached(text: string, files: Record<string, Buffer | string>): Promise<Buffer> {
  const pdf = await PDFDocument.load(await textPdf([text]));
  for (const [name, content] of Object.entries(files)) await pdf.attach(Buffer.from(content), name);
  return Buffer.from(await pdf.save());
}

it('makes attached files documents with the PDF as parent, on every level, and reads the PDF itself', async () => {
  const d = await openFixture();
  const inner = await withAttached(`Exhibit A\n${LETTER}`, { 'note.txt': 'a note in an exhibit' });
  const outer = await withAttached(LETTER, { 'exhibit a.pdf': inner, 'ledger.csv': 'a,b\n1,2\n' });
  await d.put('brief.zip', zipOf({ 'brief.pdf': outer }));
  await d.put('plain.pdf', await textPdf([LETTER]));
  const drop = await d.drop();
  expect(drop.status).toBe('ready');
  const entries = d.entries(drop.id);
  const brief = 'brief.zip/brief.pdf';
  expect(entries.map(({ path, parent, type, exception }) => [path, parent, type, exception])).toEqual([
    ['brief.zip', null, 'zip', null],
    [brief, 'brief.zip', 'pdf', null],
    [`${brief}/exhibit a.pdf`, brief, 'pdf', null],
    [`${brief}/exhibit a.pdf/note.txt`, `${brief}/exhibit a.pdf`, 'txt', null],
    [`${brief}/ledger.csv`, brief, 'csv', null],
    ['plain.pdf', null, 'pdf', null],
  ]);
  expect(entries.filter((e) => e.type === 'pdf').map((e) => e.pages)).toEqual([1, 1, 1]);
  expect(drop.inventory).toMatchObject({ files: 2, members: 4 });
});

it('warns on a PDF with too many attachments, and still reads it', async () => {
  const d = await openFixture({ limits: { maxMembers: 2 } });
  await d.put('many.pdf', await withAttached(LETTER, { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' }));
  const drop = await d.drop();
  const { documents } = await d.intake.freeze(drop.id, BATCH);
  expect(documents.map((m) => m.path)).toEqual(['many.pdf', 'many.pdf/a.txt', 'many.pdf/b.txt']);
  expect(documents[0]).toMatchObject({
    status: 'pending',
    exception: null,
    warnings: [{ code: 'container_limit' }],
  });
});

it('warns about attachments below the depth limit instead of opening them', async () => {
  const d = await openFixture({ limits: { maxDepth: 1 } });
  const inner = await withAttached(`Exhibit\n${LETTER}`, { 'note.txt': 'deep' });
  await d.put('outer.pdf', await withAttached(LETTER, { 'inner.pdf': inner }));
  const drop = await d.drop();
  const { documents } = await d.intake.freeze(drop.id, BATCH);
  expect(documents.map((m) => m.path)).toEqual(['outer.pdf', 'outer.pdf/inner.pdf']);
  expect(documents[1]).toMatchObject({ status: 'pending', warnings: [{ code: 'container_limit' }] });
});

/** Attaches a file to a place on a page. @param content null leaves out the bytes */
function pin(pdf: PDFDocument, page: number, name: string, content: string | null): void {
  const { context } = pdf;
  const file =
    content === null ? null : context.register(context.flateStream(content, { Type: 'EmbeddedFile' }));
  const note = context.obj({
    Type: 'Annot',
    Subtype: 'FileAttachment',
    Rect: [500, 690, 520, 710],
    Contents: PDFHexString.fromText(`See ${name}`),
    FS: context.obj({
      Type: 'Filespec',
      F: PDFString.of(name),
      UF: PDFHexString.fromText(name),
      ...(file === null ? {} : { EF: context.obj({ F: file }) }),
    }),
  });
  pdf.getPage(page).node.addAnnot(context.register(note));
}

it('takes files that are attached to places on pages, each once, and names one without bytes', async () => {
  const d = await openFixture();
  const pdf = await PDFDocument.load(await textPdf([LETTER, LETTER]));
  await pdf.attach(Buffer.from('both'), 'receipt.txt');
  pin(pdf, 0, 'receipt.txt', 'both');
  pin(pdf, 1, 'survey.csv', 'lot,feet\n7,120\n');
  pin(pdf, 1, 'lost.doc', null);
  await d.put('reply.pdf', Buffer.from(await pdf.save()));
  const drop = await d.drop();
  const { documents } = await d.intake.freeze(drop.id, BATCH);
  expect(documents.map(({ path, exception }) => [path, exception?.code ?? null])).toEqual([
    ['reply.pdf', null],
    ['reply.pdf/attachment 2 on page 2', 'container_error'],
    ['reply.pdf/receipt.txt', null],
    ['reply.pdf/survey.csv', null],
  ]);
});

it('keeps the note of an attached file and names pages with film or 3D models', async () => {
  const pdf = await PDFDocument.load(await textPdf([LETTER, LETTER]));
  pin(pdf, 0, 'receipt.txt', 'both');
  const film = pdf.context.obj({ Type: 'Annot', Subtype: 'RichMedia', Rect: [0, 0, 99, 99] });
  film.set(PDFName.of('F'), pdf.context.obj(4));
  pdf.getPage(1).node.addAnnot(pdf.context.register(film));
  const { text, warnings } = await readPdf(await pdf.save());
  expect(text).toContain('See receipt.txt');
  expect(warnings).toEqual([
    { code: 'part_not_read', detail: 'Sound, film or 3D models on the pages were not read', pages: [2] },
  ]);
});
