/** `redwell reconcile ID`: checks a batch against its documents' states and BullMQ's jobs. */
import { reconcileBatch } from '../../core/batches/reconcile.ts';
import { RedwellError } from '../../shared/errors.ts';
import { isExact, ORPHAN_LABEL, type Reconciled } from '../../shared/reconcile.ts';
import { STAGE_LABEL } from '../../shared/stages.ts';
import { count, counted, table } from '../format.ts';
import type { Output } from '../output.ts';
import { type RedisOptions, withRedis } from '../redis-app.ts';

/**
 * @param repair put differing counters right, and let documents go on that have lost their jobs
 * @returns 0 when nothing differs, 1 otherwise. @throws RedwellError redis_unavailable, not_found
 */
export function reconcile(
  options: RedisOptions,
  batchId: string,
  { json, repair }: { json: boolean; repair: boolean },
  out: Output,
): Promise<number> {
  return withRedis(options, async ({ redis, broker }) => {
    const result = await reconcileBatch(redis, broker, batchId, repair);
    if (result.checked === 0) {
      throw new RedwellError('not_found', `Redis has no batch ${batchId}, or not any more.`, {
        action: 'Only batches that are still in Redis can be counted again; the others stand in history.',
      });
    }
    if (json) await out.line(JSON.stringify(result));
    else await report(result, repair, out);
    return isExact(result) ? 0 : 1;
  });
}

async function report(result: Reconciled, repair: boolean, out: Output): Promise<void> {
  const { checked, drift, orphaned, orphans, repaired, givenUp, ending } = result;
  if (isExact(result)) {
    await out.line(`${counted(checked, 'document')} checked, no drift.`);
    return;
  }
  if (drift.length > 0) {
    await out.line(
      `${count(checked)} documents checked; these counters ${repair ? 'were wrong and have been put right' : 'are wrong'}:`,
    );
    const rows = drift.map((d) => [d.counter, String(d.stored), String(d.recomputed)]);
    await out.line(table(['Counter', 'stored', 'counted'], rows, [1, 2]));
  }
  if (orphaned > 0) {
    await out.line(`${counted(orphaned, 'document')} without a job that would go on:`);
    const rows = orphans.map((o) => [o.documentId, STAGE_LABEL[o.stage], ORPHAN_LABEL[o.cause], o.detail]);
    await out.line(table(['Document', 'stage', 'cause', 'said'], rows, []));
    await out.line(
      repair
        ? `${count(repaired)} go on, ${count(givenUp)} became exceptions.`
        : 'Run it with --repair to let them go on.',
    );
  }
  if (ending !== null) {
    await out.line(
      `The work at the batch's end, its names and entities, would never come: ${ORPHAN_LABEL[ending.cause].toLowerCase()}${ending.detail === '' ? '' : ` (${ending.detail})`}.`,
    );
    await out.line(ending.repaired ? 'It comes now.' : 'Run it with --repair to have it done.');
  }
}
