/** Lists the documents of a batch: filtered, sorted, page by page. */
import type { RequestOutput, RequestParsed } from '../../shared/bridge.ts';
import { BY_PATH, type ListedDocument } from '../../shared/document-list.ts';
import type { DocumentRow } from '../../shared/documents.ts';
import type { EntityKey } from '../../shared/entities.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Database } from './connection.ts';
import { decodeCursor, encodeCursor, noSuchPage } from './cursors.ts';
import { type DocumentOrder, documentOrder, type Segment } from './document-order.ts';
import {
  type AttemptRecord,
  attemptReader,
  type DocumentRecord,
  RECORD_COLUMNS,
  toRow,
} from './document-rows.ts';
import { likePattern } from './paths.ts';
import { relatedCondition } from './similar/related.ts';

type Query = RequestParsed<'documents.list'>;
type Filter = RequestParsed<'documents.ids'>;
export type FindEntity = (batchN: number, key: EntityKey) => number | null;
type Value = string | number | null;

export interface DocumentList {
  list(query: Query): RequestOutput<'documents.list'>;
  /** Ids of all documents that pass a filter. */
  ids(filter: Filter): string[];
  /** Every row of a batch in path order. */
  all(batchId: string): IterableIterator<DocumentRow>;
}

/** Rows per read while streaming a batch. Between reads no transaction is open. */
const STREAM_SLICE = 500;

interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
}

interface ListRecord extends DocumentRecord {
  sort_value: Value;
  day: number | null;
  tries: number | null;
  started_at: number | null;
  ended_at: number | null;
  running_ms: number | null;
  percent: number | null;
  inclusive: number | null;
  /** JSON; null for none. */
  tags: string | null;
}

const COLUMNS = `${RECORD_COLUMNS}, v.day, v.attempts AS tries, v.started_at, d.ended_at, v.running_ms,
  (SELECT percent FROM similar_families f WHERE f.document = d.n) AS percent,
  (SELECT contained_in IS NULL FROM mail_threads m WHERE m.document = d.n) AS inclusive,
  (SELECT json_group_array(tag) FROM document_tags t WHERE t.document = d.n) AS tags`;

/** Builds the WHERE clause of a list without its cursor. `stage` matches the current or the failed stage. */
function conditions(filter: Filter, batch: number, findEntity: FindEntity): Condition {
  const parts = ['d.batch = ?'];
  const values: Value[] = [batch];
  const add = (sql: string, value: Value): void => {
    parts.push(sql);
    values.push(value);
  };
  if (filter.status !== null) add('d.status = ?', filter.status);
  if (filter.type !== null) add('d.type = ?', filter.type);
  if (filter.code !== null) {
    parts.push(`(d.code = ? OR (d.warned = 1 AND EXISTS (
      SELECT 1 FROM json_each(d.intake_warnings) WHERE value ->> 'code' = ?
      UNION ALL SELECT 1 FROM json_each(d.warnings) WHERE value ->> 'code' = ?)))`);
    values.push(filter.code, filter.code, filter.code);
  }
  if (filter.warned) parts.push('d.warned = 1');
  if (filter.stage !== null) add('d.stage = ?', STAGES.indexOf(filter.stage));
  if (filter.tag !== null) {
    parts.push('d.n IN (SELECT document FROM document_tags WHERE batch = ? AND tag = ?)');
    values.push(batch, filter.tag);
  }
  // A choice that an earlier version kept has no such field.
  if (filter.related) {
    const { sql, values: named } = relatedCondition(filter.related);
    parts.push(sql);
    values.push(...named);
  }
  const pattern = likePattern(filter.search);
  if (pattern !== null) add(String.raw`coalesce(d.folded, d.path) LIKE ? ESCAPE '\'`, pattern);
  // An entity that is missing from the newest resolution matches no document.
  if (filter.entity !== undefined)
    add(
      'd.n IN (SELECT document FROM batch_entity_documents WHERE entity = ?)',
      findEntity(batch, filter.entity),
    );
  return { sql: parts.join(' AND '), values };
}

/** Where a page starts: behind a document of a segment. */
interface Place {
  readonly segment: number;
  readonly n: number;
  /** The document's value then, unless the value is fixed. */
  readonly value: number | null;
}

const FIRST_PLACE = null;

function placeOf(cursor: string | null, { segments }: DocumentOrder): Place | null {
  if (cursor === null) return FIRST_PLACE;
  const [segment = 0, n = 0, value = null] = decodeCursor(cursor, 2, 3);
  const at = segments[segment];
  if (at === undefined || (value === null) !== at.isFixed) throw noSuchPage();
  return { segment, n, value };
}

const cursorAfter = (segment: number, { isFixed }: Segment, { n, sort_value }: ListRecord): string =>
  encodeCursor(isFixed ? [segment, n] : [segment, n, Number(sort_value)]);

/** Builds the SQL that reads a segment of an order from a place on. */
function segmentSql(
  { tables, n, descending }: DocumentOrder,
  { where, values, value, isFixed }: Segment,
  filter: Condition,
  after: Place | null,
): Condition {
  const keyset: string[] = [];
  const from: Value[] = [];
  const past = descending ? '<' : '>';
  if (after !== null && value === null) {
    keyset.push(`${n} ${past} ?`);
    from.push(after.n);
  } else if (after !== null && isFixed) {
    keyset.push(`(${value}, ${n}) ${past} (SELECT ${value}, d.n FROM documents d WHERE d.n = ?)`);
    from.push(after.n);
  } else if (after !== null) {
    keyset.push(`(${value}, ${n}) ${past} (?, ?)`);
    from.push(after.value, after.n);
  }
  const direction = descending ? 'DESC' : 'ASC';
  const isOfValues = n.startsWith('v.');
  return {
    sql: `SELECT ${COLUMNS}, ${value ?? 'NULL'} AS sort_value FROM ${tables}
      WHERE ${[isOfValues ? 'v.batch = ?' : 'true', filter.sql, where, ...keyset].join(' AND ')}
      ORDER BY ${[value, n].filter((one) => one !== null).map((one) => `${one} ${direction}`)} LIMIT ?`,
    values: [...(isOfValues ? filter.values.slice(0, 1) : []), ...filter.values, ...values, ...from],
  };
}

const toListed = (record: ListRecord, attempts: readonly AttemptRecord[]): ListedDocument => ({
  ...toRow(record, attempts),
  custodian: record.custodian,
  day: record.day,
  attempts: record.tries,
  startedAt: record.started_at,
  endedAt: record.ended_at,
  runningMs: record.running_ms,
  similar: record.percent,
  inclusive: record.inclusive === null ? null : record.inclusive === 1,
  tags: record.tags === null ? [] : (JSON.parse(record.tags) as string[]),
});

export function documentList(db: Database, findEntity: FindEntity): DocumentList {
  const attemptsOf = attemptReader(db);
  const findBatch = db.prepare('SELECT n FROM batches WHERE id = ?');
  const batchNumber = (batchId: string): number | null =>
    (findBatch.get(batchId) as { n: number } | undefined)?.n ?? null;

  /** Reads a page. `next` is the cursor of the page after it. */
  const read = (order: DocumentOrder, filter: Condition, after: Place | null, limit: number) => {
    const records: ListRecord[] = [];
    let next: string | null = null;
    for (let index = after?.segment ?? 0; index < order.segments.length; index += 1) {
      const segment = order.segments[index];
      if (segment === undefined) break;
      const { sql, values } = segmentSql(order, segment, filter, index === after?.segment ? after : null);
      const room = limit - records.length;
      // One more than there is room for tells whether another page follows.
      const found = db.prepare(sql).all(...values, room + 1) as ListRecord[];
      if (found.length > room) {
        const last = found[room - 1];
        records.push(...found.slice(0, room));
        return { records, next: last === undefined ? next : cursorAfter(index, segment, last) };
      }
      records.push(...found);
      const last = found.at(-1);
      if (last !== undefined) next = cursorAfter(index, segment, last);
    }
    return { records, next: null };
  };

  function* stream(batchId: string): IterableIterator<DocumentRow> {
    const n = batchNumber(batchId);
    if (n === null) return;
    const order = documentOrder(BY_PATH);
    let cursor: string | null = null;
    do {
      const page = read(order, { sql: 'd.batch = ?', values: [n] }, placeOf(cursor, order), STREAM_SLICE);
      for (const record of page.records) yield toRow(record, attemptsOf(record.n));
      cursor = page.next;
    } while (cursor !== null);
  }

  return {
    all: stream,

    ids(filter) {
      const n = batchNumber(filter.batchId);
      if (n === null) return [];
      const { sql, values } = conditions(filter, n, findEntity);
      const rows = db.prepare(`SELECT d.id FROM documents d WHERE ${sql}`).all(...values) as { id: string }[];
      return rows.map(({ id }) => id);
    },

    list(query) {
      const n = batchNumber(query.batchId);
      if (n === null) return { items: [], next: null, total: 0 };
      const order = documentOrder(query.sort);
      const filter = conditions(query, n, findEntity);
      const { records, next } = read(order, filter, placeOf(query.cursor, order), query.limit);
      const { total } = db
        .prepare(`SELECT count(*) AS total FROM documents d WHERE ${filter.sql}`)
        .get(...filter.values) as { total: number };
      return { items: records.map((record) => toListed(record, attemptsOf(record.n))), next, total };
    },
  };
}
