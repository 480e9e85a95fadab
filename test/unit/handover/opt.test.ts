import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawDocument } from '../../../src/core/handover/images/draw-document.ts';
import { optRow } from '../../../src/core/handover/images/opt.ts';
import type { Drawn, PageDrawer, SheetFile } from '../../../src/core/handover/images/types.ts';
import { numbersFor, planNumbering } from '../../../src/core/handover/load-file/numbering.ts';
import { parseProfile } from '../../../src/core/handover/load-file/profile.ts';
import type { SelectedDocument } from '../../../src/core/handover/selection.ts';
import { parseOpt } from '../../support/read-load-file.ts';

const selected = (pages: number | null, index: number): SelectedDocument => ({
  ...{ id: `d${index}`, parent: -1, family: { first: index, last: index }, children: 0, sha256: 'a' },
  ...{ bytes: 1, characters: 1, type: 'pdf', pages },
});
const counts = fc.array(fc.option(fc.integer({ min: 0, max: 40 })), { minLength: 1, maxLength: 30 });
const profiles = fc
  .record({
    by: fc.constantFrom('document', 'page'),
    prefix: fc.stringMatching(/^[A-Za-z0-9_-]{0,30}$/),
    padding: fc.integer({ min: 5, max: 12 }),
    start: fc.integer({ min: 0, max: 90_000 }),
  })
  .map((numbering) => parseProfile(JSON.stringify({ numbering, images: {} }), 'p'));

describe('an OPT file', () => {
  it('comes back from a reader that shares no code, with one key for each page, whatever the numbering', () => {
    fc.assert(
      fc.property(counts, profiles, (all, profile) => {
        const documents = all.map(selected);
        const numbers = numbersFor(documents, profile);
        const pagesOf = (i: number): number => all[i] || 1;
        const text = documents
          .flatMap((_document, i) =>
            Array.from({ length: pagesOf(i) }, (_v, page) => {
              const key = numbers.image(i, page + 1);
              const path = ['VOL001', 'IMAGES', `${key}.tif`].join('\\');
              return optRow({ key, volume: 'VOL001', path, pages: page === 0 ? pagesOf(i) : null });
            }),
          )
          .join('');
        const read = parseOpt(text, (path) => Buffer.from(path));
        expect(read.map(({ pages, images }) => [pages, images.length])).toEqual(
          all.map((_pages, i) => [pagesOf(i), pagesOf(i)]),
        );
        for (const [i, { key, images }] of read.entries()) {
          expect(key).toBe(numbers.begin(i));
          if (profile.numbering.by === 'page') expect(images.at(-1)?.key).toBe(numbers.end(i));
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(['a,b', 'a\r\nb'])('refuses the value %j, which it cannot hold', (key) => {
    expect(() => optRow({ key, volume: 'VOL001', path: 'p', pages: 1 })).toThrow('cannot hold the value');
  });
});

describe('numbers by page', () => {
  it('are refused when they have more digits than the profile gives them', () => {
    const profile = parseProfile('{"images":{},"numbering":{"by":"page","padding":2}}', 'p');
    expect(() => planNumbering([selected(60, 0), selected(60, 1)], profile)).toThrow(/go up to 120/);
    expect(planNumbering([selected(60, 0), selected(39, 1)], profile)).toMatchObject({ last: 'RW99' });
  });

  it('need page images', () => {
    expect(() => parseProfile('{"numbering":{"by":"page"}}', 'p.json')).toThrow(
      'The profile p.json cannot be used. Numbers by page need page images.',
    );
  });

  it.each(['{"images":{"dpi":50}}', '{"images":{"format":"gif"}}', '{"images":true}', '{"images":{"x":1}}'])(
    'are refused in the profile %s',
    (text) => {
      expect(() => parseProfile(text, 'p.json')).toThrow('The profile p.json cannot be used.');
    },
  );
});

const sheet = (data: string): SheetFile => ({ format: 'tiff', width: 1, height: 1, dpi: 1, data });

/** Draws a document of `pages` pages, some of which cannot be drawn, and some of which kill the process. */
async function drawAll(pages: number, deadly: ReadonlySet<number>, atOnce: number, counted = pages) {
  const asked: string[] = [];
  const notes: string[] = [];
  const drawer: PageDrawer = {
    async pages(_document, { first, last }): Promise<Drawn> {
      asked.push(`${first}-${last}`);
      const wanted = Array.from({ length: last - first + 1 }, (_v, i) => first + i).slice(0, atOnce);
      if (wanted.some((page) => deadly.has(page))) return { problem: 'The parser was lost', lost: true };
      if (first > pages) return { problem: `There is no page ${first}`, lost: false };
      return {
        pages,
        drawn: wanted.filter((page) => page <= pages).map((page) => ({ page, sheet: sheet(`p${page}`) })),
      };
    },
    slip: async (lines) => sheet(lines.join('|')),
  };
  const document = { id: 'd', batchId: 'b', path: 'p', type: 'pdf', sha256: 'a', bytes: 1 };
  const drawn: string[] = [];
  for await (const { data } of drawDocument({
    ...{ drawer, document, pages: counted, signal: new AbortController().signal },
    options: { dpi: 100, bilevel: 'tiff', color: true },
    slipLines: (page) => [`slip ${page}`],
    onLeftOut: async (reason, detail) => void notes.push(`${reason} ${detail}`),
  }))
    drawn.push(data);
  return { drawn, notes, asked };
}

describe('the pages of a document', () => {
  it('are one sheet for each number, in order, with a slip sheet exactly where a page killed the process', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 6 }),
        async (pages, counted, deadly, atOnce) => {
          const { drawn, notes } = await drawAll(pages, new Set(deadly), atOnce, counted);
          const expected = Array.from({ length: counted }, (_v, i) =>
            deadly.includes(i + 1) || i + 1 > pages ? `slip ${i + 1}` : `p${i + 1}`,
          );
          expect(drawn).toEqual(expected);
          const slips = expected.filter((data) => data.startsWith('slip'));
          expect(notes.filter((note) => note.startsWith('page_not_drawn'))).toHaveLength(slips.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are not asked for again after an error of the whole document', async () => {
    const { asked, notes } = await drawAll(1, new Set(), 8, 50);
    expect(asked).toEqual(['1-50', '2-50']);
    expect(notes).toHaveLength(49);
  });
});
