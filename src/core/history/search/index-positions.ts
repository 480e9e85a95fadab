/** Reads from an index at which positions words stand, for documents of which only that is in doubt. */
import type { Words } from '../../../shared/search-ast.ts';
import type { Database } from '../connection.ts';
import type { Column } from './columns.ts';
import { pairsOf } from './numbers.ts';
import type { Positions } from './spans.ts';
import { SEPARATOR, type Tokenizer } from './tokenizer.ts';

/** Positions by document. */
type Places = Map<number, number[]>;

const INDEXES = ['text_words', 'path_words', 'field_words'];

/** Makes the tables through which positions are read. They are temporary: the file may be open for reading only. */
export const preparePositions = (db: Database): void =>
  db.exec(
    INDEXES.map(
      (index) =>
        `CREATE VIRTUAL TABLE IF NOT EXISTS temp.${index}_at USING fts5vocab (main, ${index}, instance);`,
    ).join(''),
  );

export interface IndexPositions {
  /** Returns the positions of one document. Only words that were given to `indexPositions` can be asked for. */
  document(n: number): Positions;
}

/** Reads the positions of some words in one column of some documents. */
export function indexPositions(
  db: Database,
  tokenizer: Tokenizer,
  column: Column,
  words: readonly Words[],
  documents: readonly number[],
): IndexPositions {
  const list = JSON.stringify(documents);
  const reader = new Reader(db, column, list);
  const phrases = new Map(words.map((one) => [keyOf(one), phrasePlaces(reader, tokenizer, one)]));
  const walls = column.index === 'field_words' ? reader.word(SEPARATOR, false) : null;
  return {
    document: (n) => ({
      of: (one) => phrases.get(keyOf(one))?.places.get(n) ?? [],
      length: (one) => phrases.get(keyOf(one))?.length ?? 1,
      walls: walls?.get(n) ?? [],
    }),
  };
}

const keyOf = ({ text, prefix }: Words): string => `${text}${prefix ? '*' : ''}`;

function phrasePlaces(reader: Reader, tokenizer: Tokenizer, { text, prefix }: Words) {
  const words = tokenizer.words(text);
  let places: Places | null = null;
  for (const [i, word] of words.entries()) {
    const next: Places = reader.word(word, prefix && i === words.length - 1);
    places = places === null ? next : followed(places, next, i);
  }
  return { places: places ?? new Map<number, number[]>(), length: words.length };
}

/** Keeps the positions that a word stands `distance` words after. */
function followed(places: Places, next: Places, distance: number): Places {
  const kept: Places = new Map();
  for (const [document, positions] of places) {
    const others = new Set(next.get(document));
    const left = positions.filter((position) => others.has(position + distance));
    if (left.length > 0) kept.set(document, left);
  }
  return kept;
}

class Reader {
  readonly #db: Database;
  readonly #column: Column;
  readonly #documents: string;
  readonly #known = new Map<string, Places>();

  constructor(db: Database, column: Column, documents: string) {
    this.#db = db;
    this.#column = column;
    this.#documents = documents;
  }

  word(word: string, prefix: boolean): Places {
    const key = `${word}${prefix ? '*' : ''}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const places = this.#read(word, prefix);
    this.#known.set(key, places);
    return places;
  }

  #read(word: string, prefix: boolean): Places {
    const { index, column } = this.#column;
    const { a: documents, b: positions } = pairsOf(
      this.#db,
      `SELECT doc AS a, "offset" AS b FROM temp.${index}_at
       WHERE ${prefix ? 'term >= ? AND term < ?' : 'term = ?'} AND col = ?
         AND doc IN (SELECT value FROM json_each(?))`,
      ...(prefix ? [word, `${word}\u{10FFFF}`] : [word]),
      column,
      this.#documents,
    );
    const places: Places = new Map();
    for (const [i, document] of documents.entries()) {
      const position = positions[i] ?? 0;
      const list = places.get(document);
      if (list === undefined) places.set(document, [position]);
      else list.push(position);
    }
    // With a prefix, the positions come word by word.
    if (prefix) for (const list of places.values()) list.sort((a, b) => a - b);
    return places;
  }
}
