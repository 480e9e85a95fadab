/** The addresses and sentences of the list of what needs a person. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isNarrowed,
  itemPath,
  listOf,
  NO_FILTER,
  needsPath,
} from '../../../src/renderer/pages/needs-you/address.ts';
import { narrowedTo, retryResult } from '../../../src/renderer/text/needs.ts';
import {
  ACTORS,
  ATTENTION_CODES,
  ATTENTION_STATES,
  type AttentionFilter,
  attentionFilterSchema,
} from '../../../src/shared/attention.ts';
import { EXCEPTION_CODES, EXCEPTIONS } from '../../../src/shared/exceptions.ts';

const filters: fc.Arbitrary<AttentionFilter> = fc.record({
  state: fc.constantFrom(...ATTENTION_STATES),
  actor: fc.option(fc.constantFrom(...ACTORS)),
  code: fc.option(fc.constantFrom(...ATTENTION_CODES)),
  intake: fc.option(fc.boolean()),
  batchId: fc.option(fc.string({ minLength: 1, maxLength: 100 })),
  matter: fc.option(fc.string({ maxLength: 200 })),
  assignee: fc.option(fc.string({ maxLength: 100 })),
  search: fc.string({ maxLength: 200 }),
});
const searchOf = (path: string): string => path.slice(path.indexOf('?') + 1);

describe('addresses', () => {
  it('state any filter, so that a copied address shows the same list', () => {
    fc.assert(
      fc.property(filters, fc.nat(100_000), (filter, at) => {
        const path = itemPath({ documentId: 'b-d1', code: 'corrupt' }, filter, at);
        expect(listOf(searchOf(path))).toEqual({ filter, at, code: 'corrupt' });
        expect(attentionFilterSchema.parse(filter)).toEqual(filter);
        expect(isNarrowed(filter)).toBe(
          JSON.stringify({ ...filter, state: 'open' }) !== JSON.stringify(NO_FILTER),
        );
      }),
    );
    expect(needsPath({})).toBe('/needs-you');
    expect(listOf('status=exception&at=3')).toBeNull();
  });

  it('read what they do not know as if it were absent', () => {
    expect(listOf('from=needs-you&who=nobody&cause=gone&show=all&at=-1')).toEqual({
      ...{ filter: NO_FILTER, at: 0, code: '' },
    });
  });
});

it('lists every code that somebody must act on, by who must act', () => {
  const actors = ATTENTION_CODES.map((code) => ACTORS.indexOf(EXCEPTIONS[code].actor));
  expect(actors).toEqual(actors.toSorted((a, b) => a - b));
  expect(EXCEPTION_CODES.filter((code) => !ATTENTION_CODES.includes(code))).toEqual(['text_layer_replaced']);
});

describe('sentences', () => {
  it('say what the list is narrowed to', () => {
    expect(narrowedTo(NO_FILTER)).toBe('Everything');
    expect(narrowedTo({ ...NO_FILTER, actor: 'custodian' })).toBe('Custodian');
    expect(narrowedTo({ ...NO_FILTER, code: 'encrypted', intake: true })).toBe('Encrypted, found at intake');
  });

  it('name what could not be retried, and why', () => {
    expect(retryResult({ asked: 2, retried: 2, problems: [] }, true)).toMatchObject({
      title: 'Trying the passwords on 2 documents',
      isWarning: false,
    });
    const lost = retryResult({ asked: 3, retried: 2, problems: [] }, false);
    expect(lost).toMatchObject({ title: 'Retrying 2 documents', isWarning: true });
    expect(lost.message).toContain('1 document could not be retried');
    const problems = [{ batchName: 'Box 1', message: 'It is gone.' }];
    expect(retryResult({ asked: 1, retried: 0, problems }, false)).toEqual({
      ...{ title: 'Nothing was retried', message: 'Box 1: It is gone.', isWarning: true },
    });
  });
});
