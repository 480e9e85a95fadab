/** Lists batches from history and saves their counters. */
import { NEWEST_FIRST } from '../../shared/batch-list.ts';
import type { Batch } from '../../shared/batches.ts';
import type { RequestOutput, RequestParsed } from '../../shared/bridge.ts';
import { inOneTurn, type Steps } from '../util/event-loop.ts';
import { type BatchCounters, type BatchRecord, SHOWN_STATUS } from './batch-counters.ts';
import { type BatchNames, isPlain, pageOfBatches } from './batch-order.ts';
import type { Database } from './connection.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';
import { likePattern } from './paths.ts';

type Query = RequestParsed<'batches.list'>;

export interface BatchQueries {
  list(query: Query): RequestOutput<'batches.list'>;
  /** Lists batches with pauses: the first page of an order takes a while if there are thousands. */
  listSteps(query: Query): Steps<RequestOutput<'batches.list'>>;
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
const NAMES = 'b.n, b.name, b.matter, b.custodian';
const SEARCHED = ['b.name', 'b.matter', 'b.custodian', 'b.id'];

export function batchQueries(db: Database, counters: BatchCounters): BatchQueries {
  const byId = db.prepare(`SELECT ${COLUMNS} FROM batches b WHERE b.id = ?`);
  const byNumber = db.prepare(`SELECT ${COLUMNS} FROM batches b WHERE b.n = ?`);
  const nameOf = db.prepare(`SELECT ${NAMES} FROM batches b WHERE b.n = ?`);
  const numberOf = db.prepare('SELECT n FROM batches WHERE id = ?');
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

  /** Returns the SQL of a filter and its parameters. */
  const conditions = ({ status, search }: Query): { sql: string; values: string[] } => {
    const where: string[] = ['true'];
    const values: string[] = [];
    if (status !== 'all') where.push(`${SHOWN_STATUS} IN ${STATUSES[status]}`);
    const pattern = likePattern(search);
    if (pattern !== null) {
      where.push(`(${SEARCHED.map((column) => String.raw`fold(${column}) LIKE ? ESCAPE '\'`).join(' OR ')})`);
      values.push(...SEARCHED.map(() => pattern));
    }
    return { sql: where.join(' AND '), values };
  };

  const newestFirst = (query: Query): RequestOutput<'batches.list'> => {
    const { sql, values } = conditions(query);
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
  };

  const recordOf = (n: number) => byNumber.get(n) as BatchRecord | undefined;

  function* listSteps(query: Query): Steps<RequestOutput<'batches.list'>> {
    const { sort = NEWEST_FIRST, cursor, limit } = query;
    if (isPlain(sort)) return newestFirst(query);
    const { sql, values } = conditions(query);
    const rows = db.prepare(`SELECT ${NAMES} FROM batches b WHERE ${sql}`).all(...values) as BatchNames[];
    const { batches, next } = yield* pageOfBatches(
      { sort, cursor, limit },
      rows,
      (n) => nameOf.get(n) as BatchNames | undefined,
      (n) => counters.values(n, recordOf),
    );
    const records = batches.flatMap((n) => recordOf(n) ?? []);
    return { items: records.map((record) => counters.batch(record)), next, total: rows.length };
  }

  return {
    listSteps,
    list: (query) => inOneTurn(listSteps(query)),

    one(batchId) {
      const record = byId.get(batchId) as BatchRecord | undefined;
      return record === undefined ? null : counters.batch(record);
    },

    save(batch) {
      save.run(batch.status, batch.priority, JSON.stringify(batch), batch.id);
      const found = numberOf.get(batch.id) as { n: number } | undefined;
      if (found !== undefined) counters.forgetValues(found.n);
    },

    unresolved: () => (unresolved.all() as { id: string }[]).map((row) => row.id),
    unsettledAt: (place) => (unsettledAt.all(place) as { id: string }[]).map((row) => row.id),
    place(batchId, place) {
      setPlace.run(place, batchId);
    },
    unsettled: () => (unsettled.all() as { id: string }[]).map((row) => row.id),
  };
}
