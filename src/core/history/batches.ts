/** Lists batches from history and saves their counters. */
import type { Batch } from '../../shared/batches.ts';
import type { RequestOutput, RequestParsed } from '../../shared/bridge.ts';
import { type BatchCounters, type BatchRecord, SHOWN_STATUS } from './batch-counters.ts';
import type { Database } from './connection.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import { likePattern } from './paths.ts';

type Query = RequestParsed<'batches.list'>;

export interface BatchQueries {
  list(query: Query): RequestOutput<'batches.list'>;
  one(batchId: string): Batch | null;
  /** Saves the counters of a batch. Does nothing for a batch that history doesn't have. */
  save(batch: Batch): void;
  /** Ids of batches whose final counters were never saved, oldest first. */
  unsettled(): string[];
  /** Ids of those that were submitted to the Redis at this address. */
  unsettledAt(place: string): string[];
  /** Records the address of the Redis that a batch was submitted to. */
  place(batchId: string, place: string): void;
  /** Ids of batches that ended without canonical entities, newest first; 500 at most. */
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
const SEARCHED = ['b.name', 'b.matter', 'b.custodian', 'b.id'];

export function batchQueries(db: Database, counters: BatchCounters): BatchQueries {
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
        where.push(
          `(${SEARCHED.map((column) => String.raw`fold(${column}) LIKE ? ESCAPE '\'`).join(' OR ')})`,
        );
        values.push(...SEARCHED.map(() => pattern));
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
        items: records.slice(0, query.limit).map((record) => counters.batch(record)),
        next: last === undefined ? null : encodeCursor([last.created_at, last.n]),
        total,
      };
    },

    one(batchId) {
      const record = byId.get(batchId) as BatchRecord | undefined;
      return record === undefined ? null : counters.batch(record);
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
