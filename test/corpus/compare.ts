/** Compares the texts of Redwell with those of another tool, file by file. */
import { join } from 'node:path';
import type { DocumentRow } from '../../src/shared/documents.ts';
import { EXPLAINED, FLOOR } from './differences.ts';
import { likeMarks } from './marks.ts';
import type { Texts } from './reference.ts';
import { type Likeness, likeness, median, wordsOf } from './similarity.ts';
import { table } from './tables.ts';

/** Shorter texts are in the table but are not judged, because a single word would decide the score. */
const TOO_SHORT = 10;

export interface Compared extends Likeness {
  path: string;
  type: string;
  tool: string;
  judged: boolean;
  /** Likeness of numbers, currency signs and punctuation. */
  marks: number;
}

/** Compares the documents that both sides have. @param files folder of the row paths; `reference` has absolute ones */
export function compare(
  rows: readonly DocumentRow[],
  texts: ReadonlyMap<string, string>,
  files: string,
  tool: string,
  reference: Texts,
): Compared[] {
  return rows.flatMap((row) => {
    const ours = texts.get(row.path);
    const theirs = reference.get(join(files, row.path));
    if (ours === undefined || theirs === undefined) return [];
    const judged = Math.max(wordsOf(ours).length, wordsOf(theirs).length) >= TOO_SHORT;
    const marks = likeMarks(ours, theirs);
    return [{ path: row.path, type: row.type, tool, judged, marks, ...likeness(ours, theirs) }];
  });
}

/** Returns the files whose similarity is below the floor of their type, or below their own explained floor. */
export function belowFloor(compared: readonly Compared[]): string[] {
  return compared
    .filter(
      ({ path, type, words, judged }) => judged && words < (EXPLAINED.get(path)?.least ?? FLOOR[type] ?? 1),
    )
    .map(({ path, words, order }) => `${path}: words ${words.toFixed(3)}, order ${order.toFixed(3)}`);
}

/** Returns the similarity by type as a Markdown table. */
export function likenessTable(compared: readonly Compared[]): string[] {
  const types = [...new Set(compared.map(({ type }) => type))].sort();
  return table(
    [
      'type',
      'against',
      'files',
      'same words, median',
      'worst tenth',
      'same order, median',
      'same numbers and signs, median',
      'worst tenth',
    ],
    types.map((type) => {
      const of = compared.filter((one) => one.type === type);
      const words = of.map((one) => one.words).sort((a, b) => a - b);
      const marks = of.map((one) => one.marks).sort((a, b) => a - b);
      return [
        type,
        of[0]?.tool ?? '',
        of.length,
        median(words).toFixed(3),
        (words[Math.floor(words.length / 10)] ?? Number.NaN).toFixed(3),
        median(of.map((one) => one.order)).toFixed(3),
        median(marks).toFixed(3),
        (marks[Math.floor(marks.length / 10)] ?? Number.NaN).toFixed(3),
      ];
    }),
  );
}

/** Returns the five least similar files of each type, with the explanation found by hand. */
export function worstTable(compared: readonly Compared[]): string[] {
  const types = [...new Set(compared.map(({ type }) => type))].sort();
  return table(
    ['file', 'type', 'words', 'order', 'numbers and signs', 'why'],
    types.flatMap((type) =>
      compared
        .filter((one) => one.type === type && one.judged && one.words < 1)
        .sort((a, b) => a.words - b.words)
        .slice(0, 5)
        .map(({ path, words, order, marks }) => [
          path,
          type,
          words.toFixed(3),
          order.toFixed(3),
          marks.toFixed(3),
          EXPLAINED.get(path)?.why ?? '',
        ]),
    ),
  );
}
