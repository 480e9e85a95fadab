/** Presentations as their readers see them, slide by slide. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { extract } from '../../../src/core/pipeline/extract/extract.ts';
import { put, stageInput } from './fixtures.ts';
import { zipOf } from './zip-writer.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-presentations-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const rels = (...targets: readonly (readonly [type: string, target: string])[]): string =>
  `<Relationships>${targets
    .map(([type, target], i) => `<Relationship Id="r${i + 1}" Type="${REL}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;
const NAMES = 'xmlns:p="p" xmlns:a="a" xmlns:r="r" xmlns:mc="m"';
const p = (text: string): string => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`;
const shape = (text: string, placeholder = ''): string =>
  `<p:sp><p:nvSpPr><p:nvPr>${placeholder}</p:nvPr></p:nvSpPr><p:txBody>${p(text)}</p:txBody></p:sp>`;
const slide = (inner: string, attributes = ''): string => `<p:sld ${NAMES}${attributes}>${inner}</p:sld>`;

const PARTS: Readonly<Record<string, string>> = {
  'ppt/presentation.xml': `<p:presentation ${NAMES}><p:sldIdLst><p:sldId id="256" r:id="r2"/><p:sldId id="257" r:id="r1"/><p:sldId id="258" r:id="r3"/></p:sldIdLst></p:presentation>`,
  'ppt/_rels/presentation.xml.rels': rels(
    ['slide', 'slides/slide1.xml'],
    ['slide', 'slides/slide2.xml'],
    ['slide', 'slides/slide3.xml'],
    ['commentAuthors', 'commentAuthors.xml'],
    ['authors', 'authors.xml'],
  ),
  'ppt/commentAuthors.xml': `<p:cmAuthorLst ${NAMES}><p:cmAuthor id="0" name="Ida Moor"/></p:cmAuthorLst>`,
  'ppt/authors.xml': '<authorLst><author id="{2}" name="Rufus Kelly"/></authorLst>',
  'ppt/slides/slide1.xml': slide(shape('Settlement'), ' show="0"'),
  'ppt/slides/_rels/slide1.xml.rels': rels(['slideLayout', '../slideLayouts/slideLayout1.xml']),
  'ppt/slides/slide2.xml': slide(
    `${shape('Fees')}<a:tbl><a:tr><a:tc>${p('')}</a:tc><a:tc>${p('2024')}</a:tc></a:tr><a:tr><a:tc>${p('Billed')}</a:tc><a:tc>${p('$5,200')}</a:tc></a:tr></a:tbl>${shape('Kelly v. Moor', '<p:ph type="ftr"/>')}<mc:AlternateContent><mc:Choice>${shape('Once')}</mc:Choice><mc:Fallback>${shape('Once')}</mc:Fallback></mc:AlternateContent>`,
  ),
  'ppt/slides/_rels/slide2.xml.rels': rels(
    ['slideLayout', '../slideLayouts/slideLayout1.xml'],
    ['chart', '../charts/chart1.xml'],
    ['notesSlide', '../notesSlides/notesSlide1.xml'],
    ['comments', '../comments/comment1.xml'],
    ['comments', '../comments/modern.xml'],
  ),
  'ppt/slideLayouts/slideLayout1.xml': `<p:sldLayout ${NAMES}>${shape('Click to edit the title', '<p:ph type="title"/>')}${shape('Brandt LLP')}</p:sldLayout>`,
  'ppt/slideLayouts/_rels/slideLayout1.xml.rels': rels(['slideMaster', '../slideMasters/slideMaster1.xml']),
  'ppt/slideMasters/slideMaster1.xml': `<p:sldMaster ${NAMES}>${shape('Click to edit', '<p:ph/>')}${shape('Privileged')}</p:sldMaster>`,
  'ppt/charts/chart1.xml':
    '<c:chartSpace xmlns:c="c"><c:ser><c:tx><c:v>Hours</c:v></c:tx><c:cat><c:strCache><c:pt idx="0"><c:v>May</c:v></c:pt><c:pt idx="1"><c:v>June</c:v></c:pt></c:strCache></c:cat><c:val><c:numCache><c:pt idx="0"><c:v>7</c:v></c:pt><c:pt idx="1"><c:v>9</c:v></c:pt></c:numCache></c:val></c:ser></c:chartSpace>',
  'ppt/notesSlides/notesSlide1.xml': `<p:notes ${NAMES}>${shape('Say it slowly')}</p:notes>`,
  'ppt/comments/comment1.xml': `<p:cmLst ${NAMES}><p:cm authorId="0" dt="2025-03-04T10:00:00"><p:text>Too high?</p:text></p:cm></p:cmLst>`,
  'ppt/comments/modern.xml': `<p:cmLst ${NAMES}><p:cm authorId="{2}" created="2025-03-05T10:00:00"><p:replyLst><p:reply authorId="{2}" created="2025-03-06T10:00:00"><p:txBody>${p('Done.')}</p:txBody></p:reply></p:replyLst><p:txBody>${p('Add June.')}</p:txBody></p:cm></p:cmLst>`,
};

it('reads slides with all that they show and say, in order', async () => {
  const location = await put(folder, 'talk.pptx', zipOf(PARTS));
  const { result } = await extract(stageInput(location, 'pptx', 1000));
  expect(result.pages.map(({ start, end }) => result.text.slice(start, end))).toEqual([
    [
      'Fees\n\t2024\nBilled\t$5,200\nKelly v. Moor\nOnce',
      '[Chart]\n\tMay\tJune\nHours\t7\t9',
      'Brandt LLP\nPrivileged',
      'Say it slowly',
      '[Comment by Ida Moor, 2025-03-04] Too high?\n[Comment by Rufus Kelly, 2025-03-05] Add June.\n[Comment by Rufus Kelly, 2025-03-06] Done.',
    ].join('\n\n'),
    '[Hidden slide]\nSettlement',
    '',
  ]);
  expect(result.warnings).toContainEqual({
    code: 'part_not_read',
    detail: 'A slide is missing from the file',
    pages: [3],
  });
});
