/** Takes back from Redis what a damaged history has lost. */
import type { History } from '../history/types.ts';
import { safeAddress } from '../redis/address.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { readResults } from '../results/store.ts';
import { catchUp } from './catch-up.ts';

/** Documents whose results are read and written at once. */
const RESULTS_SLICE = 25;
const MAX_ACTIVE = 500;

/**
 * Records again the documents whose record is lost or incomplete, as far as Redis still has them.
 * @param all also reads the states of active batches, because the newest events may be lost with the file
 * @returns ids of the batches that changed. @throws whatever ioredis throws while Redis is away; repeating is harmless
 */
export async function refill(
  redis: RedisRoles,
  history: History,
  all: boolean,
  stop: AbortSignal,
): Promise<string[]> {
  const changed = new Set<string>();
  for (const [batchId, { lost, incomplete }] of history.repair.lost()) {
    if (stop.aborted) return [...changed];
    if ((await catchUp(redis, history, batchId, lost)) > 0) {
      // Redis knows how they ended, but once history had their results, it let them go.
      history.repair.markBare(await withoutResults(redis, lost));
      history.placeBatch(batchId, safeAddress(redis.target.url));
      changed.add(batchId);
    }
    if ((await takeResults(redis, history, incomplete)) > 0) changed.add(batchId);
  }
  if (!all) return [...changed];
  const active = history.listBatches({ search: '', status: 'active', cursor: null, limit: MAX_ACTIVE });
  for (const { id } of active.items) if ((await catchUp(redis, history, id)) > 0) changed.add(id);
  return [...changed];
}

/** Returns the documents whose results are not all there any more. */
async function withoutResults(redis: RedisRoles, ids: readonly string[]): Promise<string[]> {
  const whole = new Set<string>();
  for (let i = 0; i < ids.length; i += RESULTS_SLICE)
    for (const { documentId, results } of await readResults(redis, ids.slice(i, i + RESULTS_SLICE)))
      if (isWhole(results)) whole.add(documentId);
  return ids.filter((id) => !whole.has(id));
}

const isWhole = (results: { ocr?: unknown; finalization?: unknown }): boolean =>
  results.ocr !== undefined && results.finalization !== undefined;

/** Records documents anew whose results are all still there. @returns how many */
async function takeResults(redis: RedisRoles, history: History, ids: readonly string[]): Promise<number> {
  let taken = 0;
  for (let i = 0; i < ids.length; i += RESULTS_SLICE) {
    const results = (await readResults(redis, ids.slice(i, i + RESULTS_SLICE))).filter(({ results: of }) =>
      isWhole(of),
    );
    if (results.length === 0) continue;
    history.repair.reopen(results.map(({ documentId }) => documentId));
    history.apply({ cursor: history.cursor() ?? '0-0', events: [], results });
    taken += results.length;
  }
  return taken;
}
