/** Puts the documents of a search in order. */

import type { SearchSort } from '../../../shared/search.ts';
import type { Query } from '../../../shared/search-ast.ts';
import type { Database } from '../connection.ts';
import {
  byIndex,
  type Column,
  columnsOf,
  inColumns,
  isBatchField,
  phraseOf,
  positiveWords,
} from './columns.ts';
import { DocSet } from './doc-set.ts';
import type { Steps } from './evaluate.ts';
import { numbersOf, pairsOf } from './numbers.ts';
import type { Tokenizer } from './tokenizer.ts';

/** More documents than this are sorted by date: rating each of them would take seconds, and nobody reads them all. */
export const MOST_RANKED = 20_000;

/** How much a match counts. Names and subjects are short, so a match there says more. */
const WEIGHT = { text_words: 1, path_words: 2, field_words: 2 } as const;

export interface Ordered {
  documents: Int32Array;
  /** The order that was used: by date in place of relevance if too many documents match, or no words are sought. */
  sort: SearchSort;
}

export function* inOrder(
  db: Database,
  tokenizer: Tokenizer,
  query: Query,
  found: DocSet,
  sort: SearchSort,
): Steps<Ordered> {
  yield;
  if (sort === 'name') return { documents: keep(found, byName(db)), sort };
  if (sort === 'relevance' && found.size <= MOST_RANKED) {
    const scores = yield* scoresOf(db, tokenizer, query, found);
    if (scores !== null) return { documents: ranked(found, scores), sort };
  }
  return { documents: byDate(db, found), sort: 'date' };
}

/** Newest first; documents without a date, or not indexed yet, come last. */
function byDate(db: Database, found: DocSet): Int32Array {
  const dated = numbersOf(
    db,
    'SELECT document AS n FROM search_documents WHERE day IS NOT NULL ORDER BY day DESC, document',
  );
  const others = found.without(DocSet.of(found.capacity, dated)).numbers();
  return Int32Array.from([...dated.filter((n) => found.has(n)), ...others]);
}

/** By file name, then by path. */
const byName = (db: Database): number[] =>
  numbersOf(
    db,
    `SELECT d.n FROM documents d LEFT JOIN search_documents s ON s.document = d.n
     ORDER BY coalesce(s.name, d.path) COLLATE NOCASE, d.n`,
  );

const keep = (found: DocSet, all: readonly number[]): Int32Array =>
  Int32Array.from(all.filter((n) => found.has(n)));

const ranked = (found: DocSet, scores: ReadonlyMap<number, number>): Int32Array =>
  Int32Array.from(found.numbers().sort((a, b) => (scores.get(a) ?? 0) - (scores.get(b) ?? 0) || a - b));

/** Returns the rating of each document, lower is better; null for a search without words. */
function* scoresOf(
  db: Database,
  tokenizer: Tokenizer,
  query: Query,
  found: DocSet,
): Steps<Map<number, number> | null> {
  const phrases = new Map<Column['index'], Set<string>>();
  const sought = positiveWords(query);
  // The words behind a prefix are many and say less; they count only where there is nothing else.
  const whole = sought.filter(({ prefix }) => !prefix);
  for (const words of whole.length > 0 ? whole : sought) {
    if (isBatchField(words.field) || tokenizer.words(words.text).length === 0) continue;
    for (const [index, columns] of byIndex(columnsOf(words.field))) {
      const all = phrases.get(index) ?? new Set();
      phrases.set(index, all.add(inColumns(index, columns, phraseOf(words, tokenizer))));
    }
  }
  if (phrases.size === 0) return null;
  const list = JSON.stringify(found.numbers());
  const scores = new Map<number, number>();
  for (const [index, all] of phrases) {
    yield;
    const { a: documents, b: ranks } = pairsOf(
      db,
      `SELECT rowid AS a, bm25(${index}) AS b FROM ${index} WHERE ${index} MATCH ?
         AND +rowid IN (SELECT value FROM json_each(?)) LIMIT -1`,
      [...all].map((one) => `(${one})`).join(' OR '),
      list,
    );
    for (const [i, n] of documents.entries())
      scores.set(n, (scores.get(n) ?? 0) + (ranks[i] ?? 0) * WEIGHT[index]);
  }
  return scores;
}
