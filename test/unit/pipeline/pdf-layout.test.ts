import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../../src/core/pipeline/extract/pdf/layout.ts';
import type { Box, Painted } from '../../../src/core/pipeline/extract/pdf/page-items.ts';
import { pageKind } from '../../../src/core/pipeline/extract/pdf/page-kind.ts';
import { shownBox } from '../../../src/core/pipeline/extract/pdf/page-part.ts';
import { illustratedPages } from '../../../src/core/pipeline/extract/pdf/picture-pages.ts';
import { placePicture } from '../../../src/core/pipeline/extract/pdf/place.ts';
import { withStamp } from '../../../src/core/pipeline/extract/pdf/stamp.ts';

const LETTER_SIZE = { width: 8.5, height: 11 };
const box = (left: number, bottom: number, right: number, top: number): Box => ({ left, bottom, right, top });
const picture = (at: Box, key = 'a'): Painted => ({ kind: 'picture', box: at, key });
const line = (y: number, invisible = false): Painted => ({
  kind: 'text',
  box: box(0.1, y, 0.9, y + 0.02),
  invisible,
});
const body = (from: number, count: number, invisible = false): Painted[] =>
  Array.from({ length: count }, (_, i) => line(from - i * 0.03, invisible));
const path: Painted = { kind: 'path', box: box(0.4, 0.4, 0.5, 0.5) };
const TEXT =
  'The tenant shall pay the rent on the first day of each month and keep the premises in repair. '.repeat(8);
const STAMP = TEXT.slice(0, 100);

const kindOf = (text: string, items: readonly Painted[]) =>
  pageKind({ text, lost: 0, suspect: [], painted: false }, LETTER_SIZE, () => layoutOf(items));

describe('the kind of a page', () => {
  const whole = picture(box(0, 0, 1, 1));
  const strips = Array.from({ length: 20 }, (_, i) => picture(box(0, i / 20, 1, (i + 1) / 20), `strip ${i}`));
  const kinds: [string, string, Painted[], string][] = [
    ['nothing', '', [], 'none'],
    ['a scan', '', [whole], 'scan'],
    ['letters drawn as outlines', '', Array(30).fill(path), 'scan'],
    ['text', TEXT, body(0.9, 20), 'text'],
    ['a scan under a stamp', STAMP, [whole, line(0.97)], 'scan'],
    ['a scan in strips under a stamp', STAMP, [...strips, line(0.97)], 'scan'],
    ['outlines under a stamp', STAMP, [...Array(300).fill(path), line(0.97)], 'scan'],
    ['a short page in a ruled frame', STAMP, [...Array(8).fill(path), line(0.97)], 'text'],
    ['a scan with an earlier OCR', TEXT, [whole, ...body(0.9, 20, true)], 'text'],
    ['text behind the scan of it', TEXT, [...body(0.9, 20), whole], 'text'],
    ['a scan of which only the head was read before', STAMP, [whole, line(0.97, true)], 'scan'],
    ['text typed on a scan', TEXT, [whole, ...body(0.8, 20)], 'pictures'],
    ['text with a screenshot', TEXT, [...body(0.9, 10), picture(box(0.1, 0.1, 0.6, 0.4))], 'pictures'],
    ['text with a logo', TEXT, [...body(0.9, 10), picture(box(0.1, 0.9, 0.25, 0.93))], 'text'],
    ['letters without meaning', '\uE001\uE002\uE003\uE004', body(0.9, 20), 'scan'],
  ];
  it.each(kinds)('is told from where text and pictures are: %s', (_name, text, items, kind) => {
    expect(kindOf(text, items).kind).toBe(kind);
  });

  it('has the pictures that touch as one', () => {
    const found = kindOf(TEXT, [
      ...body(0.9, 10),
      picture(box(0.1, 0.2, 0.5, 0.3), 'a'),
      picture(box(0.1, 0.1, 0.5, 0.2), 'b'),
    ]);
    expect(found).toMatchObject({ kind: 'pictures', pictures: [{ box: box(0.1, 0.1, 0.5, 0.3) }] });
  });

  it('is found for any items', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const boxes = fc
      .tuple(share, share, share, share)
      .map(([a, b, c, d]) => box(Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)));
    const items = fc.array(
      fc.oneof(
        boxes.map((at) => picture(at)),
        fc
          .tuple(boxes, fc.boolean())
          .map(([at, invisible]): Painted => ({ kind: 'text', box: at, invisible })),
        boxes.map((at): Painted => ({ kind: 'path', box: at })),
      ),
    );
    fc.assert(
      fc.property(items, fc.string(), (painted, text) => {
        const layout = layoutOf(painted);
        expect(layout.covered).toBeGreaterThanOrEqual(0);
        expect(layout.covered).toBeLessThanOrEqual(1);
        expect(kindOf(text, painted).kind).toMatch(/^(?:text|none|scan|doubtful|pictures)$/);
      }),
    );
  });
});

it('finds a part of a page that is shown turned', () => {
  const part = box(0.1, 0.6, 0.4, 0.9);
  const corners = [0, 1, 2, 3].map((turns) => {
    const { x, y } = shownBox(part, turns);
    return [x, y].map((share) => Math.round(share * 10) / 10);
  });
  // The part is at the top left of the page; each turn is a quarter, clockwise.
  expect(corners).toEqual([
    [0.1, 0.1],
    [0.6, 0.1],
    [0.6, 0.6],
    [0.1, 0.6],
  ]);
});

describe('the words of a picture', () => {
  const text = 'First line\nSecond line of text\nThird line\nFirst line\nFourth line';
  it.each([
    ['after the line above', { above: ['Second  line'], below: [] }, 2],
    ['before the line below', { above: [], below: ['Third line'] }, 2],
    ['at the place where both fit', { above: ['First line'], below: ['Fourth line'] }, 4],
    ['at the end without either', { above: ['Elsewhere'], below: [] }, 5],
  ])('stand %s', (_name, near, after) => {
    const lines = placePicture(text, 'PICTURE', near).split('\n');
    expect(lines[after + 1]).toBe('PICTURE');
    expect(lines.filter((entry) => entry !== '' && entry !== 'PICTURE').join('\n')).toBe(text);
  });
});

describe('a stamp on a scan', () => {
  it('replaces the line that OCR misread from it', () => {
    const stamp = 'Case 3:15-cv-00411-JD Document 131-7 Filed 09/22/16 Page 14 of 52';
    const misread = 'Case 3:15-cv-0041l-JD Docurnent 131-7 Filed 09/22/16 Page 14 of 52';
    expect(withStamp(`${misread}\nTo whom it may concern`, stamp)).toBe(`${stamp}\nTo whom it may concern`);
  });

  it('does not replace a line that says something else', () => {
    const read = 'Case closed on the motion of the plaintiff\nPage 14';
    expect(withStamp(read, 'HP000123')).toBe(`${read}\n\nHP000123`);
  });
});

it('finds the pages with pictures in the table of pdfimages', () => {
  const table = `page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio
--------------------------------------------------------------------------------------------
   3     0 image    2550  3300  gray    1   8  jpeg   no         9  0   300   300  108K 1.3%
   4     1 image     120    60  rgb     3   8  image  no        12  0   150   150  1024B 4.0%
   5     2 stencil  1700  2200  -       1   1  ccitt  no   [inline]     200   200 20.5K 4.5%
${Array.from({ length: 9 }, (_, i) => `  ${i + 6}     3 image     600   300  rgb     3   8  image  no        20  0   150   150  24K 4.0%`).join('\n')}`;
  expect([...illustratedPages(table)]).toEqual([3, 5, 6, 7]);
});
