/** Searches give exactly what a naive reading of the same documents gives, and no text makes one fail. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import type { searchEngine } from '../../../src/core/history/search/engine.ts';
import type { History } from '../../../src/core/history/types.ts';
import { searchAnswerSchema, searchInputSchema } from '../../../src/shared/search.ts';
import type { Place, Query, Words } from '../../../src/shared/search-ast.ts';
import { printSearch } from '../../../src/shared/search-print.ts';
import { sized } from '../../support/scale.ts';
import { type Content, finished, indexAll, writeTexts } from '../../support/search.ts';

const FOLDED = ['ab', 'abc', 'b', 'c', 'd'];
/** As they are written: another case, an accent, signs between. */
const WRITTEN = ['ab', 'Abc', 'b', 'ç', 'D'];
const SIGNS = [' ', '-', '\n', '; § ', '’'];

/** A document as the model sees it: the words of its text, subject and senders, each value by itself. */
interface Model {
  text: string[];
  subject: string[];
  from: string[][];
}

const some = fc.array(fc.nat(FOLDED.length - 1), { maxLength: 9 });
const modelArb = fc.record({ text: some, subject: some, from: fc.array(some, { maxLength: 2 }) });
const written = (words: readonly number[], sign: string): string => words.map((i) => WRITTEN[i]).join(sign);

let dir: string;
let history: History;
let models: Map<string, Model>;
let engine: ReturnType<typeof searchEngine>;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-search-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
  const made = fc.sample(modelArb, { numRuns: 60, seed: 7 });
  const contents = made.map(
    ({ text, subject, from }, i): Content => ({
      path: `${i}.txt`,
      text: written(text, SIGNS[i % SIGNS.length] ?? ' '),
      metadata: {
        subject: written(subject, ' '),
        from: from.map((name) => ({ name: written(name, ' '), address: '' })),
      },
    }),
  );
  const ids = writeTexts(history, 'b', contents);
  const named = (words: readonly number[]): string[] => words.map((i) => FOLDED[i] ?? '');
  models = new Map(
    made.map(({ text, subject, from }, i) => [
      ids[i] ?? '',
      { text: named(text), subject: named(subject), from: from.map(named) },
    ]),
  );
  indexAll(history);
  engine = history.search();
});
afterAll(() => {
  engine.dispose();
  history.dispose();
  rmSync(dir, { recursive: true });
});

type Field = 'subject' | 'from' | null;
const valuesOf = ({ text, subject, from }: Model, field: Field): string[][] =>
  field === 'subject' ? [subject] : field === 'from' ? from : [text, subject, ...from];

/** Every place in one value: the positions of its first and last word. */
function places(place: Place, value: readonly string[]): [number, number][] {
  if (place.kind === 'or') return place.parts.flatMap((part) => places(part, value));
  if (place.kind === 'near')
    return places(place.left, value).flatMap((a) =>
      places(place.right, value).flatMap((b): [number, number][] => {
        const [first, last] = a[0] <= b[0] ? [a, b] : [b, a];
        const distance = last[0] - first[1];
        if (distance < 1 || distance > place.within || (place.ordered && first !== a)) return [];
        return [[first[0], last[1]]];
      }),
    );
  const words = place.text.split(' ');
  return value.flatMap((_word, at): [number, number][] =>
    words.every((word, i) =>
      place.prefix && i === words.length - 1 ? value[at + i]?.startsWith(word) : value[at + i] === word,
    )
      ? [[at, at + words.length - 1]]
      : [],
  );
}

const fieldOf = (place: Place): Field =>
  (place.kind === 'words'
    ? place.field
    : fieldOf(place.kind === 'near' ? place.left : place.parts[0]!)) as Field;

function matches(query: Query, model: Model): boolean {
  switch (query.kind) {
    case 'words':
    case 'near':
      return valuesOf(model, fieldOf(query)).some((value) => places(query, value).length > 0);
    case 'and':
      return query.parts.every((part) => matches(part, model));
    case 'or':
      return query.parts.some((part) => matches(part, model));
    case 'not':
      return !matches(query.part, model);
    default:
      throw new Error(query.kind);
  }
}

const wordsIn = (field: Field): fc.Arbitrary<Words> =>
  fc.record({
    kind: fc.constant('words' as const),
    field: fc.constant(field),
    text: fc
      .array(fc.constantFrom(...FOLDED, 'a'), { minLength: 1, maxLength: 2 })
      .map((words) => words.join(' ')),
    prefix: fc.boolean(),
  });
const placeIn = (field: Field): fc.Arbitrary<Place> =>
  fc.letrec<{ place: Place; near: Place; or: Place }>((tie) => ({
    place: fc.oneof({ maxDepth: 2 }, wordsIn(field), tie('near'), tie('or')),
    near: fc.record({
      kind: fc.constant('near' as const),
      left: tie('place'),
      right: tie('place'),
      within: fc.integer({ min: 1, max: 4 }),
      ordered: fc.boolean(),
    }),
    or: fc.record({
      kind: fc.constant('or' as const),
      parts: fc.array(tie('place'), { minLength: 2, maxLength: 2 }),
    }),
  })).place;
const field = fc.constantFrom<Field[]>(null, null, 'subject', 'from');
const queryArb = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3 },
    field.chain((one) => placeIn(one)),
    fc.record({ kind: fc.constant('not' as const), part: tie('query') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('query'), { minLength: 2, maxLength: 3 }),
    }),
  ),
})).query;

const answer = (query: string) =>
  finished(engine.find(searchInputSchema.parse({ query, sort: 'name', limit: 500 })));

describe('a search', () => {
  it('finds what a naive reading of the documents finds', () => {
    fc.assert(
      fc.property(queryArb, (query) => {
        const search = printSearch(query);
        fc.pre(search.length <= 2000);
        const found = answer(search);
        if (found.kind === 'problem') throw new Error(found.problem.message);
        const expected = [...models].filter(([, model]) => matches(query, model)).map(([id]) => id);
        expect(found.items.map(({ documentId }) => documentId).sort(), search).toEqual(expected.sort());
        expect(found.total).toBe(expected.length);
      }),
      { numRuns: sized(300, 100) },
    );
  });

  it('marks in a text exactly the words that a naive reading finds there', () => {
    fc.assert(
      fc.property(placeIn(null), (place) => {
        const found = answer(printSearch(place));
        if (found.kind === 'problem') throw new Error(found.problem.message);
        for (const { documentId, marks } of found.items) {
          const isInText = places(place, models.get(documentId)!.text).length > 0;
          expect(marks > 0, `${documentId} ${printSearch(place)}`).toBe(isInText);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('never fails, whatever is typed', () => {
    const piece = fc.constantFrom(
      ...[
        'AND',
        'or',
        'NOT',
        '(',
        ')',
        '"',
        '*',
        ' w/3 ',
        ' pre/2 ',
        'from:',
        'type:pdf',
        '§',
        '-',
        '^',
        '{',
        '}',
      ],
      ...[
        'NEAR(',
        'ab',
        "d'b",
        ' ',
        ':',
        '\u0000',
        '\ud800',
        '\u0301',
        '\uE000',
        '🙂',
        '\u{10FFFF}',
        ';--',
        '%',
        '+',
      ],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => all.join('')),
        ),
        fc.constantFrom('relevance' as const, 'date' as const, 'name' as const),
        (query, sort) => {
          const found = finished(engine.find(searchInputSchema.parse({ query, sort, limit: 5 })));
          expect(searchAnswerSchema.parse(found)).toEqual(found);
        },
      ),
      { numRuns: sized(500, 150) },
    );
  });
});
