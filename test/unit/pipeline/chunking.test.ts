import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentenceSpans } from '../../../src/core/pipeline/entities/sentences.ts';
import { assemble } from '../../../src/core/pipeline/extract/assemble.ts';
import { CHUNK_CHARACTERS, chunkText } from '../../../src/core/pipeline/stages/chunking.ts';
import { finalize, LOW_TEXT_PER_PAGE } from '../../../src/core/pipeline/stages/finalization.ts';
import { readPassages } from '../../corpus/entities/passages.ts';

const passages = readPassages('passages').map((p) => p.text);
const limits = { maxCharacters: 1_000_000 };
const prose = fc
  .array(
    fc.oneof(
      fc.constantFrom(...passages),
      fc.string({ unit: 'binary', maxLength: 3000 }),
      fc.constant('x'.repeat(5000)),
    ),
    {
      maxLength: 20,
    },
  )
  .chain((parts) => fc.constantFrom(' ', '\n', '\n\n').map((joint) => parts.join(joint)));
const paged = fc.array(prose, { maxLength: 5 }).map((texts) =>
  assemble(
    {
      body: texts.map((text, i) => ({ page: i + 1, text, source: 'text' as const, confidence: null })),
      metadata: {},
      warnings: [],
      engine: '',
    },
    limits,
  ),
);

describe('chunks', () => {
  it('add up to the text, whatever it is', () => {
    fc.assert(
      fc.property(prose, (text) => {
        const { chunks } = chunkText({ text, pages: [], metadata: {}, warnings: [] });
        expect(chunks.map((c) => text.slice(c.start, c.end)).join('')).toBe(text);
        expect(chunks.every((c) => c.end > c.start && c.end - c.start <= CHUNK_CHARACTERS)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('belong to one page each', () => {
    fc.assert(
      fc.property(paged, (ocr) => {
        const { chunks } = chunkText(ocr);
        expect(chunks.map((c) => ocr.text.slice(c.start, c.end)).join('')).toBe(ocr.text);
        for (const chunk of chunks) {
          const page = ocr.pages.find((p) => p.page === chunk.page);
          expect(page && chunk.start >= page.start && chunk.start < page.end).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never consist of the break between two pages', () => {
    const text = `${'x'.repeat(2 * CHUNK_CHARACTERS)}\n\nThe second page.`;
    const first = { page: 1, start: 0, end: 2 * CHUNK_CHARACTERS };
    const second = { page: 2, start: first.end + 2, end: text.length };
    const pages = [first, second].map((p) => ({ ...p, source: 'text' as const, confidence: null }));
    const { chunks } = chunkText({ text, pages, metadata: {}, warnings: [] });
    expect(chunks.map((c) => c.page)).toEqual([1, 1, 1, 2]);
    expect(chunks.map((c) => text.slice(c.start, c.end)).join('')).toBe(text);
    expect(chunks.filter((c) => text.slice(c.start, c.end).trim() === '')).toEqual([]);
  });

  it('end at the end of a paragraph or sentence', () => {
    const text = `${'A sentence of some words. '.repeat(50)}\n\n${'Another one, v. short. '.repeat(60)}`;
    const { chunks } = chunkText({ text, pages: [], metadata: {}, warnings: [] });
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) expect(text.slice(chunk.start, chunk.end)).toMatch(/\.\s*$/);
  });

  it('are empty for an empty text', () => {
    expect(chunkText({ text: '', pages: [], metadata: {}, warnings: [] }).chunks).toEqual([]);
  });
});

describe('pages joined into a text', () => {
  it('have spans in order and within the limit', () => {
    fc.assert(
      fc.property(
        fc.array(prose, { maxLength: 5 }),
        fc.integer({ min: 1, max: 4000 }),
        (texts, maxCharacters) => {
          const body = texts.map((text, i) => ({
            page: i + 1,
            text,
            source: 'text' as const,
            confidence: null,
          }));
          const ocr = assemble({ body, metadata: {}, warnings: [], engine: '' }, { maxCharacters });
          expect(ocr.text.length).toBeLessThanOrEqual(maxCharacters);
          expect(ocr.text).not.toMatch(/\p{Cs}/u);
          let last = 0;
          for (const page of ocr.pages) {
            expect(page.start).toBeGreaterThanOrEqual(last);
            expect(page.end).toBeGreaterThanOrEqual(page.start);
            last = page.end;
          }
          expect(last).toBe(ocr.text.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('sentences', () => {
  const sentences = (text: string): string[] =>
    sentenceSpans(text).map((s) => text.slice(s.start, s.end).trim());

  it('cover the text without gaps', () => {
    fc.assert(
      fc.property(prose, (text) => {
        expect(
          sentenceSpans(text)
            .map((s) => text.slice(s.start, s.end))
            .join(''),
        ).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('do not end at abbreviations, initials and reporters', () => {
    expect(
      sentences('Mr. Smith of Acme Inc. and J. Doe cite 5 U.S. 137. It was held so. "Yes." He left.'),
    ).toEqual([
      'Mr. Smith of Acme Inc. and J. Doe cite 5 U.S. 137.',
      'It was held so.',
      '"Yes."',
      'He left.',
    ]);
  });
});

describe('finalization', () => {
  const ocr = (text: string, pages = 1, confidence: number | null = null) => ({
    text,
    pages: Array.from({ length: pages }, (_, i) => ({
      page: i + 1,
      start: 0,
      end: text.length,
      source: confidence === null ? ('text' as const) : ('ocr' as const),
      confidence,
    })),
    metadata: {},
    warnings: [{ code: 'partial_pages' as const, detail: 'one page', pages: [2] }],
  });

  it('keeps warnings and adds one for too little text', () => {
    const enough = finalize('pdf', { ocr: ocr('x'.repeat(LOW_TEXT_PER_PAGE)) });
    expect(enough.warnings.map((w) => w.code)).toEqual(['partial_pages']);
    const little = finalize('pdf', { ocr: ocr('x'.repeat(LOW_TEXT_PER_PAGE), 2) });
    expect(little.warnings.map((w) => w.code)).toEqual(['partial_pages', 'low_or_no_text']);
    const poor = finalize('tiff', { ocr: ocr('x'.repeat(100), 1, 30) });
    expect(poor.warnings.at(-1)).toMatchObject({
      code: 'low_confidence',
      detail: expect.stringContaining('mean confidence 30%'),
      pages: [1],
    });
    expect(poor).toMatchObject({ pages: 1, pagesOcr: 1, characters: 100 });
    expect(finalize('txt', { ocr: { ...ocr('a'), pages: [] } }).warnings.map((w) => w.code)).toEqual([
      'partial_pages',
    ]);
    expect(finalize('txt', { ocr: { ...ocr('!'), pages: [] } }).warnings.map((w) => w.code)).toEqual([
      'partial_pages',
      'low_or_no_text',
    ]);
    expect(finalize('zip', { ocr: { ...ocr('a'), pages: [] } }).warnings.map((w) => w.code)).toEqual([
      'partial_pages',
    ]);
  });
});
