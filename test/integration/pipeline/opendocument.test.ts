/** OpenDocument files as their readers see them, in a package or as one XML file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { Buffers, fingerprint } from '../../../src/core/intake/fingerprint.ts';
import { extract } from '../../../src/core/pipeline/extract/extract.ts';
import { inspect } from '../../../src/core/pipeline/extract/inspect.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { put, stageInput } from './fixtures.ts';
import { zipOf } from './zip-writer.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-opendocument-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const NAMES =
  'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:style="s" xmlns:dc="c" xmlns:form="f" xmlns:presentation="p" xmlns:xlink="x" xmlns:svg="v" xmlns:meta="m"';
const content = (body: string, styles = ''): string =>
  `<office:document-content ${NAMES}><office:automatic-styles>${styles}</office:automatic-styles><office:body>${body}</office:body></office:document-content>`;
const masters = (inner: string): string =>
  `<office:document-styles ${NAMES}><office:master-styles>${inner}</office:master-styles></office:document-styles>`;

async function read(type: FileType, file: Buffer | string): Promise<OcrResult> {
  const location = await put(folder, `file.${type}`, file);
  return (await extract(stageInput(location, type, file.length))).result;
}
const odf = (
  type: FileType,
  body: string,
  extra: Record<string, string> = {},
  styles = '',
): Promise<OcrResult> => read(type, zipOf({ 'content.xml': content(body, styles), ...extra }));
const p = (text: string): string => `<text:p>${text}</text:p>`;
const cell = (text: string, repeat = 1): string =>
  `<table:table-cell table:number-columns-repeated="${repeat}">${text === '' ? '' : p(text)}</table:table-cell>`;
const sheet = (rows: string, attributes = ''): string =>
  `<office:spreadsheet><table:table table:name="Fees"${attributes}>${rows}</table:table></office:spreadsheet>`;
const row = (cells: string, attributes = ''): string =>
  `<table:table-row${attributes}>${cells}</table:table-row>`;

it('keeps every cell in its column and repeats equal cells and rows', async () => {
  const { text, warnings } = await odf(
    'ods',
    sheet(
      row(cell('Moor') + cell('', 3) + cell('410')) +
        row(cell('', 2) + cell('75', 3), ' table:number-rows-repeated="2"') +
        row(cell('', 16_384), ' table:number-rows-repeated="1048000"') +
        row(cell('', 16_000) + cell('far')) +
        row(
          '<table:table-cell office:value-type="percentage" office:value="0.125"/><table:table-cell office:value-type="date" office:date-value="2025-03-04"/>',
        ),
    ),
  );
  expect(text).toBe(
    'Fees\nMoor\t\t\t\t410\n\t\t75\t75\t75\n\t\t75\t75\t75\nWQK1048004: far\n12.5%\t2025-03-04',
  );
  expect(warnings).toEqual([]);
});

it('bounds repeated values and says so', async () => {
  const { text, warnings } = await odf(
    'ods',
    sheet(row(cell('x', 16_384), ' table:number-rows-repeated="1048576"')),
  );
  expect(text).toBe('Fees\nx');
  expect(warnings).toEqual([{ code: 'part_not_read', detail: expect.stringContaining('the sheet "Fees"') }]);
});

it('names hidden sheets, rows and columns, and reads comments with their cell', async () => {
  const { text } = await odf(
    'ods',
    sheet(
      '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>' +
        row(
          cell('a') +
            `<table:table-cell><office:annotation><dc:creator>Ida Moor</dc:creator><dc:date>2025-03-04T10:00:00</dc:date>${p('Ask him')}</office:annotation>${p('b')}</table:table-cell>`,
        ) +
        row(cell('c'), ' table:visibility="collapse"'),
      ' table:style-name="ta1"',
    ),
    {},
    '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>',
  );
  expect(text).toBe(
    'Fees [hidden sheet]\na\tb\nc [hidden row]\n[Hidden columns: B]\n[Comment by Ida Moor on B1, 2025-03-04] Ask him',
  );
});

it('reads notes, comments, frames, controls and tracked changes of a text apart from its paragraphs', async () => {
  const change = (id: string, kind: string, inner: string): string =>
    `<text:changed-region text:id="${id}"><text:${kind}><office:change-info><dc:creator>Rufus Kelly</dc:creator><dc:date>2025-03-05T09:00:00</dc:date></office:change-info>${inner}</text:${kind}></text:changed-region>`;
  const { text } = await odf(
    'odt',
    `<office:text><office:forms><form:form><form:checkbox form:id="c1" form:label="Jury" form:current-state="checked"/><form:checkbox form:id="c2" form:label="Bench"/></form:form></office:forms><text:tracked-changes>${change('ct1', 'deletion', p('$900'))}${change('ct2', 'insertion', '')}</text:tracked-changes>` +
      p(
        'The fee<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Plus costs.</text:p></text:note-body></text:note> is <text:change text:change-id="ct1"/><text:change-start text:change-id="ct2"/>$950<text:change-end text:change-id="ct2"/><office:annotation><dc:creator>Ida Moor</dc:creator><text:p>Too low?</text:p></office:annotation>.',
      ) +
      p(
        'Beside<draw:frame><svg:title>Picture</svg:title><draw:text-box><text:p>In the box</text:p></draw:text-box></draw:frame> it',
      ) +
      p('<draw:control draw:control="c1"/>, <draw:control draw:control="c2"/>') +
      '</office:text>',
  );
  expect(text.split('\n\n')).toEqual([
    'The fee is $950.\nIn the box\nBeside it\n☒ Jury, ☐ Bench',
    '[Footnote 1] Plus costs.',
    '[Comment by Ida Moor] Too low?',
    '[Deleted by Rufus Kelly, 2025-03-05] $900',
    '[Inserted by Rufus Kelly, 2025-03-05] $950',
  ]);
});

it('writes the numbers of lists and headings', async () => {
  const item = (inner: string): string => `<text:list-item>${inner}</text:list-item>`;
  const level = (number: number, format: string, more = ''): string =>
    `<text:list-level-style-number text:level="${number}" style:num-format="${format}" style:num-suffix="."${more}/>`;
  const { text } = await odf(
    'odt',
    `<office:text><text:h text:outline-level="1">Parties</text:h><text:list text:style-name="L1">${item(p('one') + p('more'))}${item(`${p('two')}<text:list>${item(p('first'))}${item(p('second'))}</text:list>`)}</text:list>${p('between')}<text:list text:style-name="L1" text:continue-numbering="true">${item(p('three'))}</text:list><text:list text:style-name="L2">${item(p('bullet'))}</text:list><text:h text:outline-level="2">Counsel</text:h></office:text>`,
    {
      'styles.xml': `<office:document-styles ${NAMES}><text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style></office:document-styles>`,
    },
    `<text:list-style style:name="L1">${level(1, '1')}${level(2, 'a', ' text:display-levels="2"')}</text:list-style><text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>`,
  );
  expect(text.split('\n')).toEqual([
    'I. Parties',
    '1. one',
    'more',
    '2. two',
    '2.a. first',
    '2.b. second',
    'between',
    '3. three',
    'bullet',
    'I.1 Counsel',
  ]);
});

it('reads headers, footers and charts', async () => {
  const styles = masters(
    `<style:master-page style:name="Standard"><style:header>${p('Privileged')}</style:header><style:header-left>${p('Privileged')}</style:header-left><style:header-first style:display="false">${p('Not shown')}</style:header-first><style:footer><style:region-left>${p('Draft 2')}</style:region-left><style:region-right>${p('Page <text:page-number>1</text:page-number>')}</style:region-right></style:footer></style:master-page>`,
  );
  const { text } = await odf(
    'ods',
    sheet(
      row(
        `<table:table-cell>${p('1')}<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></table:table-cell>`,
      ),
    ),
    {
      'styles.xml': styles,
      'Object 1/content.xml': `<office:document-content ${NAMES}><office:body><office:chart><chart:chart xmlns:chart="h"><chart:title>${p('Fees by year')}</chart:title><table:table>${row(cell('') + cell('Billed'))}${row(cell('2024') + cell('5200'))}</table:table></chart:chart></office:chart></office:body></office:document-content>`,
    },
  );
  expect(text).toBe(
    'Fees\n1\n[Chart] Fees by year\n\tBilled\n2024\t5200\n\n[Header] Privileged\n\n[Footer] Draft 2',
  );
});

it('reads what slides show from their master page, and names hidden slides', async () => {
  const slides = await odf(
    'odp',
    `<office:presentation><presentation:footer-decl presentation:name="ftr1">Kelly v. Moor</presentation:footer-decl><draw:page draw:master-page-name="M" presentation:use-footer-name="ftr1"><draw:frame><draw:text-box>${p('First')}</draw:text-box></draw:frame></draw:page><draw:page draw:master-page-name="M" draw:style-name="dp2"/></office:presentation>`,
    {
      'styles.xml': masters(
        `<style:master-page style:name="M"><draw:frame presentation:class="title" presentation:placeholder="true"><draw:text-box>${p('Click to edit the title')}</draw:text-box></draw:frame><draw:frame><draw:text-box>${p('Brandt LLP')}</draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box>${p('Notes')}</draw:text-box></draw:frame></presentation:notes></style:master-page>`,
      ),
    },
    '<style:style style:name="dp2"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>',
  );
  expect(slides.pages.map(({ start, end }) => slides.text.slice(start, end))).toEqual([
    'First\n[Footer] Kelly v. Moor\nBrandt LLP',
    '[Hidden slide]',
  ]);
});

it('reads the same from a flat file, which it recognizes by its root', async () => {
  const flat = (media: string, body: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<office:document ${NAMES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.${media}"><office:meta><dc:title>Minutes</dc:title></office:meta>${masters(`<style:master-page><style:header>${p('Privileged')}</style:header></style:master-page>`)}<office:body>${body}</office:body></office:document>`;
  const text = flat('text', `<office:text>${p('Ida Moor spoke.')}</office:text>`);
  const result = await read('odt', text);
  expect(result.text).toBe('Ida Moor spoke.\n\n[Header] Privileged');
  expect(result.metadata).toMatchObject({ title: 'Minutes' });
  const location = join(folder, 'file.odt');
  expect(await inspect({ location, type: 'odt' })).toMatchObject({ encrypted: false, problem: null });
  for (const [media, type] of [
    ['text', 'odt'],
    ['spreadsheet', 'ods'],
    ['presentation', 'odp'],
    ['graphics', 'other'],
  ] as const) {
    const path = await put(folder, 'flat', flat(media, ''));
    expect((await fingerprint(path, 'flat', new Buffers(), new AbortController().signal)).type).toBe(type);
  }
});
