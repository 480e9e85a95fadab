/** The search language: what it reads, what it refuses and where, and that a tree survives being written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_TYPES } from '../../../src/shared/file-types.ts';
import {
  type Place,
  type Query,
  SearchSyntaxError,
  WORD_FIELDS,
  type WordField,
} from '../../../src/shared/search-ast.ts';
import { parseSearch } from '../../../src/shared/search-parser.ts';
import { fieldText, printSearch, withFilter } from '../../../src/shared/search-print.ts';

const read = (search: string): Query => parseSearch(search).query;
const printed = (search: string): string => printSearch(read(search));

function problemOf(search: string) {
  try {
    parseSearch(search);
  } catch (error) {
    if (error instanceof SearchSyntaxError) return error.problem;
    throw error;
  }
  throw new Error(`“${search}” was read`);
}

describe('the search language', () => {
  it.each([
    ['fraud', 'fraud'],
    ['fraud notice', 'fraud AND notice'],
    ['fraud and NOT notice Or breach', 'fraud AND NOT notice OR breach'],
    ['fraud (notice OR breach)', 'fraud AND (notice OR breach)'],
    ['fraud NOT (notice breach)', 'fraud AND NOT (notice AND breach)'],
    ['frau*', 'frau*'],
    ['"breach of contr*"', '"breach of contr*"'],
    ['“duty of care”', '"duty of care"'],
    ['a w/5 b W/3 c', 'a w/5 b w/3 c'],
    ['a w/5 (b pre/3 c)', 'a w/5 (b pre/3 c)'],
    ['NOT a w/5 b', 'NOT a w/5 b'],
    ['(a OR b) pre/2 "c d"', '(a OR b) pre/2 "c d"'],
    ['subject:(a w/3 b)', 'subject:(a w/3 b)'],
    ['from:"Dana Reyes" to:lindqvist', 'from:"Dana Reyes" AND to:lindqvist'],
    ['from:(reyes OR lind*)', 'from:reyes OR from:lind*'],
    ['type:(pdf OR docx)', 'type:pdf OR type:docx'],
    ['date:2023..2024', 'date:2023-01-01..2024-12-31'],
    ['date:2024-02', 'date:2024-02-01..2024-02-29'],
    ['date:>2023-12-31', 'date:2024-01-01..'],
    ['date:>=2023-05', 'date:2023-05-01..'],
    ['date:<2024', 'date:..2023-12-31'],
    ['date:..2023-05-07', 'date:..2023-05-07'],
    ['lang:EN has:warning is:Duplicate', 'lang:eng AND has:warning AND is:duplicate'],
    ['$18,450.00', '"$18,450.00"'],
    ["don't", "don't"],
    ['10:30', '"10:30"'],
    ['https://example.com', '"https://example.com"'],
  ])('reads %s', (search, meaning) => {
    expect(printed(search)).toBe(meaning);
  });

  it('tells which signs it leaves out, and never leaves out a word', () => {
    expect(parseSearch('28 U.S.C. § 1332 & Wesson')).toEqual({
      query: read('28 U.S.C. 1332 Wesson'),
      ignored: ['§', '&'],
    });
  });

  it.each([
    ['fraud "breach of', 6, 16, 'The quotation mark at 7 is never closed.'],
    ['a AND (b OR c', 6, 7, 'The parenthesis at 7 is never closed.'],
    ['a) b', 1, 2, 'The parenthesis at 2 closes nothing.'],
    [')', 0, 1, 'The parenthesis at 1 closes nothing.'],
    ['a ()', 2, 4, 'nothing between'],
    ['a AND', 2, 5, 'ends where a word should follow'],
    ['OR b', 0, 2, 'A word is missing before OR.'],
    ['a w/5 OR b', 6, 8, 'A word is missing before OR.'],
    ['w/5 b', 0, 3, 'A word is missing before w/5.'],
    ['a w/ b', 2, 4, 'a number of words'],
    ['w/o counsel', 0, 3, 'put it in quotation marks'],
    ['a w/0 b', 2, 5, 'a number of words'],
    ['a /5 b', 2, 4, 'Write w/5'],
    ['a NOT w/5 b', 6, 9, 'NOT w/N'],
    ['(a AND b) w/5 c', 0, 9, 'Only words'],
    ['a w/5 NOT b', 6, 9, 'A word is missing before'],
    ['from:a w/5 b', 7, 10, 'same field'],
    ['te*t', 2, 3, 'can only end a word'],
    ['*ing', 0, 1, 'can only end a word'],
    ['a * b', 2, 3, 'must follow the beginning'],
    ['"te*t b"', 2, 4, 'can only end the last word'],
    ['wom?n', 3, 4, '?'],
    ['fraud!', 5, 6, 'Write fraud*'],
    ['-fraud', 0, 6, 'Write NOT fraud'],
    ['a && b', 2, 4, 'Write AND'],
    ['form:reyes', 0, 5, 'There is no field “form”'],
    ['from: reyes', 0, 5, 'directly after from:'],
    ['from:', 0, 5, 'directly after from:'],
    ['subject:(from:a)', 9, 14, 'cannot stand inside'],
    ['type:pfd', 5, 8, 'There is no type'],
    ['date:2023-02-30', 5, 15, 'not a date'],
    ['date:2024..2023', 5, 15, 'ends before it begins'],
    ['has:everything', 4, 14, 'does not know has:'],
    ['is:nice', 3, 7, 'does not know is:'],
    ['similar:"two words"', 8, 19, 'not the id of a document'],
    ['lang:english', 5, 12, 'not a language code'],
    ['§', 0, 1, 'letters and figures only'],
    ['  ', 0, 2, 'Type a word'],
    ['"§"', 0, 3, 'no letter or figure'],
    ['('.repeat(60), 40, 41, 'deep at most'],
    ['a '.repeat(201), 400, 401, 'words at most'],
    ['a'.repeat(2001), 2000, 2001, 'characters at most'],
  ])('refuses %s at its place', (search, at, end, sentence) => {
    const problem = problemOf(search);
    expect(problem.message).toContain(sentence);
    expect([problem.at, problem.end]).toEqual([at, end]);
    expect(problem.message).toMatch(/[.]$/);
  });

  it('reads any text, or says at which place it cannot', () => {
    const piece = fc.constantFrom(
      ...[
        'AND',
        'or',
        'NOT',
        '(',
        ')',
        '"',
        '”',
        '*',
        'w/3',
        'pre/2',
        'w/',
        'from:',
        'date:',
        'type:pdf',
        '§',
        '?',
        '-',
      ],
      ...['fraud', "d'Or", '$5', ' ', ':', '\u0000', '\ud800', 'é', '\u0301', 'W/5', 'is:', '..', '2023'],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => all.join('')),
        ),
        (search) => {
          try {
            parseSearch(search);
          } catch (error) {
            if (!(error instanceof SearchSyntaxError)) throw error;
            const { at, end, message } = error.problem;
            expect(0 <= at && at <= end && end <= search.length, `${at}-${end} of ${search.length}`).toBe(
              true,
            );
            expect(message).toMatch(/[.]$/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

const text = fc
  .array(
    fc.constantFrom('fraud', 'AND', "don't", '$5,000', 'é', '§', '10:30', 'a/b', 'Not', 'w/5', 'x.', '-y'),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((words) => words.join(' '))
  .filter((one) => /[\p{L}\p{N}]/u.test(one));
const wordsIn = (field: WordField | null): fc.Arbitrary<Query & { kind: 'words' }> =>
  fc
    .record({ kind: fc.constant('words' as const), field: fc.constant(field), text, prefix: fc.boolean() })
    .filter((one) => !one.prefix || /[\p{L}\p{N}]$/u.test(one.text));
const placeIn = (field: WordField | null): fc.Arbitrary<Place> =>
  fc.letrec<{ place: Place; near: Place; or: Place }>((tie) => ({
    place: fc.oneof({ maxDepth: 3 }, wordsIn(field), tie('near'), tie('or')),
    near: fc.record({
      kind: fc.constant('near' as const),
      left: tie('place'),
      right: tie('place'),
      within: fc.integer({ min: 1, max: 1000 }),
      ordered: fc.boolean(),
    }),
    or: fc.record({
      kind: fc.constant('or' as const),
      parts: fc.array(tie('place'), { minLength: 2, maxLength: 3 }),
    }),
  })).place;
const field = fc.constantFrom(null, ...WORD_FIELDS);
const day = fc.constantFrom(null, 20230101, 20240229);
const query: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4 },
    field.chain(wordsIn),
    field.chain(placeIn),
    fc.record({ kind: fc.constant('type' as const), value: fc.constantFrom(...FILE_TYPES) }),
    fc
      .record({ kind: fc.constant('date' as const), from: day, to: day })
      .filter(({ from, to }) => (from ?? to) !== null && (from ?? 0) <= (to ?? 99_999_999)),
    fc.record({ kind: fc.constant('not' as const), part: tie('query') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('query'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).query;

describe('printSearch', () => {
  it('writes a tree so that reading it gives the same tree', () => {
    fc.assert(
      fc.property(query, (tree) => {
        const search = printSearch(tree);
        fc.pre(search.length <= 2000);
        expect(read(search), search).toEqual(tree);
      }),
      { numRuns: 1000 },
    );
  });

  it('adds a field to a search without changing what the search means', () => {
    expect(printed(withFilter('a OR b', fieldText('custodian', 'Dana Reyes')))).toBe(
      '(a OR b) AND custodian:"Dana Reyes"',
    );
    expect(printed(withFilter('a b', fieldText('entity', 'Smith “Bo*” Jones')))).toBe(
      'a AND b AND entity:"Smith  Bo   Jones"'.replaceAll(/ +(?=\w)/g, ' '),
    );
    expect(withFilter(' ', 'type:pdf')).toBe('type:pdf');
  });
});
