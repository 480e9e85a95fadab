/** What a Word document shows beside plain text: symbols, form fields, inserted files, charts and text boxes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { extract } from '../../../src/core/pipeline/extract/extract.ts';
import { docx, put, stageInput } from './fixtures.ts';
import { paragraph, run, type WordPart, wordFile } from './word-fixtures.ts';
import { zipOf } from './zip-writer.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-word-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readBytes(bytes: Buffer): Promise<OcrResult> {
  const path = await put(folder, 'form.docx', bytes);
  return (await extract(stageInput(path, 'docx', bytes.length))).result;
}
const read = (body: string, ...parts: WordPart[]): Promise<OcrResult> => readBytes(wordFile(body, parts));
const textOf = async (body: string, ...parts: WordPart[]): Promise<string> =>
  (await read(body, ...parts)).text;

const symbol = (font: string, code: string): string =>
  `<w:r><w:sym w:font="${font}" w:char="${code}"/></w:r>`;

it.each([
  ['Wingdings', 'F0FE', '\u2611'],
  ['Wingdings', 'F0A8', '\u2610'],
  ['Wingdings', '6F', '\u2610'],
  ['Wingdings', 'F078', '\u2612'],
  ['Wingdings', 'F0FD', '\u2612'],
  ['Wingdings', 'F0FC', '\u2714'],
  ['Wingdings', 'F0E0', '\u2192'],
  ['wingdings 2', 'F0A3', '\u2610'],
  ['Wingdings 2', 'F052', '\u2611'],
  ['Wingdings 2', 'F054', '\u2612'],
  ['Webdings', 'F063', '\u2610'],
  ['Monotype Sorts', 'F06F', '\u2610'],
  ['ZapfDingbats', 'F034', '\u2714'],
  ['ZapfDingbats', 'F06E', '\u25a0'],
  ['Symbol', 'F0A7', '\u2663'],
  ['Symbol', 'F0B3', '\u2265'],
  ['MS Gothic', '2612', '\u2612'],
  ['Some Font', 'F0B7', '\u2022'],
])('reads the symbol of %s %s', async (font, code, expected) => {
  expect(await textOf(paragraph(symbol(font, code)))).toBe(expected);
});

it('names a symbol of a font that it does not know', async () => {
  const { text, warnings } = await read(paragraph(run('before ') + symbol('Bar Code', 'F0A8')));
  expect(text).toBe('before');
  expect(warnings).toEqual([
    { code: 'part_not_read', detail: 'Not read in the Word document: a symbol of the font "Bar Code"' },
  ]);
});

it('names a symbol in text whose font is not known', async () => {
  const { text, warnings } = await read(paragraph(run('\uf0fe yes \uf0b7 no')));
  expect(text).toBe('\uf0fe yes \u2022 no');
  expect(warnings).toMatchObject([
    { detail: expect.stringContaining('a symbol of a font that is not named') },
  ]);
});

it('reads text set in a symbol font as it is shown', async () => {
  const set = (text: string, font: string): string =>
    `<w:r><w:rPr><w:rFonts w:ascii="${font}" w:hAnsi="${font}"/></w:rPr><w:t>${text}</w:t></w:r>`;
  const body = paragraph(
    `${set('\uf0fe', 'Wingdings')}${run(' yes ')}${set('o', 'Wingdings')}${run(' no ')}${set('a', 'Symbol')}`,
  );
  expect(await textOf(body)).toBe('\u2611 yes \u2610 no \u03b1');
});

const field = (properties: string, instruction: string, result = ''): string =>
  `<w:r><w:fldChar w:fldCharType="begin">${properties}</w:fldChar></w:r><w:r><w:instrText>${instruction}</w:instrText></w:r>${
    result === '' ? '' : `<w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}`
  }<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const box = (state: string): string => `<w:ffData><w:checkBox><w:sizeAuto/>${state}</w:checkBox></w:ffData>`;

it('reads form fields: ticked, not ticked, and the chosen entry of a list', async () => {
  const choices =
    '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Waived"/><w:listEntry w:val="Demanded"/></w:ddList></w:ffData>';
  const body = [
    field(box('<w:default w:val="1"/>'), 'FORMCHECKBOX') + run(' own'),
    field(box('<w:default w:val="1"/><w:checked w:val="0"/>'), 'FORMCHECKBOX') + run(' rent'),
    field(box('<w:default w:val="0"/><w:checked/>'), 'FORMCHECKBOX') + run(' live with kin'),
    field(choices, 'FORMDROPDOWN') + run(' by jury'),
    field('<w:ffData><w:textInput/></w:ffData>', 'FORMTEXT', run('Karen Whitfield')),
    field(choices, 'FORMDROPDOWN', run('Waived')),
    field('', 'SYMBOL 254 \\f &quot;Wingdings&quot; \\s 12') + run(' served'),
    field('', 'MACROBUTTON NoMacro [Name of counsel]'),
    field('', 'PAGE', run('3')),
  ];
  expect((await textOf(body.map((content) => paragraph(content)).join(''))).split('\n\n')).toEqual([
    '\u2612 own',
    '\u2610 rent',
    '\u2612 live with kin',
    'Demanded by jury',
    'Karen Whitfield',
    'Waived',
    '\u2611 served',
    '[Name of counsel]',
    '3',
  ]);
});

it('names a number that Word alone works out', async () => {
  const { warnings } = await read(paragraph(field('', 'LISTNUM') + run('Parties')));
  expect(warnings).toMatchObject([
    { code: 'part_not_read', detail: expect.stringContaining('what a field (LISTNUM) shows') },
  ]);
});

it('reads content controls, also when only their state tells of the tick', async () => {
  const control = (properties: string, content: string): string =>
    `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
  const state = (value: string): string => `<w14:checkbox><w14:checked w14:val="${value}"/></w14:checkbox>`;
  const body = [
    control(state('1'), run('\u2612')) + run(' a'),
    control(state('1'), '') + run(' b'),
    control(state('0'), '') + run(' c'),
    control('<w:dropDownList><w:listItem w:value="x"/></w:dropDownList>', run('Judge trial')),
  ];
  expect((await textOf(body.map((content) => paragraph(content)).join(''))).split('\n\n')).toEqual([
    '\u2612 a',
    '\u2612 b',
    '\u2610 c',
    'Judge trial',
  ]);
});

it('names a control whose state is in a program of its own', async () => {
  const { warnings } = await read(
    paragraph(`<w:r><w:object><w:control w:name="CheckBox1"/></w:object></w:r>${run(' agreed')}`),
  );
  expect(warnings).toMatchObject([{ detail: expect.stringContaining('the state of a control (CheckBox1)') }]);
});

const chunk = (name: string, content: string | Buffer): WordPart => ['aFChunk', 'k1', name, content];
const around = `${paragraph(run('Before'))}<w:altChunk r:id="k1"/>${paragraph(run('After'))}`;
const MHT = [
  'MIME-Version: 1.0',
  'Content-Type: multipart/related; type="text/html"; boundary="cut"',
  '',
  '--cut',
  'Content-Type: text/html; charset="windows-1252"',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<html><body><p>Ren=E9e Whitfield agreed to pa=\r\ny.</p></body></html>',
  '--cut',
  'Content-Type: image/png',
  'Content-Transfer-Encoding: base64',
  '',
  'iVBORw0KGgo=',
  '--cut--',
  '',
].join('\r\n');

it.each<[string, string, string | Buffer, string]>([
  [
    'HTML',
    'a.html',
    '<html><head><meta charset="utf-8"></head><body><p>Ren\u00e9e <b>Whitfield</b></p></body></html>',
    'Ren\u00e9e Whitfield',
  ],
  [
    'HTML in UTF-16',
    'a.xhtml',
    Buffer.from('\ufeff<p>Ren\u00e9e Whitfield</p>', 'utf16le'),
    'Ren\u00e9e Whitfield',
  ],
  ['MHT', 'a.mht', MHT, 'Ren\u00e9e Whitfield agreed to pay.'],
  ['RTF', 'a.rtf', "{\\rtf1\\ansi Ren\\'e9e Whitfield\\par}", 'Ren\u00e9e Whitfield'],
  ['text', 'a.txt', 'Ren\u00e9e Whitfield', 'Ren\u00e9e Whitfield'],
  ['a Word document', 'a.docx', wordFile(paragraph(run('Ren\u00e9e Whitfield'))), 'Ren\u00e9e Whitfield'],
  [
    'a Word document with an inserted one',
    'a.dat',
    wordFile('<w:altChunk r:id="k1"/>', [chunk('b.html', '<p>Ren\u00e9e Whitfield</p>')]),
    'Ren\u00e9e Whitfield',
  ],
])('reads inserted %s in its place', async (_kind, name, content, expected) => {
  const { text, warnings } = await read(around, chunk(name, content));
  expect(text).toBe(`Before\n\n${expected}\n\nAfter`);
  expect(warnings).toEqual([]);
});

it.each<[string, WordPart[]]>([
  ['is of an unknown kind', [chunk('a.bin', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 1]))]],
  ['is a damaged archive', [chunk('a.docx', 'PK\u0003\u0004 cut off')]],
  ['is an archive without a text', [chunk('a.docx', zipOf({ 'x.xml': '<x/>' }))]],
])('names an inserted file that %s', async (_why, parts) => {
  const { text, warnings } = await read(around, ...parts);
  expect(text).toBe('Before\n\nAfter');
  expect(warnings).toMatchObject([
    { code: 'part_not_read', detail: expect.stringMatching(/an inserted file \(a\.(?:bin|docx)\)$/) },
  ]);
});

it('names an inserted file that is missing, and a subdocument', async () => {
  const missing = await read(`${around}<w:subDoc r:id="z"/>`);
  expect(missing.warnings.map(({ detail }) => detail)).toEqual([
    'Not read in the Word document: an inserted file',
    'Not read in the Word document: a subdocument in another file',
  ]);
});

it('ends when inserted files lie in each other without end', async () => {
  let inner = await docx(['Innermost']);
  for (let i = 0; i < 8; i += 1) inner = wordFile('<w:altChunk r:id="k1"/>', [chunk('in.docx', inner)]);
  const { text, warnings } = await readBytes(inner);
  expect(text).toBe('');
  expect(warnings).toMatchObject([{ code: 'part_not_read' }]);
});

it('reads charts and diagrams in their place', async () => {
  const values = (name: string, items: readonly string[]): string => {
    const kind = name === 'val' ? 'num' : 'str';
    const points = items.map((value, i) => `<c:pt idx="${i}"><c:v>${value}</c:v></c:pt>`).join('');
    return `<c:${name}><c:${kind}Ref><c:f>Sheet1!A1</c:f><c:${kind}Cache>${points}</c:${kind}Cache></c:${kind}Ref></c:${name}>`;
  };
  const series = (name: string, amounts: readonly string[]): string =>
    `<c:ser>${values('tx', [name])}${values('cat', ['May', 'June'])}${values('val', amounts)}</c:ser>`;
  const chart: WordPart = [
    'chart',
    'k2',
    'charts/chart1.xml',
    `<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Rent </a:t></a:r><a:r><a:t>paid</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart>${series('Barn', ['410', '395.10000000000002'])}${series('Mill', ['80', '90'])}</c:barChart></c:plotArea></c:chart></c:chartSpace>`,
  ];
  const diagram: WordPart = [
    'diagramData',
    'k3',
    'diagrams/data1.xml',
    '<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:pt><dgm:t><a:p><a:r><a:t>Trustee</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>',
  ];
  const body =
    paragraph(`${run('Text')}<w:r><w:drawing><c:chart r:id="k2"/></w:drawing></w:r>`) +
    paragraph('<w:r><w:drawing><dgm:relIds r:dm="k3"/></w:drawing></w:r>');
  expect(await textOf(body, chart, diagram)).toBe(
    '[Chart] Rent paid\n\tMay\tJune\nBarn\t410\t395.1\nMill\t80\t90\n\nText\n\nTrustee',
  );
});

it('reads text boxes and watermarks once, and the form for old programs only when there is no other', async () => {
  const boxed = (text: string): string => `<w:txbxContent>${paragraph(run(text))}</w:txbxContent>`;
  const body = paragraph(
    `<w:r><mc:AlternateContent><mc:Choice>${boxed('new')}</mc:Choice><mc:Choice>${boxed('second')}</mc:Choice><mc:Fallback>${boxed('new')}</mc:Fallback></mc:AlternateContent></w:r>` +
      `<w:r><mc:AlternateContent><mc:Fallback>${boxed('old')}</mc:Fallback></mc:AlternateContent></w:r>` +
      '<w:r><w:pict><v:textpath string="DRAFT"/></w:pict></w:r>',
  );
  expect(await textOf(body)).toBe('new\n\nold\n\nDRAFT');
});

it('reads characters that are elements, and hidden text', async () => {
  const body = paragraph(
    '<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>jury</w:t><w:tab/><w:t>sus</w:t><w:softHyphen/><w:t>pend</w:t><w:cr/><w:t>next</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>',
    '<w:tabs><w:tab w:val="left"/></w:tabs>',
  );
  expect(await textOf(body)).toBe('non-jury\tsuspend\nnext hidden');
});
