/** `redwell reconcile ID`: counts a batch anew from its documents' states. */
import { recountBatch } from '../../core/batches/scripts.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { Output } from '../output.ts';
import { type RedisOptions, withRedis } from '../redis-desk.ts';
import { count, table } from '../words.ts';

/** @param repair put differing counters right @returns 0 without drift, 1 with it. @throws RedwellError redis_unavailable, not_found */
export function reconcile(
  options: RedisOptions,
  batchId: string,
  { json, repair }: { json: boolean; repair: boolean },
  out: Output,
): Promise<number> {
  return withRedis(options, async ({ redis }) => {
    const { checked, drift } = await recountBatch(redis, batchId, repair);
    if (checked === 0) {
      throw new RedwellError('not_found', `Redis has no batch ${batchId}, or not any more.`, {
        action: 'Only batches that are still in Redis can be counted again; the others stand in history.',
      });
    }
    if (json) await out.line(JSON.stringify({ batchId, checked, drift }));
    else if (drift.length === 0) await out.line(`${count(checked)} documents checked, no drift.`);
    else {
      await out.line(
        `${count(checked)} documents checked; these counters ${repair ? 'were wrong and have been put right' : 'are wrong'}:`,
      );
      const rows = drift.map((d) => [d.counter, String(d.stored), String(d.recomputed)]);
      await out.line(table(['Counter', 'stored', 'counted'], rows, [1, 2]));
    }
    return drift.length === 0 ? 0 : 1;
  });
}
