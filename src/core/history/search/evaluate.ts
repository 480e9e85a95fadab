/** Finds the documents that a search means: each part gives a set, and AND, OR and NOT combine them. */
import type { Filter, Near, Place, Query, WordField, Words } from '../../../shared/search-ast.ts';
import { languageNamed, typesNamed } from '../../../shared/search-ast.ts';
import type { Database } from '../connection.ts';
import { readText, TEXT_COLUMNS, type TextRow } from '../text-rows.ts';
import {
  type BatchField,
  byIndex,
  type Column,
  columnsOf,
  fieldOf,
  inColumns,
  isBatchField,
  phraseOf,
  positiveWords,
} from './columns.ts';
import { DocSet } from './doc-set.ts';
import { indexPositions } from './index-positions.ts';
import { nearExpression } from './near.ts';
import { numbersOf } from './numbers.ts';
import { type Positions, spansOf } from './spans.ts';
import { textPositions } from './text-positions.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Reading a text costs about as much as reading so many entries of an index. */
const POSTINGS_PER_TEXT = 30;
/** Documents whose positions are read in one step. */
const SLICE = 20_000;

/** Steps through a search. It yields between its parts, so that other work can run, or end it. */
export type Steps<T> = Generator<void, T>;

export class Evaluation {
  readonly #db: Database;
  readonly #tokenizer: Tokenizer;
  readonly capacity: number;
  #all: DocSet | null = null;

  constructor(db: Database, tokenizer: Tokenizer) {
    this.#db = db;
    this.#tokenizer = tokenizer;
    const { most } = db.prepare('SELECT ifnull(max(n), 0) AS most FROM documents').get() as { most: number };
    this.capacity = most + 1;
  }

  /** Every document of every batch. */
  get all(): DocSet {
    this.#all ??= this.#set('SELECT n FROM documents');
    return this.#all;
  }

  #set(sql: string, ...values: (string | number | null)[]): DocSet {
    return DocSet.of(this.capacity, numbersOf(this.#db, sql, ...values));
  }

  *documents(query: Query): Steps<DocSet> {
    yield;
    switch (query.kind) {
      case 'words':
        return this.#words(query);
      case 'near':
        return yield* this.#near(query);
      case 'not':
        return this.all.without(yield* this.documents(query.part));
      case 'and':
        return yield* this.#and(query.parts);
      case 'or': {
        let found = new DocSet(this.capacity);
        for (const part of query.parts) found = found.or(yield* this.documents(part));
        return found;
      }
      default:
        return this.#filter(query);
    }
  }

  *#and(parts: readonly Query[]): Steps<DocSet> {
    let found: DocSet | null = null;
    for (const part of parts) {
      if (part.kind === 'not') found = (found ?? this.all).without(yield* this.documents(part.part));
      else {
        const one: DocSet = yield* this.documents(part);
        found = found === null ? one : found.and(one);
      }
    }
    return found ?? this.all;
  }

  #words(words: Words): DocSet {
    if (isBatchField(words.field)) return this.#batches(words.field, words);
    if (this.#tokenizer.words(words.text).length === 0) return new DocSet(this.capacity);
    let found = new DocSet(this.capacity);
    for (const [index, columns] of byIndex(columnsOf(words.field)))
      found = found.or(
        this.#set(
          `SELECT rowid AS n FROM ${index} WHERE ${index} MATCH ?`,
          inColumns(index, columns, phraseOf(words, this.#tokenizer)),
        ),
      );
    return found;
  }

  *#near(near: Near): Steps<DocSet> {
    const field: WordField | null = fieldOf(near);
    if (isBatchField(field)) return this.#batches(field, near);
    const words = positiveWords(near);
    if (words.some(({ text }) => this.#tokenizer.words(text).length === 0 && near.left.kind !== 'or'))
      return new DocSet(this.capacity);
    let found = new DocSet(this.capacity);
    for (const column of columnsOf(field)) found = found.or(yield* this.#nearIn(column, near, words));
    return found;
  }

  *#nearIn(column: Column, near: Near, words: readonly Words[]): Steps<DocSet> {
    const { index } = column;
    const { expression, isExact } = nearExpression(near, this.#tokenizer);
    const candidates = numbersOf(
      this.#db,
      `SELECT rowid AS n FROM ${index} WHERE ${index} MATCH ?`,
      inColumns(index, [column.column], expression),
    );
    if (isExact && index !== 'field_words') return DocSet.of(this.capacity, candidates);
    const found = new DocSet(this.capacity);
    const unread =
      index === 'text_words' && this.#isReadingCheaper(words, candidates.length)
        ? yield* this.#readNear(near, words, candidates, found)
        : candidates;
    for (let i = 0; i < unread.length; i += SLICE) {
      yield;
      const slice = unread.slice(i, i + SLICE);
      const positions = indexPositions(this.#db, this.#tokenizer, column, words, slice);
      for (const n of slice) if (spansOf(near, positions.document(n)).length > 0) found.add(n);
    }
    return found;
  }

  /** Whether to read the texts of a few candidates instead of all positions of frequent words. */
  #isReadingCheaper(words: readonly Words[], candidates: number): boolean {
    let frequency = 0;
    const count = this.#db.prepare('SELECT count(*) AS n FROM text_words WHERE text_words MATCH ?');
    for (const one of words) frequency += (count.get(phraseOf(one, this.#tokenizer)) as { n: number }).n;
    return candidates * POSTINGS_PER_TEXT < frequency;
  }

  /** Adds the candidates whose texts have the place. @returns those whose texts cannot be read */
  *#readNear(
    near: Near,
    words: readonly Words[],
    candidates: readonly number[],
    found: DocSet,
  ): Steps<number[]> {
    const read = this.#db.prepare(
      `SELECT d.id, ${TEXT_COLUMNS} FROM texts t JOIN documents d ON d.n = t.document WHERE t.document = ?`,
    );
    const unread: number[] = [];
    for (const n of candidates) {
      yield;
      const row = read.get(n) as (TextRow & { id: string }) | undefined;
      const text = row === undefined ? null : readText(row.id, row).text;
      if (text === null) unread.push(n);
      else if (spansOf(near, textPositions(text, words, this.#tokenizer).positions).length > 0) found.add(n);
    }
    return unread;
  }

  /** The documents of the batches whose own words match. There are few batches, so all of them are looked at. */
  #batches(field: BatchField, place: Place): DocSet {
    const rows = this.#db.prepare('SELECT n, id, name, matter, custodian FROM batches').all() as Record<
      'n' | 'id' | 'name' | 'matter' | 'custodian',
      string
    >[];
    const matching = rows.filter((row) => {
      if (field === 'batch' && place.kind === 'words' && row.id === place.text) return true;
      return spansOf(place, this.#textOf(row[field === 'batch' ? 'name' : field], place)).length > 0;
    });
    const batches = JSON.stringify(matching.map(({ n }) => n));
    const ofBatches = 'SELECT n FROM documents WHERE batch IN (SELECT value FROM json_each(?))';
    if (field !== 'custodian') return this.#set(ofBatches, batches);
    return this.#set(`${ofBatches} AND custodian IS NULL`, batches).or(this.#ownCustodians(place));
  }

  /** The documents whose load file states a custodian that matches. */
  #ownCustodians(place: Place): DocSet {
    const all = this.#db
      .prepare('SELECT DISTINCT custodian AS name FROM documents WHERE custodian IS NOT NULL')
      .all() as { name: string }[];
    const matching = all.filter(({ name }) => spansOf(place, this.#textOf(name, place)).length > 0);
    return this.#set(
      'SELECT n FROM documents WHERE custodian IN (SELECT value FROM json_each(?))',
      JSON.stringify(matching.map(({ name }) => name)),
    );
  }

  #textOf = (text: string, place: Place): Positions =>
    textPositions(text, positiveWords(place), this.#tokenizer).positions;

  #filter(filter: Filter): DocSet {
    switch (filter.kind) {
      case 'date':
        return this.#set(
          'SELECT document AS n FROM search_documents WHERE day BETWEEN ? AND ?',
          filter.from ?? 0,
          filter.to ?? 99_999_999,
        );
      case 'type':
        return this.#set(
          'SELECT n FROM documents WHERE type IN (SELECT value FROM json_each(?))',
          JSON.stringify(typesNamed(filter.value) ?? []),
        );
      case 'is':
        return this.#set('SELECT n FROM documents WHERE status = ?', filter.value);
      case 'lang':
        return this.#set(
          'SELECT document AS n FROM search_documents WHERE language = ?',
          languageNamed(filter.value),
        );
      case 'control':
        return filter.value.endsWith('*')
          ? this.#set(
              'SELECT n FROM documents WHERE control IS NOT NULL AND lower(control) GLOB ?',
              globOf(filter.value),
            )
          : this.#set('SELECT n FROM documents WHERE control = ? COLLATE NOCASE', filter.value);
      case 'similar':
      case 'thread': {
        const [table, key] =
          filter.kind === 'similar' ? ['similar_families', 'pivot'] : ['mail_threads', 'thread'];
        return this.#set(
          `SELECT document AS n FROM ${table} WHERE ${key} = (
             SELECT x.${key} FROM ${table} x JOIN documents d ON d.n = x.document WHERE d.id = ?)`,
          filter.value,
        );
      }
      case 'has':
        return this.#has(filter.value);
    }
  }

  #has(value: string): DocSet {
    if (value === 'warning') return this.#set('SELECT n FROM documents WHERE warned = 1');
    if (value === 'exception') return this.#set(`SELECT n FROM documents WHERE status = 'exception'`);
    if (value === 'similar') return this.#set('SELECT document AS n FROM similar_families');
    if (value === 'thread') return this.#set('SELECT document AS n FROM mail_threads');
    if (value === 'inclusive')
      return this.#set('SELECT document AS n FROM mail_threads WHERE contained_in IS NULL');
    if (value === 'text') return this.#set('SELECT document AS n FROM texts');
    return this.#set(
      `SELECT n FROM documents WHERE code = ?1
       UNION SELECT d.n FROM documents d, json_each(json_array(json(d.intake_warnings), json(d.warnings))) l,
         json_each(l.value) w WHERE d.warned = 1 AND w.value ->> 'code' = ?1`,
      value,
    );
  }
}

/** Returns the beginning of a control number as a pattern of SQLite. */
const globOf = (beginning: string): string =>
  `${beginning.slice(0, -1).toLowerCase().replaceAll(/[[*?]/g, '[$&]')}*`;
