/** Watches a batch until it has ended and history has recorded all of it. */
import type { Redwell } from '../core/app/types.ts';
import { type Batch, isTerminal } from '../shared/batches.ts';
import { RedwellError } from '../shared/errors.ts';
import type { Health } from '../shared/health.ts';
import { type RedisCondition, redisConditionText } from '../shared/redis-condition.ts';
import { count, counted, duration } from './format.ts';
import type { Progress } from './progress.ts';

/** Between two looks at the batch, in case its last event came before we subscribed. ms */
const LOOK_MS = 1000;
/** Restarts of the worker between two notes about them. */
const RESTARTS = 3;

export function progressText(batch: Batch): string {
  const { completed, exceptions, pending } = batch.equation;
  const parts = [`${count(completed)} completed`];
  if (exceptions > 0) parts.push(counted(exceptions, 'exception'));
  parts.push(`${count(pending)} to go`);
  if (batch.eta !== null) parts.push(`about ${duration(Math.max(0, batch.eta.likely - Date.now()))} left`);
  return parts.join(', ');
}

/** Warnings that mean that work waits for a disk. */
const DISK_WARNINGS = new Set(['disk_full', 'disk_read_only', 'disk_gone', 'redis_disk']);

/** Reports once when work waits for a disk, when Redis stops working, why, and when it works again, and when the worker keeps ending. */
function watchHealth(progress: Progress): (health: Health) => void {
  let trouble: RedisCondition | null = null;
  let reported = 0;
  let full = false;
  return ({ redis, supervisor, warnings }) => {
    const disk = warnings.find(({ code }) => DISK_WARNINGS.has(code));
    if ((disk !== undefined) !== full) {
      full = !full;
      progress.note(
        disk === undefined
          ? 'The disk has room again. The batch continues.'
          : `${disk.message} ${disk.action}`,
      );
    }
    const now = redis.condition ?? (redis.state === 'ready' ? null : 'away');
    if (now !== trouble) {
      trouble = now;
      const { message, action } = redisConditionText(now ?? 'away', redis.mode === 'embedded');
      progress.note(now === null ? 'Redis works again. The batch continues.' : `${message} ${action}`);
    }
    if (supervisor.restarts >= reported + RESTARTS) {
      reported = supervisor.restarts;
      progress.note(
        `The worker has stopped ${reported} times (${supervisor.lastExit}). See log/worker.log in the data folder.`,
      );
    }
  };
}

/**
 * @returns the batch as history has it, ended and with no document pending
 * @throws RedwellError canceled when `signal` fires, without canceling the batch; not_found
 */
export async function followBatch(
  redwell: Pick<Redwell, 'handlers' | 'on'>,
  batchId: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Batch> {
  const undo: (() => void)[] = [];
  try {
    return await new Promise<Batch>((resolve, reject) => {
      const look = async (): Promise<void> => {
        const batch = await redwell.handlers['batches.get']({ batchId });
        if (isTerminal(batch.status) && batch.equation.pending === 0) resolve(batch);
        else progress.show(batch.percent / 100, progressText(batch));
      };
      const lookOrFail = (): void => void look().catch(reject);
      const stop = (): void => reject(new RedwellError('canceled', 'Stopped.'));
      undo.push(
        redwell.on('batch.changed', (batch) => {
          if (batch.id !== batchId) return;
          if (isTerminal(batch.status)) lookOrFail();
          else progress.show(batch.percent / 100, progressText(batch));
        }),
        redwell.on('health.changed', watchHealth(progress)),
        () => signal.removeEventListener('abort', stop),
      );
      const timer = setInterval(lookOrFail, LOOK_MS);
      undo.push(() => clearInterval(timer));
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      lookOrFail();
    });
  } finally {
    for (const one of undo) one();
  }
}
