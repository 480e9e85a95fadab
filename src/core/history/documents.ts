/** Lists documents and returns the details of one. */
import type { RequestOutput, RequestParsed } from '../../shared/bridge.ts';
import type { DocumentDetail, DocumentRow, Twin } from '../../shared/documents.ts';
import type { EntityKey } from '../../shared/entities.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Database } from './connection.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import {
  type AttemptRecord,
  attemptReader,
  type DocumentRecord,
  RECORD_COLUMNS,
  toAttempts,
  toRow,
} from './document-rows.ts';
import { likePattern } from './paths.ts';
import { readText, TEXT_COLUMNS, type TextRow } from './text-rows.ts';

type Query = RequestParsed<'documents.list'>;
type FindEntity = (batchN: number, key: EntityKey) => number | null;
type Value = string | number | null;

export interface DocumentQueries {
  list(query: Query): RequestOutput<'documents.list'>;
  all(batchId: string): IterableIterator<DocumentRow>;
  detail(documentId: string): DocumentDetail | null;
  open(batchId: string): string[];
}

/** Rows per read while streaming a batch. Between reads no transaction is open. */
const STREAM_SLICE = 500;

/** Builds the WHERE clause of a list without its cursor. `query.stage` matches the current or the failed stage. */
function conditions(query: Query, batch: number, findEntity: FindEntity): { sql: string; values: Value[] } {
  const parts = ['d.batch = ?'];
  const values: Value[] = [batch];
  const add = (sql: string, value: Value): void => {
    parts.push(sql);
    values.push(value);
  };
  if (query.status !== null) add('d.status = ?', query.status);
  if (query.type !== null) add('d.type = ?', query.type);
  if (query.code !== null) {
    parts.push(`(d.code = ? OR (d.warned = 1 AND EXISTS (
      SELECT 1 FROM json_each(d.intake_warnings) WHERE value ->> 'code' = ?
      UNION ALL SELECT 1 FROM json_each(d.warnings) WHERE value ->> 'code' = ?)))`);
    values.push(query.code, query.code, query.code);
  }
  if (query.warned) parts.push('d.warned = 1');
  if (query.stage !== null) add('d.stage = ?', STAGES.indexOf(query.stage));
  const pattern = likePattern(query.search);
  if (pattern !== null) add(String.raw`coalesce(d.folded, d.path) LIKE ? ESCAPE '\'`, pattern);
  // An entity that is missing from the newest resolution matches no document.
  if (query.entity !== undefined)
    add(
      'd.n IN (SELECT document FROM batch_entity_documents WHERE entity = ?)',
      findEntity(batch, query.entity),
    );
  return { sql: parts.join(' AND '), values };
}

const prepareStatements = (db: Database) => ({
  batchN: db.prepare('SELECT n FROM batches WHERE id = ?'),
  one: db.prepare(`SELECT ${RECORD_COLUMNS} FROM documents d JOIN batches b ON b.n = d.batch WHERE d.id = ?`),
  text: db.prepare(`SELECT ${TEXT_COLUMNS} FROM texts t WHERE t.document = ?`),
  entities: db.prepare(
    `SELECT kind, text, coalesce(canonical, text) AS canonical, start, "end", page
     FROM entities WHERE document = ? ORDER BY place`,
  ),
  relationships: db.prepare('SELECT * FROM relationships WHERE document = ? ORDER BY place'),
  family: db.prepare(
    `SELECT id, path, 'parent' AS relation FROM documents WHERE id = :parent
     UNION ALL SELECT id, path, 'child' FROM documents WHERE parent_id = :id
     UNION ALL SELECT id, path, 'sibling' FROM documents WHERE parent_id = :parent AND id <> :id`,
  ),
  // Documents with the same content, whichever of them was received first.
  duplicates: db.prepare(
    `SELECT id, path FROM documents WHERE (id = :first OR duplicate_of = :first) AND id <> :id ORDER BY path`,
  ),
  open: db.prepare(
    `SELECT d.id FROM documents d JOIN batches b ON b.n = d.batch
     WHERE b.id = ? AND d.status IN ('pending', 'running') ORDER BY d.n`,
  ),
});

export function documentQueries(db: Database, findEntity: FindEntity): DocumentQueries {
  const attemptsOf = attemptReader(db);
  const { batchN, one, text, entities, relationships, family, duplicates, open } = prepareStatements(db);

  const batchNumber = (batchId: string): number | null =>
    (batchN.get(batchId) as { n: number } | undefined)?.n ?? null;

  /** @param after `documents.n` of the last row before the page; a cursor of the path itself could be too long */
  const page = (where: string, values: readonly Value[], after: number | null, limit: number) => {
    const keyset = after === null ? '' : ' AND (d.path, d.n) > (SELECT path, n FROM documents WHERE n = ?)';
    const sql = `SELECT ${RECORD_COLUMNS} FROM documents d JOIN batches b ON b.n = d.batch
      WHERE ${where}${keyset} ORDER BY d.path, d.n LIMIT ?`;
    return db.prepare(sql).all(...values, ...(after === null ? [] : [after]), limit) as DocumentRecord[];
  };

  function* stream(batchId: string): IterableIterator<DocumentRow> {
    const n = batchNumber(batchId);
    if (n === null) return;
    let after: number | null = null;
    for (;;) {
      const records = page('d.batch = ?', [n], after, STREAM_SLICE);
      for (const record of records) yield toRow(record, attemptsOf(record.n));
      const last = records.at(-1);
      if (last === undefined || records.length < STREAM_SLICE) return;
      after = last.n;
    }
  }

  return {
    all: stream,
    open: (batchId) => (open.all(batchId) as { id: string }[]).map((row) => row.id),

    list(query) {
      const n = batchNumber(query.batchId);
      if (n === null) return { items: [], next: null, total: 0 };
      const { sql, values } = conditions(query, n, findEntity);
      const [after = null] = query.cursor === null ? [] : decodeCursor(query.cursor, 1);
      const records = page(sql, values, after, query.limit + 1);
      const items = records.slice(0, query.limit).map((record) => toRow(record, attemptsOf(record.n)));
      const last = records.length > query.limit ? records[query.limit - 1] : undefined;
      const { total } = db
        .prepare(`SELECT count(*) AS total FROM documents d WHERE ${sql}`)
        .get(...values) as {
        total: number;
      };
      return { items, next: last === undefined ? null : encodeCursor([last.n]), total };
    },

    detail(documentId) {
      const record = one.get(documentId) as DocumentRecord | undefined;
      if (record === undefined) return null;
      const { id, parent_id: parent, duplicate_of: duplicateOf } = record;
      // A duplicate has the bytes of its twin and nothing of its own.
      const twin =
        record.status === 'duplicate' && duplicateOf !== null
          ? ((one.get(duplicateOf) as DocumentRecord | undefined) ?? null)
          : null;
      const content = twin ?? record;
      const attempts = attemptsOf(content.n);
      const row = text.get(content.n) as TextRow | undefined;
      const kept = row === undefined ? null : readText(content.id, row);
      return {
        ...(twin === null ? toRow(record, attempts) : duplicateRow(record, twin, attempts)),
        contentOf: twin === null ? null : twinOf(twin, attempts),
        metadata: kept?.metadata ?? {},
        modifiedAt: record.modified_at,
        custodian: record.custodian,
        text: kept?.text ?? null,
        textCheck: kept?.check ?? null,
        pageMap: kept?.pageMap ?? [],
        entityList: (entities.all(content.n) as DocumentDetail['entityList']).map((e) => ({ ...e })),
        relationships: (relationships.all(content.n) as RelationshipRecord[]).map(toRelationship),
        attempts: toAttempts(content, attempts),
        family: (family.all({ parent, id }) as DocumentDetail['family']).map((f) => ({ ...f })),
        duplicates: (duplicates.all({ first: duplicateOf ?? id, id }) as DocumentDetail['duplicates']).map(
          (d) => ({ ...d }),
        ),
      };
    },
  };
}

/** Returns the row of a duplicate with what its content tells. Its own path, status and warnings of intake stay. */
function duplicateRow(
  record: DocumentRecord,
  twin: DocumentRecord,
  attempts: readonly AttemptRecord[],
): DocumentRow {
  const own = toRow(record, []);
  const { pages, characters, entities, warnings } = toRow({ ...twin, intake_warnings: '[]' }, attempts);
  return { ...own, pages, characters, entities, warnings: [...own.warnings, ...warnings] };
}

function twinOf(twin: DocumentRecord, attempts: readonly AttemptRecord[]): Twin {
  const { id, path, status, exception } = toRow(twin, attempts);
  return { id, path, status, exception };
}

interface RelationshipRecord {
  kind: DocumentDetail['relationships'][number]['kind'];
  source: string;
  source_kind: DocumentDetail['relationships'][number]['fromKind'];
  target: string;
  target_kind: DocumentDetail['relationships'][number]['toKind'];
  weight: number;
  evidence: string;
  role: string | null;
}

const toRelationship = (r: RelationshipRecord): DocumentDetail['relationships'][number] => ({
  kind: r.kind,
  from: r.source,
  fromKind: r.source_kind,
  to: r.target,
  toKind: r.target_kind,
  weight: r.weight,
  ...(r.role === null ? {} : { role: r.role }),
  evidence: JSON.parse(r.evidence) as DocumentDetail['relationships'][number]['evidence'],
});
