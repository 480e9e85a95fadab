import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowAfter } from '../../../src/renderer/components/use-roving-rows.ts';
import { cutPoint } from '../../../src/renderer/lib/cut-point.ts';
import {
  documentsKey,
  filterOfParams,
  isNarrowed,
  NO_FILTER,
  paramsOfFilter,
} from '../../../src/renderer/pages/batch/filter.ts';
import { stepOf } from '../../../src/renderer/pages/document/neighbor-buttons.tsx';
import { createListCache } from '../../../src/renderer/stores/list-cache.ts';
import { filterSentence } from '../../../src/renderer/text/filter.ts';
import { DOCUMENT_SORTS } from '../../../src/shared/document-list.ts';
import { DOCUMENT_STATUSES } from '../../../src/shared/documents.ts';
import { EXCEPTION_CODES } from '../../../src/shared/exceptions.ts';
import { FILE_TYPES } from '../../../src/shared/file-types.ts';
import { ENTITY_KINDS } from '../../../src/shared/mentions.ts';
import { STAGES } from '../../../src/shared/stages.ts';

const anyFilter = fc.record({
  status: fc.constantFrom(null, ...DOCUMENT_STATUSES),
  type: fc.constantFrom(null, ...FILE_TYPES),
  code: fc.constantFrom(null, ...EXCEPTION_CODES),
  stage: fc.constantFrom(null, ...STAGES),
  warned: fc.boolean(),
  entity: fc.option(
    fc.record({
      kind: fc.constantFrom(...ENTITY_KINDS),
      name: fc.string({ minLength: 1, unit: 'grapheme' }),
    }),
  ),
  tag: fc.option(fc.string({ minLength: 1, maxLength: 30 }).map((text) => `x${text}`.trim())),
  related: fc.option(fc.constantFrom('similar', 'thread', 'inclusive', 'similar:d-1', 'thread:b-1-d00002')),
  sort: fc.option(
    fc
      .record({ by: fc.constantFrom(...DOCUMENT_SORTS), descending: fc.boolean() })
      // The order by path is the one that a list has without being asked.
      .filter(({ by, descending }) => by !== 'path' || descending),
  ),
  all: fc.boolean(),
  search: fc.string({ maxLength: 60, unit: 'grapheme' }).filter((text) => text.length <= 200),
});

describe('the filter of a document list in an address', () => {
  it('comes back as it was written', () => {
    expect(isNarrowed(filterOfParams(new URLSearchParams('at=7&tab=details')))).toBe(false);
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const written = new URLSearchParams(paramsOfFilter(filter).toString());
        expect(filterOfParams(written)).toEqual(filter);
      }),
    );
  });

  it('ignores what it does not know', () => {
    const params = new URLSearchParams('status=nope&type=&cause=42&stage=x&name=nobody&warned=yes');
    expect(filterOfParams(params)).toEqual(NO_FILTER);
  });

  it('gives each list a name of its own', () => {
    fc.assert(
      fc.property(anyFilter, anyFilter, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(documentsKey('b', one) === documentsKey('b', other)).toBe(same);
      }),
    );
  });

  it('says what it limits', () => {
    expect(filterSentence({ ...NO_FILTER, status: 'exception', code: 'corrupt', stage: 'ocr' })).toBe(
      'Only documents with the status Exception, with the cause “Corrupt”, at the stage “Reading text”',
    );
    expect(filterSentence({ ...NO_FILTER, warned: true })).toBe('Only documents with a warning');
  });
});

describe('a name that is cut in the middle', () => {
  it('keeps its number and extension, is cut between words, and never divides a character', () => {
    const name = 'Deposition of R. Okafor, Exhibit 0107.pdf';
    expect(name.slice(cutPoint(name, 12))).toBe('0107.pdf');
    expect('Okafor_Exhibit_0107.pdf'.slice(cutPoint('Okafor_Exhibit_0107.pdf', 12))).toBe('bit_0107.pdf');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const at = cutPoint(text, 12);
        const whole = [...new Intl.Segmenter('en-US', { granularity: 'grapheme' }).segment(text)];
        expect([text.length, ...whole.map(({ index }) => index)]).toContain(at);
      }),
    );
  });

  it('stays whole when it is short or written from right to left', () => {
    expect(cutPoint('Invoice 12.pdf', 12)).toBe(14);
    const contract = `${'חוזה '.repeat(5)}.pdf`;
    expect(cutPoint(contract, 12)).toBe(contract.length);
  });
});

describe('keys', () => {
  it('move between the rows of a table and stop at its ends', () => {
    expect(
      ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'x'].map((key) =>
        rowAfter(key, 5, 20, 8),
      ),
    ).toEqual([6, 4, 13, 0, 0, 19, null]);
    expect(rowAfter('ArrowDown', 19, 20, 8)).toBe(19);
    expect(rowAfter('ArrowUp', 0, 20, 8)).toBe(0);
  });

  it('lead to the next and the previous document and to the list', () => {
    const step = (key: string, altKey = false) => stepOf({ key, altKey });
    expect([step(']'), step('j'), step('ArrowDown', true)]).toEqual(['next', 'next', 'next']);
    expect([step('['), step('k'), step('ArrowUp', true)]).toEqual(['previous', 'previous', 'previous']);
    expect([step('u'), step('x'), step('j', true), step('ArrowDown')]).toEqual(['back', null, null, null]);
  });
});

describe('the remembered lists', () => {
  it('are the last ones, each with its rows', () => {
    const lists = createListCache();
    for (let index = 0; index < 9; index += 1)
      lists.set(`list ${index}`, { pages: [{ cursor: null, items: [index], next: null }], total: 1 });
    expect(lists.get('list 2')).toBeUndefined();
    expect(lists.get<number>('list 8')?.pages[0]?.items).toEqual([8]);
  });
});
