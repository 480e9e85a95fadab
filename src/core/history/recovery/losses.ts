/** Marks what a damaged history has lost, so that nobody takes a part for the whole. */
import type { DocumentException } from '../../../shared/documents.ts';
import type { Database } from '../connection.ts';
import { inTransaction } from '../database.ts';
import type { Range } from './salvage.ts';

/** What may be lost of a document, and how to tell from its rows that it is not. */
const PARTS = [
  {
    table: 'texts',
    word: 'text',
    lost: 'd.text_at >= 0 AND NOT EXISTS (SELECT 1 FROM texts t WHERE t.document = d.n)',
  },
  {
    table: 'entities',
    word: 'names and dates',
    lost: `d.entities_at >= 0 AND ifnull(d.entities, -1) <>
      (SELECT count(*) FROM entities e WHERE e.document = d.n)`,
  },
  { table: 'relationships', word: 'relationships', lost: 'd.relationships_at >= 0' },
  { table: 'attempts', word: 'times of its stages', lost: `d.stage IS NOT NULL OR d.text_at >= 0` },
] as const;

const SLICE = 500;

/**
 * Adds a warning to every document that may have lost something.
 * @param missing by table: the ranges of its first key column in which rows are missing
 * @param numbers `documents.n` in the new file by the number in the damaged one
 * @returns how many there are
 */
export function* markIncomplete(
  db: Database,
  missing: ReadonlyMap<string, readonly Range[]>,
  numbers: ReadonlyMap<number, number>,
): Generator<void, number> {
  const lost = new Map<number, string[]>();
  for (const { table, word, lost: condition } of PARTS) {
    const isLost = db.prepare(`SELECT 1 FROM documents d WHERE d.n = ? AND (${condition})`);
    const ranges = missing.get(table) ?? [];
    if (ranges.length === 0) continue;
    let seen = 0;
    for (const [old, n] of numbers) {
      seen += 1;
      if (seen % SLICE === 0) yield;
      if (isIn(ranges, old) && isLost.get(n) !== undefined) lost.set(n, [...(lost.get(n) ?? []), word]);
    }
  }
  const marked = [...lost];
  for (let i = 0; i < marked.length; i += SLICE) {
    inTransaction(db, () => {
      for (const [n, words] of marked.slice(i, i + SLICE)) warn(db, n, damagedDetail(words));
    });
    yield;
  }
  return marked.length;
}

const isIn = (ranges: readonly Range[], n: number): boolean =>
  ranges.some(({ from, to }) => n >= from && n <= to);

const damagedDetail = (words: readonly string[]): string =>
  `The history file was damaged. This may be lost: ${words.join(', ')}.`;

/** Marks completed documents of which nothing but their outcome is known any more. */
export function markBare(db: Database, documentIds: readonly string[]): void {
  const find = db.prepare(`SELECT n FROM documents WHERE id = ? AND status = 'completed'`);
  for (const id of documentIds) {
    const found = find.get(id) as { n: number } | undefined;
    if (found !== undefined)
      warn(db, found.n, 'Its text, its names and its figures were only in the history file. Run it again.');
  }
}

function warn(db: Database, n: number, detail: string): void {
  const warning: DocumentException = {
    code: 'record_incomplete',
    stage: null,
    detail,
    attempt: 0,
  };
  const { warnings } = db.prepare('SELECT warnings FROM documents WHERE n = ?').get(n) as {
    warnings: string;
  };
  if (warnings.includes(`"${warning.code}"`)) return;
  db.prepare('UPDATE documents SET warnings = ?, warned = 1 WHERE n = ?').run(
    JSON.stringify([...(JSON.parse(warnings) as DocumentException[]), warning]),
    n,
  );
}
