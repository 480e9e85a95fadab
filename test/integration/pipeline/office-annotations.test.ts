/** Content of Office files outside the main text: notes, headers, comments, changes and hidden sheets. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  DeletedTextRun,
  Document,
  EndnoteReferenceRun,
  Footer,
  FootnoteReferenceRun,
  Header,
  InsertedTextRun,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import mammoth from 'mammoth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { extract } from '../../../src/core/pipeline/extract/extract.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { put, stageInput } from './fixtures.ts';
import { xlsx } from './office-fixtures.ts';
import { zipOf } from './zip-writer.ts';

const REAL = join(dirname(createRequire(import.meta.url).resolve('mammoth/package.json')), 'test/test-data');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-annotations-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** mammoth leaves bullets out. */
const words = (text: string): string[] => text.match(/[^\s\u2022]\S*/g) ?? [];
const read = async (location: string, type: FileType) =>
  (await extract(stageInput(location, type, (await stat(location)).size))).result;

it('reads the body of Word files like mammoth does', async () => {
  const names = (await readdir(REAL)).filter((name) => name.endsWith('.docx'));
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) {
    const path = join(REAL, name);
    const expected = words((await mammoth.extractRawText({ path })).value);
    const { text } = await read(path, 'docx');
    expect(words(text).slice(0, expected.length), name).toEqual(expected);
  }
});

it('reads notes and comments of Word files', async () => {
  expect((await read(join(REAL, 'footnotes.docx'), 'docx')).text).toBe(
    'Ouch.\n\n[Footnote 1] A tachyon walks into a bar.\n\n[Footnote 2] Fin.',
  );
  expect((await read(join(REAL, 'endnotes.docx'), 'docx')).text).toContain('[Endnote 2] Fin.');
  expect((await read(join(REAL, 'comments.docx'), 'docx')).text).toContain(
    '[Comment by Michael Williamson, 2016-07-03] A tachyon walks into a bar.',
  );
});

const BY = { author: 'Thomas Halvorsen', date: '2025-03-03T14:05:00Z' };

function contract(): Promise<Buffer> {
  return Packer.toBuffer(
    new Document({
      title: 'Lease',
      creator: 'Karen Whitfield',
      footnotes: { 1: { children: [new Paragraph('See the rider.')] } },
      endnotes: { 1: { children: [new Paragraph('Recorded in Albany.')] } },
      comments: {
        children: [
          { id: 0, author: BY.author, date: new Date(BY.date), children: [new Paragraph('Too low?')] },
        ],
      },
      sections: [
        {
          headers: { default: new Header({ children: [new Paragraph('PRIVILEGED')] }) },
          footers: {
            default: new Footer({
              children: [new Paragraph({ children: [new TextRun({ children: [PageNumber.CURRENT] })] })],
            }),
          },
          children: [
            new Paragraph({
              children: [
                new TextRun('The rent is '),
                new DeletedTextRun({ text: '$4,000', id: 1, ...BY }),
                new InsertedTextRun({ text: '$4,2', id: 2, ...BY }),
                new InsertedTextRun({ text: '50', id: 3, ...BY }),
                new TextRun(' a month'),
                new FootnoteReferenceRun(1),
                new TextRun('.'),
              ],
            }),
            new Paragraph({
              children: [
                new CommentRangeStart(0),
                new TextRun('Dunmore Properties'),
                new CommentRangeEnd(0),
                new CommentReference(0),
                new TextRun({ text: '12 State Street', break: 1 }),
                new EndnoteReferenceRun(1),
              ],
            }),
            new Table({
              rows: [
                ['Tenant', 'Rent'],
                ['Whitfield', '$4,250'],
              ].map(
                (row) =>
                  new TableRow({ children: row.map((t) => new TableCell({ children: [new Paragraph(t)] })) }),
              ),
            }),
          ],
        },
      ],
    }),
  );
}

it('reads a contract with all changes accepted and lists each change with its author', async () => {
  const result = await read(await put(folder, 'contract.docx', await contract()), 'docx');
  expect(result.text.split('\n\n')).toEqual([
    'The rent is $4,250 a month.',
    'Dunmore Properties\n12 State Street',
    'Tenant\tRent\nWhitfield\t$4,250',
    '[Footnote 1] See the rider.',
    '[Endnote 1] Recorded in Albany.',
    '[Header] PRIVILEGED',
    '[Comment by Thomas Halvorsen, 2025-03-03] Too low?',
    '[Deleted by Thomas Halvorsen, 2025-03-03] $4,000',
    '[Inserted by Thomas Halvorsen, 2025-03-03] $4,250',
  ]);
  expect(result.metadata).toMatchObject({ title: 'Lease', author: 'Karen Whitfield' });
});

it('reads a text box once, and treats text that was inserted and deleted as deleted', async () => {
  const body = (inner: string): Buffer =>
    zipOf({
      'word/document.xml': `<w:document xmlns:w="w" xmlns:mc="m"><w:body><w:p>${inner}</w:p></w:body></w:document>`,
    });
  const box = '<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>';
  const boxed = body(
    `<w:r><mc:AlternateContent><mc:Choice>${box}</mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Beside it</w:t></w:r>`,
  );
  expect((await read(await put(folder, 'box.docx', boxed), 'docx')).text).toBe('In the box\n\nBeside it');
  const twice = body(
    '<w:r><w:t>Kept</w:t></w:r><w:ins w:author="A"><w:del w:author="B"><w:r><w:delText>gone</w:delText></w:r></w:del></w:ins>',
  );
  expect((await read(await put(folder, 'twice.docx', twice), 'docx')).text).toBe(
    'Kept\n\n[Deleted by B] gone',
  );
});

it('marks hidden sheets and reads comments with author and cell', async () => {
  const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const book = zipOf({
    'xl/workbook.xml': `<workbook xmlns:r="${REL}"><sheets><sheet name="Rent" r:id="r1"/><sheet name="Side letter" state="veryHidden" r:id="r2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${REL}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>',
    'xl/worksheets/sheet2.xml': '<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>',
    'xl/comments1.xml':
      '<comments><authors><author>Karen Whitfield</author></authors><commentList><comment ref="B2" authorId="0"><text><r><t>Agreed by </t></r><r><t>phone</t></r></text></comment></commentList></comments>',
  });
  expect((await read(await put(folder, 'hidden.xlsx', book), 'xlsx')).text).toBe(
    'Rent\n1\n\nSide letter [hidden sheet]\n2\n\n[Comment by Karen Whitfield on B2] Agreed by phone',
  );
  expect((await read(await put(folder, 'plain.xlsx', xlsx()), 'xlsx')).text).not.toContain('[hidden');
});
