/** Workbooks as their readers see them: cells in their columns, all that stands beside the cells, and what is missing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { extract } from '../../../src/core/pipeline/extract/extract.ts';
import { put, stageInput } from './fixtures.ts';
import { zipOf } from './zip-writer.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-workbooks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const rels = (targets: Readonly<Record<string, readonly [type: string, target: string]>>): string =>
  `<Relationships>${Object.entries(targets)
    .map(([id, [type, target]]) => `<Relationship Id="${id}" Type="${REL}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** Returns a workbook with one sheet. */
const bookOf = (sheet: string, extra: Readonly<Record<string, string>> = {}, settings = ''): Buffer =>
  zipOf({
    'xl/workbook.xml': `<workbook xmlns:r="${REL}">${settings}<sheets><sheet name="Fees" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': rels({ r1: ['worksheet', 'worksheets/sheet1.xml'] }),
    'xl/worksheets/sheet1.xml': `<worksheet>${sheet}</worksheet>`,
    ...extra,
  });

async function read(bytes: Buffer): Promise<OcrResult> {
  const location = await put(folder, 'book.xlsx', bytes);
  return (await extract(stageInput(location, 'xlsx', bytes.length))).result;
}
const text = (reference: string, words: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t>${words}</t></is></c>`;
const rows = (inner: string): string => `<sheetData>${inner}</sheetData>`;

it('keeps every cell in its column', async () => {
  const book = bookOf(
    rows(
      `<row r="1">${text('A1', 'Payee')}${text('B1', 'Owed')}${text('C1', 'Held')}${text('D1', 'Paid')}</row>` +
        `<row r="2">${text('A2', 'Ida Brandt')}<c r="B2" s="3"/><c r="D2"><v>310</v></c></row>` +
        `<row r="3"><c r="D3"><v>75</v></c><c><v>8</v></c><c r="G3" t="s"/></row>` +
        `<row r="4"><c r="C4"><v>2</v></c><c r="A4"><v>1</v></c></row>`,
    ),
  );
  expect((await read(book)).text).toBe(
    'Fees\nPayee\tOwed\tHeld\tPaid\nIda Brandt\t\t\t310\n\t\t\t75\t8\n1\t\t2',
  );
});

it('does not fill the way to a far cell', async () => {
  const book = bookOf(
    rows(
      `<row r="2">${text('B2', 'near')}${text('XFD2', 'far')}<c r="XFE2"><v>1</v></c></row>` +
        `<row r="1048576">${text('XFD1048576', 'last')}</row>`,
    ),
  );
  expect((await read(book)).text).toBe('Fees\n\tnear\tXFD2: far\t1\nXFD1048576: last');
});

it('cuts the text of a workbook at the limit and says so', async () => {
  const book = bookOf(rows(`<row>${'<c><v>12345</v></c>'.repeat(60)}</row>`.repeat(40)));
  const location = await put(folder, 'limit.xlsx', book);
  const input = stageInput(location, 'xlsx', book.length);
  const { result } = await extract({ ...input, limits: { ...input.limits, maxCharacters: 500 } });
  expect(result.text.length).toBeLessThanOrEqual(500);
  expect(result.warnings.map((w) => w.code)).toContain('text_limit');
});

it('names hidden rows and columns', async () => {
  const book = bookOf(
    `<cols><col min="2" max="2" hidden="1"/><col min="4" max="5" width="0"/><col min="9" max="16384" hidden="1"/></cols>${rows(
      `<row r="1">${text('A1', 'Fee')}${text('B1', 'Secret')}${text('E1', 'Rate')}</row><row r="2" hidden="1">${text('A2', 'Waived')}</row>`,
    )}`,
  );
  expect((await read(book)).text).toBe(
    'Fees\n[Hidden columns: B, D to E]\nFee\tSecret\t\t\tRate\nWaived [hidden row]',
  );
});

it('reads strings with escapes, without phonetic guides, errors and ISO dates', async () => {
  const book = bookOf(
    rows(
      '<row><c t="inlineStr"><is><r><t>two_x000D_\nlines</t></r><rPh><t>guide</t></rPh></is></c><c t="e"><v>#N/A</v></c>' +
        '<c t="d" s="1"><v>2025-03-04T00:00:00</v></c><c t="b"><v>0</v></c><c t="str"><f>A1</f><v/></c></row>',
    ),
    { 'xl/styles.xml': '<styleSheet><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>' },
  );
  expect((await read(book)).text).toBe('Fees\ntwo lines\t#N/A\t3/4/2025\tFALSE');
});

it('counts the days from 1904 where the workbook does', async () => {
  const styles = { 'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>' };
  const sheet = rows('<row><c><v>44258</v></c></row>');
  expect((await read(bookOf(sheet, styles, '<workbookPr date1904="1"/>'))).text).toBe('Fees\n3/4/2025');
});

it('reads headers, footers, text boxes, charts, controls and threads of a sheet', async () => {
  const book = bookOf(
    `${rows('<row><c><v>1</v></c></row>')}<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"&amp;12Privileged &amp;&amp; confidential&amp;R&amp;A</oddHeader><oddFooter>&amp;CPage &amp;P of &amp;N</oddFooter><firstHeader>&amp;C&amp;A</firstHeader><evenHeader>&amp;K01+000Draft of &amp;D</evenHeader></headerFooter>`,
    {
      'xl/worksheets/_rels/sheet1.xml.rels': rels({
        a: ['drawing', '../drawings/drawing1.xml'],
        b: ['vmlDrawing', '../drawings/vmlDrawing1.vml'],
        c: ['comments', '../comments7.xml'],
        d: ['threadedComment', '../threadedComments/threadedComment1.xml'],
      }),
      'xl/drawings/drawing1.xml':
        '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:txBody><a:p><a:r><a:t>In the </a:t></a:r><a:r><a:t>box</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>',
      'xl/drawings/_rels/drawing1.xml.rels': rels({ a: ['chart', '../charts/chart1.xml'] }),
      'xl/charts/chart1.xml':
        '<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Fees by year</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>Billed</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>2023</c:v></c:pt><c:pt idx="1"><c:v>2024</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:formatCode>$#,##0</c:formatCode><c:pt idx="1"><c:v>5200</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:barChart><c:valAx><c:title><c:tx><c:rich><a:p><a:r><a:t>US dollars</a:t></a:r></a:p></c:rich></c:tx></c:title></c:valAx></c:plotArea></c:chart></c:chartSpace>',
      'xl/drawings/vmlDrawing1.vml':
        '<xml xmlns:v="v" xmlns:x="x"><v:shape><v:textbox><div><font>Retainer paid</font></div></v:textbox><x:ClientData ObjectType="Checkbox"><x:Checked>1</x:Checked></x:ClientData></v:shape><v:shape><v:textbox><div>Waived</div></v:textbox><x:ClientData ObjectType="Checkbox"/></v:shape><v:shape><v:textbox/><x:ClientData ObjectType="Note"/></v:shape></xml>',
      'xl/comments7.xml':
        '<comments><authors><author>tc={1}</author><author>Ida Moor</author></authors><commentList><comment ref="A1" authorId="0"><text><t>[Threaded comment] copy</t></text></comment><comment ref="B1" authorId="1"><text><t>A note</t></text></comment></commentList></comments>',
      'xl/threadedComments/threadedComment1.xml':
        '<ThreadedComments><threadedComment ref="A1" dT="2025-03-04T10:00:00.00" personId="{p}" id="{1}"><text>Is this right?</text></threadedComment><threadedComment ref="A1" dT="2025-03-05T10:00:00.00" personId="{p}" id="{2}" parentId="{1}"><text>It is.</text></threadedComment></ThreadedComments>',
      'xl/persons/person.xml': '<personList><person displayName="Rufus Kelly" id="{p}"/></personList>',
      'xl/_rels/workbook.xml.rels': rels({
        r1: ['worksheet', 'worksheets/sheet1.xml'],
        r2: ['person', 'persons/person.xml'],
      }),
    },
  );
  expect((await read(book)).text.split('\n')).toEqual([
    'Fees',
    '1',
    'In the box',
    '[Chart] Fees by year; US dollars',
    '\t2023\t2024',
    'Billed\t\t$5,200',
    '☒ Retainer paid',
    '☐ Waived',
    '[Comment by Ida Moor on B1] A note',
    '[Comment by Rufus Kelly on A1, 2025-03-04] Is this right?',
    '[Comment by Rufus Kelly on A1, 2025-03-05] It is.',
    '[Header] Privileged & confidential\tFees',
    '[Header] Draft of [date]',
  ]);
});

it('names sheets, texts and results that the file lacks', async () => {
  const lacking = bookOf(
    rows('<row><c t="s"><v>4</v></c><c><v>7</v></c><c><f>SUM(A1:B1)</f></c></row>'),
    {},
    '<sheets><sheet name="Gone" r:id="r9"/></sheets>',
  );
  const { text: read1, warnings } = await read(lacking);
  expect(read1).toBe('Gone\n\nFees\n\t7\t=SUM(A1:B1)');
  expect(warnings).toEqual([
    { code: 'part_not_read', detail: 'The sheet "Gone" is missing from the file' },
    { code: 'part_not_read', detail: 'The text of 1 cell on the sheet "Fees" is missing from the file' },
    {
      code: 'part_not_read',
      detail: '1 formula on the sheet "Fees" has no stored result, so the text has the formula instead',
    },
  ]);
});
