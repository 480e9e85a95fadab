/** Searches the paths and texts of all documents in history. Matching paths come first, then texts. */
import { TEXT_DIFFERS } from '../../shared/documents.ts';
import type { Database } from './connection.ts';
import { readText, TEXT_COLUMNS, type TextRow } from './text-rows.ts';

export interface Hit {
  documentId: string;
  batchId: string;
  batchName: string;
  path: string;
  /** Text around the first match; empty when only the path matches; a sentence when the stored text was altered. */
  excerpt: string;
  /** UTF-16 offsets of the first match in the text; null when only the path matches. */
  start: number | null;
  end: number | null;
}

/** Characters of the excerpt before and after the match. */
const CONTEXT_CHARACTERS = 80;

/**
 * Converts a search into an FTS5 query. All words must occur, `"quoted words"` next to each other; the last word may be
 * incomplete. Returns null when the search contains no word.
 */
export function toMatch(query: string): string | null {
  const parts = [...query.matchAll(/"([^"]*)"|[^\s"]+/g)].map((m) => ({
    text: m[1] ?? m[0],
    whole: m[1] !== undefined,
  }));
  const useful = parts.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  if (useful.length === 0) return null;
  return useful
    .map(
      ({ text, whole }, i) =>
        `"${text.replaceAll('"', '""')}"${!whole && i === useful.length - 1 ? '*' : ''}`,
    )
    .join(' ');
}

export interface Search {
  /** Returns at most `limit` hits, best first. Accepts any input. */
  find(query: string, limit: number): Hit[];
}

const SELECT = `SELECT d.n, d.id AS documentId, b.id AS batchId, b.name AS batchName, d.path, ${TEXT_COLUMNS}`;
const JOIN = `JOIN documents d ON d.n = w.rowid JOIN batches b ON b.n = d.batch
  LEFT JOIN texts t ON t.document = d.n ORDER BY w.rank, d.n`;

type Found = Omit<Hit, 'excerpt' | 'start' | 'end'> & { n: number } & (TextRow | { body: null });

export function textSearch(db: Database): Search {
  const inPaths = db.prepare(
    `${SELECT} FROM (SELECT rowid, rank FROM path_words WHERE path_words MATCH ? ORDER BY rank LIMIT ?) w ${JOIN}`,
  );
  const inTexts = db.prepare(
    `${SELECT} FROM (SELECT rowid, rank FROM text_words WHERE text_words MATCH ? ORDER BY rank LIMIT ?) w ${JOIN}`,
  );
  return {
    find(query, limit) {
      const match = toMatch(query);
      if (match === null) return [];
      const words = (match.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map(plain);
      const rows = [...(inPaths.all(match, limit) as Found[]), ...(inTexts.all(match, limit) as Found[])];
      const found = new Map(rows.map((row) => [row.n, row]));
      return [...found.values()].slice(0, limit).map((row) => hitOf(row, words));
    },
  };
}

function hitOf(row: Found, words: readonly string[]): Hit {
  const { documentId, batchId, batchName, path } = row;
  const hit = { documentId, batchId, batchName, path };
  if (row.body === null) return { ...hit, excerpt: '', start: null, end: null };
  const { text } = readText(documentId, row);
  // Its words still lead here, but the words around them cannot be trusted.
  if (text === null) return { ...hit, excerpt: TEXT_DIFFERS, start: null, end: null };
  return { ...hit, ...excerptOf(text, words) };
}

/** Folds a word as the tokenizer does: lower case, without accents. */
const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

function excerptOf(text: string, words: readonly string[]): Pick<Hit, 'excerpt' | 'start' | 'end'> {
  for (const found of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const word = plain(found[0]);
    if (!words.some((start) => word.startsWith(start))) continue;
    const start = found.index;
    const end = start + found[0].length;
    const from = Math.max(0, start - CONTEXT_CHARACTERS);
    const excerpt = text
      .slice(from, end + CONTEXT_CHARACTERS)
      .replaceAll(/\s+/g, ' ')
      .trim();
    return {
      excerpt: `${from > 0 ? '…' : ''}${excerpt}${end + CONTEXT_CHARACTERS < text.length ? '…' : ''}`,
      start,
      end,
    };
  }
  return { excerpt: '', start: null, end: null };
}
