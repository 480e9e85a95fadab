/** `redwell reconcile ID`: checks a batch's counters against its documents and BullMQ's jobs. */
import { keepCommand } from '../../core/app/command-log.ts';
import { reconcileBatch } from '../../core/batches/reconcile.ts';
import { logFolder } from '../../core/operator-log/files.ts';
import { openOperatorLog } from '../../core/operator-log/log.ts';
import { RedwellError } from '../../shared/errors.ts';
import { isExact, ORPHAN_LABEL, type Reconciled } from '../../shared/reconcile.ts';
import { STAGE_LABEL } from '../../shared/stages.ts';
import { count, counted, table } from '../format.ts';
import type { Output } from '../output.ts';
import { type RedisOptions, withRedis } from '../redis-app.ts';
import { shownJson } from '../shown.ts';

/**
 * @param repair corrects wrong counters, and continues documents that have lost their jobs
 * @returns exit code: 0 if everything agrees, else 1. @throws RedwellError redis_unavailable, not_found
 */
export function reconcile(
  options: RedisOptions,
  batchId: string,
  { json, repair }: { json: boolean; repair: boolean },
  out: Output,
): Promise<number> {
  return withRedis(options, async ({ redis, broker }) => {
    const result = await keptRepair(options.dataDir, batchId, repair, () =>
      reconcileBatch(redis, broker, batchId, repair),
    );
    if (result.checked === 0 && result.overwritten === undefined) {
      throw new RedwellError('not_found', `There is no batch ${batchId} on the Redis server.`, {
        action: 'Only a batch that is still in Redis can be checked. Run "redwell batches" for a list.',
      });
    }
    if (json) await out.line(shownJson(result));
    else await report(result, repair, out);
    return isExact(result) ? 0 : 1;
  });
}

/** A repair is in the operator log; a check changes nothing. */
function keptRepair(
  dataDir: string,
  batchId: string,
  repair: boolean,
  work: () => Promise<Reconciled>,
): Promise<Reconciled> {
  if (!repair) return work();
  const log = openOperatorLog(logFolder(dataDir), { from: 'command line' });
  return keepCommand(
    { log, history: { batch: () => null }, announce: () => undefined },
    { what: 'batch.repair', batchId },
    ({ checked, repaired, drift }) => ({ details: { checked, repaired, corrected: drift.length } }),
    work,
  );
}

async function report(result: Reconciled, repair: boolean, out: Output): Promise<void> {
  const { checked, drift, orphaned, orphans, repaired, givenUp, ending, overwritten = [] } = result;
  if (overwritten.length > 0) {
    await out.line('Another program has overwritten data of Redwell on the Redis server:');
    for (const key of overwritten) await out.line(`  ${key}`);
    await out.line(
      repair
        ? 'It was moved aside. A batch that has to be restored continues when the app that submitted it is open.'
        : 'To move it aside and to continue the batch, run this command with --repair.',
    );
    if (checked === 0) return;
  }
  await out.line(`${counted(checked, 'document')} checked.`);
  if (isExact(result)) {
    await out.line('Every counter is right, and no document has lost its job.');
    return;
  }
  if (drift.length > 0) {
    await out.line(repair ? 'Corrected these counters:' : 'These counters are wrong:');
    const rows = drift.map((d) => [d.counter, String(d.stored), String(d.recomputed)]);
    await out.line(table(['Counter', 'stored', 'counted'], rows, [1, 2]));
  }
  if (orphaned > 0) {
    await out.line(`${counted(orphaned, 'document')} cannot continue without a job:`);
    const rows = orphans.map((o) => [o.documentId, STAGE_LABEL[o.stage], ORPHAN_LABEL[o.cause], o.detail]);
    await out.line(table(['Document', 'stage', 'cause', 'details'], rows, []));
    await out.line(
      repair
        ? `${count(repaired)} continue. ${count(givenUp)} became exceptions.`
        : 'To let them continue, run this command with --repair.',
    );
  }
  if (ending !== null) {
    const details = ending.detail === '' ? '' : ` (${ending.detail})`;
    await out.line(`The batch’s entities were never computed. ${ORPHAN_LABEL[ending.cause]}${details}.`);
    await out.line(
      ending.repaired ? 'Redwell is computing them now.' : 'To compute them, run this command with --repair.',
    );
  }
}
