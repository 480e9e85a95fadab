/** Word documents that are a single XML file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { extract } from '../../../src/core/pipeline/extract/extract.ts';
import { put, stageInput } from './fixtures.ts';
import { paragraph, run, wordFile } from './word-fixtures.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-flat-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(xml: string | Buffer): Promise<OcrResult> {
  const path = await put(folder, 'memo.xml', xml);
  return (await extract(stageInput(path, 'docx', Buffer.byteLength(xml)))).result;
}

const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\r\n<?mso-application progid="Word.Document"?>';
const part = (name: string, xml: string): string =>
  `<pkg:part pkg:name="${name}"><pkg:xmlData>${xml}</pkg:xmlData></pkg:part>`;
const PACKAGE = `${HEAD}<pkg:package xmlns:pkg="p">${[
  part(
    '/_rels/.rels',
    `<Relationships><Relationship Id="a" Type="${R}/officeDocument" Target="word/document.xml"/></Relationships>`,
  ),
  part(
    '/word/_rels/document.xml.rels',
    `<Relationships><Relationship Id="h" Type="${R}/header" Target="header1.xml"/><Relationship Id="k" Type="${R}/aFChunk" Target="in.html"/></Relationships>`,
  ),
  part(
    '/word/document.xml',
    `<w:document xmlns:w="w" xmlns:r="r"><w:body>${paragraph(run('Pay &amp; go to Ren\u00e9e'))}<w:altChunk r:id="k"/></w:body></w:document>`,
  ),
  part('/word/header1.xml', `<w:hdr xmlns:w="w">${paragraph(run('PRIVILEGED'))}</w:hdr>`),
  `<pkg:part pkg:name="/word/in.html"><pkg:binaryData>${Buffer.from('<p>Inserted</p>').toString('base64')}</pkg:binaryData></pkg:part>`,
].join('')}</pkg:package>`;

it('reads the package of a document as one XML file, in UTF-16 too, and inserted into another', async () => {
  const expected = 'Pay & go to Ren\u00e9e\n\nInserted\n\n[Header] PRIVILEGED';
  expect((await read(PACKAGE)).text).toBe(expected);
  expect((await read(Buffer.from(`\ufeff${PACKAGE}`, 'utf16le'))).text).toBe(expected);
  const around = wordFile('<w:altChunk r:id="k"/>', [['aFChunk', 'k', 'in.xml', PACKAGE]]);
  expect((await read(around)).text).toBe(expected);
});

const annotated = (type: string, content: string): string =>
  `<aml:annotation w:type="Word.${type}" aml:author="Karen Whitfield" aml:createdate="2024-11-05T09:00:00Z"><aml:content>${content}</aml:content></aml:annotation>`;

it('reads documents of Word 2003 with their numbers, changes, notes and headers', async () => {
  const listed = (number: string, text: string): string =>
    paragraph(run(text), `<w:listPr><w:ilvl w:val="0"/><wx:t wx:val="${number}"/></w:listPr>`);
  const body = [
    listed('3.1', 'Rent'),
    listed('\u00b7', 'due monthly'),
    paragraph(
      `${run('$6,')}${annotated('Deletion', '<w:r><w:delText>9</w:delText></w:r>')}${annotated('Insertion', run('5'))}${run('00')}<w:r><w:footnote>${paragraph(run('Net of tax.'))}</w:footnote></w:r>${annotated('Comment', paragraph(run('Too low?')))}${annotated('Bookmark.Start', '')}`,
    ),
    '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Tenant</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Unit 9</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
    `<w:sectPr><w:hdr w:type="odd">${paragraph(run('DRAFT'))}</w:hdr><w:ftr>${paragraph(run('7'))}</w:ftr></w:sectPr>`,
  ].join('');
  const { text, metadata } = await read(
    `${HEAD}<w:wordDocument xmlns:w="w" xmlns:wx="wx" xmlns:aml="aml" xmlns:o="o"><o:DocumentProperties><o:Title>Lease</o:Title><o:Author>Thomas Halvorsen</o:Author><o:Created>2024-11-04T10:00:00Z</o:Created></o:DocumentProperties><w:footnotePr><w:footnote w:type="separator">${paragraph(run('x'))}</w:footnote></w:footnotePr><w:body><wx:sect>${body}</wx:sect></w:body></w:wordDocument>`,
  );
  expect(text.split('\n\n')).toEqual([
    '3.1 Rent',
    '\u2022 due monthly',
    '$6,500',
    'Tenant\tUnit 9',
    '[Footnote 1] Net of tax.',
    '[Header] DRAFT',
    '[Comment by Karen Whitfield, 2024-11-05] Too low?',
    '[Deleted by Karen Whitfield, 2024-11-05] 9',
    '[Inserted by Karen Whitfield, 2024-11-05] 5',
  ]);
  expect(metadata).toEqual({
    title: 'Lease',
    author: 'Thomas Halvorsen',
    created: '2024-11-04T10:00:00.000Z',
  });
});

it('refuses a Word 2003 file without a text', async () => {
  await expect(read(`${HEAD}<w:wordDocument xmlns:w="w"><w:styles/></w:wordDocument>`)).rejects.toMatchObject(
    {
      code: 'corrupt',
    },
  );
});
