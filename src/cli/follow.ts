/** Stays with a batch until it has ended and history has all of it. */
import type { Redwell } from '../core/app/types.ts';
import { type Batch, isTerminal } from '../shared/batches.ts';
import { RedwellError } from '../shared/errors.ts';
import type { Health } from '../shared/health.ts';
import { count, counted, duration } from './format.ts';
import type { Progress } from './progress.ts';

/** The end comes as an event; this is for one that was told before anybody listened. ms */
const LOOK_MS = 1000;
/** A worker that ended this often is worth a word. */
const RESTARTS = 3;

export function progressWords(batch: Batch): string {
  const { completed, exceptions, pending } = batch.equation;
  const parts = [`${count(completed)} completed`];
  if (exceptions > 0) parts.push(counted(exceptions, 'exception'));
  parts.push(`${count(pending)} to go`);
  if (batch.eta !== null) parts.push(`about ${duration(Math.max(0, batch.eta.likely - Date.now()))} left`);
  return parts.join(', ');
}

/** Says once when Redis goes or comes back, and when the worker does not stay up. */
function watchHealth(progress: Progress): (health: Health) => void {
  let away = false;
  let told = 0;
  return ({ redis, supervisor }) => {
    if ((redis.state !== 'ready') !== away) {
      away = !away;
      progress.say(
        away
          ? 'Redis does not answer. Nothing is lost; the batch goes on when it is back.'
          : 'Redis is back; the batch goes on.',
      );
    }
    if (supervisor.restarts >= told + RESTARTS) {
      told = supervisor.restarts;
      progress.say(
        `The worker ended ${told} times (${supervisor.lastExit}); see log/worker.log in the data folder.`,
      );
    }
  };
}

/**
 * @returns the batch as history has it, ended, with no document open
 * @throws RedwellError canceled when `signal` fires, leaving the batch as it is; not_found
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
        else progress.show(batch.percent / 100, progressWords(batch));
      };
      const lookOrFail = (): void => void look().catch(reject);
      const stop = (): void => reject(new RedwellError('canceled', 'Stopped.'));
      undo.push(
        redwell.on('batch.changed', (batch) => {
          if (batch.id !== batchId) return;
          if (isTerminal(batch.status)) lookOrFail();
          else progress.show(batch.percent / 100, progressWords(batch));
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
