/** `redwell live`: shows the active batches as they change. */
import { type LiveBoard, startBoard } from '../../core/live/board.ts';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import { STAGE_LABEL, STAGES } from '../../shared/stages.ts';
import { progressText } from '../follow.ts';
import { count, percent, statusText, table } from '../format.ts';
import type { Output } from '../output.ts';
import { type RedisAccess, type RedisOptions, withRedis } from '../redis-app.ts';
import { type LookOptions, showRepeatedly } from '../screen.ts';
import { joined, type Shown, shownJson, shownText } from '../shown.ts';

/** @throws RedwellError redis_unavailable */
export function live(redis: RedisOptions, look: LookOptions, out: Output): Promise<void> {
  return withRedis(redis, async (access) => {
    const board = access.lifetime.own(startBoard(access.redis, () => undefined, access.log));
    await showRepeatedly(look, out, async () => {
      const batches = await activeBatches(access, board);
      return look.json ? shownJson({ at: Date.now(), batches }) : liveText(batches);
    });
  });
}

/** Returns the active batches with their current counters. */
export async function activeBatches({ redis }: RedisAccess, board: LiveBoard): Promise<Batch[]> {
  const ids = await redis.roles.batch.zrange(redis.keys.activeBatches(), '0', '-1');
  const found = await Promise.all(ids.map((id) => board.read(id)));
  return found.flatMap((one) => (one === null || isTerminal(one.batch.status) ? [] : [one.batch]));
}

function liveText(batches: readonly Batch[]): Shown {
  if (batches.length === 0) return shownText('No batches are active.');
  return joined(
    batches.map((batch) => {
      const rows = STAGES.map((stage) => {
        const s = batch.stages[stage];
        const numbers = [s.waiting, s.running, s.retrying, s.completed, s.failed].map(count);
        return [STAGE_LABEL[stage], ...numbers];
      });
      return joined(
        [
          `${batch.name} (${batch.id}): ${statusText(batch.status)}, ${percent(batch.percent)}, ${progressText(batch)}`,
          table(['Stage', 'waiting', 'running', 'retrying', 'completed', 'failed'], rows, [1, 2, 3, 4, 5]),
        ],
        '\n',
      );
    }),
    '\n\n',
  );
}
