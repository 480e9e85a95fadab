/** Batches as history has them. */
import type { Batch } from '../../shared/batches.ts';
import type { RequestOutput, RequestParsed } from '../../shared/bridge.ts';
import { type BatchRecord, type Figures, SHOWN_STATUS } from './batch-figures.ts';
import type { Database } from './connection.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import { likePattern } from './paths.ts';

type Query = RequestParsed<'batches.list'>;

export interface BatchQueries {
  list(query: Query): RequestOutput<'batches.list'>;
  one(batchId: string): Batch | null;
  /** Keeps the figures of a batch that is known; others are another console's. */
  save(batch: Batch): void;
  /** Batches whose last saved figures are not those of their end. */
  unsettled(): string[];
  /** Those of them that were submitted to this Redis, by its address. */
  unsettledAt(place: string): string[];
  /** Notes to which Redis a batch was submitted. */
  place(batchId: string, place: string): void;
  /** Batches that ended without their canonical entities, newest first. */
  unresolved(): string[];
}

const STATUSES: Record<Exclude<Query['status'], 'all'>, string> = {
  active: "('outbox', 'submitting', 'running', 'paused', 'canceling')",
  completed: "('completed', 'completed_with_warnings')",
  exceptions: "('completed_with_exceptions', 'failed')",
  canceled: "('canceled')",
};

const COLUMNS = `b.n, b.id, b.name, b.matter, b.custodian, b.priority, b.created_at, b.saved,
  ${SHOWN_STATUS} AS shown`;
const WORDS = ['b.name', 'b.matter', 'b.custodian', 'b.id'];

export function batchQueries(db: Database, figures: Figures): BatchQueries {
  const byId = db.prepare(`SELECT ${COLUMNS} FROM batches b WHERE b.id = ?`);
  const save = db.prepare('UPDATE batches SET status = ?, priority = ?, saved = ? WHERE id = ?');
  const unsettled = db.prepare(
    `SELECT id FROM batches WHERE status IN ${STATUSES.active} ORDER BY created_at, n`,
  );
  const unsettledAt = db.prepare(
    `SELECT id FROM batches WHERE place = ? AND status IN ${STATUSES.active} ORDER BY created_at, n`,
  );
  const setPlace = db.prepare('UPDATE batches SET place = ? WHERE id = ?');
  const unresolved = db.prepare(
    `SELECT id FROM batches b WHERE b.status NOT IN ${STATUSES.active} AND NOT EXISTS
       (SELECT 1 FROM resolutions r WHERE r.batch = b.n AND r.whole = 1) ORDER BY created_at DESC, n DESC LIMIT 500`,
  );

  return {
    list(query) {
      const where: string[] = ['true'];
      const values: (string | number)[] = [];
      if (query.status !== 'all') where.push(`${SHOWN_STATUS} IN ${STATUSES[query.status]}`);
      const pattern = likePattern(query.search);
      if (pattern !== null) {
        where.push(`(${WORDS.map((column) => String.raw`fold(${column}) LIKE ? ESCAPE '\'`).join(' OR ')})`);
        values.push(...WORDS.map(() => pattern));
      }
      const sql = where.join(' AND ');
      const { total } = db.prepare(`SELECT count(*) AS total FROM batches b WHERE ${sql}`).get(...values) as {
        total: number;
      };
      const after = query.cursor === null ? [] : decodeCursor(query.cursor, 2);
      const keyset = after.length === 0 ? '' : ' AND (b.created_at, b.n) < (?, ?)';
      const records = db
        .prepare(
          `SELECT ${COLUMNS} FROM batches b WHERE ${sql}${keyset} ORDER BY b.created_at DESC, b.n DESC LIMIT ?`,
        )
        .all(...values, ...after, query.limit + 1) as BatchRecord[];
      const last = records.length > query.limit ? records[query.limit - 1] : undefined;
      return {
        items: records.slice(0, query.limit).map((record) => figures.batch(record)),
        next: last === undefined ? null : encodeCursor([last.created_at, last.n]),
        total,
      };
    },

    one(batchId) {
      const record = byId.get(batchId) as BatchRecord | undefined;
      return record === undefined ? null : figures.batch(record);
    },

    save(batch) {
      save.run(batch.status, batch.priority, JSON.stringify(batch), batch.id);
    },

    unresolved: () => (unresolved.all() as { id: string }[]).map((row) => row.id),
    unsettledAt: (place) => (unsettledAt.all(place) as { id: string }[]).map((row) => row.id),
    place(batchId, place) {
      setPlace.run(place, batchId);
    },
    unsettled: () => (unsettled.all() as { id: string }[]).map((row) => row.id),
  };
}
