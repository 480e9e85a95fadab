/** Writes the rows of a damaged history into a whole one. Rows that are there already stay as they are. */
import { statSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import type { Database } from '../connection.ts';
import { inTransaction } from '../database.ts';
import { isWholeAlone } from '../inspect.ts';
import { SPELLING } from '../migrations/0004-spelling.ts';
import { foldedOrNull } from '../paths.ts';
import { forIndex } from '../text-rows.ts';
import { markIncomplete } from './losses.ts';
import { openPages } from './page-file.ts';
import type { Value } from './page-rows.ts';
import { EVERYTHING, type Range, type Salvage, salvage } from './salvage.ts';
import { type TableShape, tableShapes } from './tables.ts';

export interface Restored {
  batches: number;
  documents: number;
  /** Documents that are there, but not all that was known about them. */
  incomplete: number;
}

type Row = Record<string, Value>;

/** Version that spelled values the American way; see migrations/0004-spelling.ts. */
const SPELLING_VERSION = 4;

/**
 * Recovers what can be read of the file `from`. Each step is one transaction, so that other work can run in between.
 * @throws Error when the file cannot be read, or the new history not written
 */
export function* restore(db: Database, from: string): Generator<void, Restored> {
  const file = openPages(from, withLog(from));
  try {
    const shapes = tableShapes(db);
    const found = yield* salvage(file, shapes);
    const copy = new Copy(db, found, shapes);
    const batches = yield* copy.batches();
    const documents = yield* copy.documents();
    for (const name of ['attempts', 'document_ends', 'texts', 'entities', 'relationships', 'stated'])
      yield* copy.contents(name);
    yield* copy.ends();
    yield* copy.decisions();
    yield* copy.runs();
    yield* copy.tags();
    yield* copy.views();
    yield* copy.notifications();
    for (const name of ['exports', 'replacements']) yield* copy.named(name);
    yield* copy.gaps();
    yield* copy.resolutions();
    yield* copy.cursor();
    if (found.version !== null && found.version < SPELLING_VERSION)
      inTransaction(db, () => db.exec(SPELLING));
    const incomplete = yield* markIncomplete(db, copy.missing, copy.documentNumbers);
    return { batches, documents, incomplete };
  } finally {
    file.close();
  }
}

/**
 * Whether to read the write-ahead log too. A file that is whole without it was damaged by it: the log is damaged, or
 * belongs to another file.
 */
const withLog = (path: string): boolean =>
  statSync(`${path}-wal`, { throwIfNoEntry: false })?.isFile() === true && !isWholeAlone(path);

/** Tables that describe a batch as a whole. They are of use only together, and can be computed again. */
const RESOLUTION_TABLES = [
  'resolutions',
  'batch_entities',
  'batch_entity_names',
  'batch_entity_documents',
  'batch_relationships',
];

class Copy {
  /** Numbers in the new file, by the number in the damaged one. */
  readonly documentNumbers = new Map<number, number>();
  /** By table: the ranges of its first key column in which rows are missing. */
  readonly missing = new Map<string, Range[]>();
  readonly #batchNumbers = new Map<number, number>();
  readonly #db: Database;
  readonly #found: Salvage;
  readonly #shapes: ReadonlyMap<string, TableShape>;

  constructor(db: Database, found: Salvage, shapes: ReadonlyMap<string, TableShape>) {
    this.#db = db;
    this.#found = found;
    this.#shapes = shapes;
  }

  /** Calls `write` with the sound rows of each page, in a transaction per page. */
  *#rows(name: string, write: (row: Row) => void): Generator<void, void> {
    this.#missing(name);
    for (const page of this.#found.table(name).pages) {
      const { rows, lost } = this.#found.rows(name, page);
      for (const key of lost) this.#missing(name).push(key === null ? EVERYTHING : { from: key, to: key });
      inTransaction(this.#db, () => {
        for (const row of rows) write(row);
      });
      yield;
    }
  }

  #missing(name: string): Range[] {
    const ranges = this.missing.get(name) ?? [...this.#found.table(name).lost];
    this.missing.set(name, ranges);
    return ranges;
  }

  /** @returns how many rows were inserted: 0 when the row is there already */
  #insert(name: string, row: Row): number {
    const columns = (this.#shapes.get(name)?.columns ?? []).map((c) => c.name).filter((c) => c in row);
    const sql = `INSERT OR IGNORE INTO ${name} (${columns.map((c) => `"${c}"`).join(', ')})
      VALUES (${columns.map(() => '?').join(', ')})`;
    return Number(this.#db.prepare(sql).run(...columns.map((c) => row[c] ?? null)).changes);
  }

  *batches(): Generator<void, number> {
    let count = 0;
    const find = this.#db.prepare('SELECT n FROM batches WHERE id = ?');
    yield* this.#rows('batches', ({ n, ...row }) => {
      count += this.#insert('batches', row);
      this.#batchNumbers.set(Number(n), (find.get(String(row.id)) as { n: number }).n);
    });
    return count;
  }

  *documents(): Generator<void, number> {
    let count = 0;
    const find = this.#db.prepare('SELECT n FROM documents WHERE id = ?');
    const words = this.#db.prepare('INSERT INTO path_words (rowid, path) VALUES (?, ?)');
    yield* this.#rows('documents', ({ n, ...row }) => {
      const batch = this.#batchNumbers.get(Number(row.batch)) ?? this.#nameless(Number(row.batch), row);
      const isNew = this.#insert('documents', { ...row, batch, folded: foldedOrNull(String(row.path)) }) > 0;
      const made = (find.get(String(row.id)) as { n: number }).n;
      this.documentNumbers.set(Number(n), made);
      if (!isNew) return;
      count += 1;
      words.run(made, String(row.path));
    });
    return count;
  }

  /** Adds the batch of a document whose own row is lost. Its manifest, if there is one, gives it back its name. */
  #nameless(old: number, { id, ended_at: endedAt }: Row): number {
    const batchId = String(id).slice(0, String(id).lastIndexOf('-'));
    const at = typeof endedAt === 'number' ? endedAt : Date.now();
    this.#db
      .prepare(
        `INSERT OR IGNORE INTO batches (id, name, matter, custodian, priority, created_at, status)
         VALUES (?, ?, '', '', 'normal', ?, 'completed')`,
      )
      .run(batchId, batchId, at);
    const { n } = this.#db.prepare('SELECT n FROM batches WHERE id = ?').get(batchId) as { n: number };
    this.#batchNumbers.set(old, n);
    return n;
  }

  /** Rows that belong to a document. */
  *contents(name: string): Generator<void, void> {
    const words = this.#db.prepare('INSERT INTO text_words (rowid, body) VALUES (?, ?)');
    yield* this.#rows(name, (row) => {
      const document = this.documentNumbers.get(Number(row.document));
      if (document === undefined || this.#insert(name, { ...row, document }) === 0) return;
      if (name === 'texts') words.run(document, forIndex(inflateRawSync(row.body as Buffer).toString()));
    });
  }

  /** Takes the last end of a document from its own row where the record of its ends is lost, or is older than the table. */
  *ends(): Generator<void, void> {
    inTransaction(this.#db, () =>
      this.#db.exec(
        `INSERT INTO document_ends SELECT n, run, ended_at, status, pages, bytes FROM documents
         WHERE ended_at IS NOT NULL ON CONFLICT DO NOTHING`,
      ),
    );
    yield;
  }

  /** What people decided about documents. An item whose decision is lost is open again, so nobody misses it. */
  *decisions(): Generator<void, void> {
    yield* this.#rows('attention', ({ n: _n, ...row }) => {
      const document = this.documentNumbers.get(Number(row.document));
      if (document !== undefined) this.#insert('attention', { ...row, document });
    });
  }

  /** The runs of batches, and what was forecast in them. */
  *runs(): Generator<void, void> {
    for (const name of ['batch_runs', 'forecasts'])
      yield* this.#rows(name, ({ n: _n, ...row }) => {
        const batch = this.#batchNumbers.get(Number(row.batch));
        if (batch !== undefined) this.#insert(name, { ...row, batch });
      });
  }

  *tags(): Generator<void, void> {
    yield* this.#rows('document_tags', (row) => {
      const document = this.documentNumbers.get(Number(row.document));
      const batch = this.#batchNumbers.get(Number(row.batch));
      if (document !== undefined && batch !== undefined)
        this.#insert('document_tags', { ...row, document, batch });
    });
  }

  *views(): Generator<void, void> {
    yield* this.#rows('views', ({ n: _n, ...row }) => void this.#insert('views', row));
  }

  *notifications(): Generator<void, void> {
    yield* this.#rows('notifications', (row) => void this.#insert('notifications', row));
  }

  /** Rows that name batches and documents by their ids, so that they stay even if those are lost. */
  *named(name: string): Generator<void, void> {
    yield* this.#rows(name, ({ n: _n, ...row }) => void this.#insert(name, row));
  }

  *gaps(): Generator<void, void> {
    const has = this.#db.prepare('SELECT 1 FROM gaps WHERE at = ? AND reason = ?');
    yield* this.#rows('gaps', ({ n: _n, ...row }) => {
      if (has.get(Number(row.at), String(row.reason)) === undefined) this.#insert('gaps', row);
    });
  }

  *cursor(): Generator<void, void> {
    const set = this.#db.prepare('UPDATE state SET cursor = ? WHERE cursor IS NULL');
    yield* this.#rows('state', ({ cursor }) => void set.run(typeof cursor === 'string' ? cursor : null));
  }

  *resolutions(): Generator<void, void> {
    if (RESOLUTION_TABLES.some((name) => this.#found.table(name).lost.length > 0)) return;
    const made = { resolution: new Map<number, number>(), entity: new Map<number, number>() };
    const has = this.#db.prepare('SELECT 1 FROM resolutions WHERE batch = ?');
    const entity = (old: Value | undefined): number | undefined => made.entity.get(Number(old));
    const add = (name: string, { n, ...row }: Row): number => {
      this.#insert(name, row);
      return n === undefined ? 0 : this.#lastRowid();
    };
    yield* this.#rows('resolutions', (row) => {
      const batch = this.#batchNumbers.get(Number(row.batch));
      if (batch !== undefined && has.get(batch) === undefined)
        made.resolution.set(Number(row.n), add('resolutions', { ...row, batch }));
    });
    yield* this.#rows('batch_entities', (row) => {
      const resolution = made.resolution.get(Number(row.resolution));
      if (resolution !== undefined)
        made.entity.set(Number(row.n), add('batch_entities', { ...row, resolution }));
    });
    yield* this.#rows('batch_entity_names', (row) => {
      const owner = entity(row.entity);
      if (owner !== undefined) add('batch_entity_names', { ...row, entity: owner });
    });
    yield* this.#rows('batch_entity_documents', (row) => {
      const document = this.documentNumbers.get(Number(row.document));
      const owner = entity(row.entity);
      if (owner !== undefined && document !== undefined)
        add('batch_entity_documents', { ...row, entity: owner, document });
    });
    yield* this.#rows('batch_relationships', (row) => {
      const resolution = made.resolution.get(Number(row.resolution));
      const [source, target] = [entity(row.source), entity(row.target)];
      if (resolution !== undefined && source !== undefined && target !== undefined)
        add('batch_relationships', { ...row, resolution, source, target });
    });
  }

  #lastRowid(): number {
    return (this.#db.prepare('SELECT last_insert_rowid() AS n').get() as { n: number }).n;
  }
}
