/** Keeps one local worker running: starts it, watches it, and restarts it with growing delays. */
import type { Logger } from 'pino';
import type { Health } from '../../shared/health.ts';
import type { RedwellConfig, WorkerProcess } from './types.ts';
import type { WorkerMessage } from './worker-message.ts';

export interface Supervisor {
  /**
   * Starts the worker. Does nothing when this host runs no worker.
   * @param env the worker's settings
   * @param firstMessages read for every worker process that starts, and sent to it before anything else
   */
  start(env: Record<string, string>, firstMessages: () => readonly WorkerMessage[]): void;
  /** Sends a message to the running worker. Resolves at once when none runs: `start`'s messages reach the next one. */
  send(message: WorkerMessage): Promise<void>;
  /** `off` until `start`, and after `stop`. */
  state(): Health['supervisor'];
  /** Stops the worker and waits for it. `start` may be called again. */
  stop(): Promise<void>;
}

const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 15_000;
/** A worker that ran this long was healthy: the next restart begins with the shortest delay. */
const HEALTHY_AFTER_MS = 10_000;
const GRACE_MS = 10_000;

const OFF: Health['supervisor'] = { state: 'off', restarts: 0, lastExit: null };

/** @param spawn null when this host runs no worker and other machines do the work */
export function createSupervisor(spawn: RedwellConfig['spawnWorker'], log: Logger): Supervisor {
  let worker: WorkerProcess | null = null;
  let timer: NodeJS.Timeout | null = null;
  let state = OFF;

  /** A message that cannot be delivered is not lost: the restarted worker gets it among its first messages. */
  const deliver = (to: WorkerProcess, message: WorkerMessage): Promise<void> =>
    to.send(message).catch((error: unknown) => {
      const { kind, batchId } = message;
      log.warn({ error, kind, batchId }, 'a message did not reach the local worker');
    });

  return {
    start(env, firstMessages) {
      if (spawn === null) return;
      let failures = 0;
      const launch = (): void => {
        const startedAt = Date.now();
        const started = spawn(env);
        worker = started;
        state = { ...state, state: 'running' };
        for (const message of firstMessages()) void deliver(started, message);
        started.onExit((reason) => {
          // Stopped on purpose, or replaced: `stop` clears `worker` first.
          if (worker !== started) return;
          worker = null;
          failures = Date.now() - startedAt > HEALTHY_AFTER_MS ? 0 : failures + 1;
          state = { state: 'backing_off', restarts: state.restarts + 1, lastExit: reason };
          const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
          log.warn({ reason, delayMs }, 'the local worker exited and will be restarted');
          timer = setTimeout(launch, delayMs);
        });
      };
      state = { ...OFF, state: 'starting' };
      launch();
    },
    async send(message) {
      if (worker !== null) await deliver(worker, message);
    },
    state: () => ({ ...state }),
    async stop() {
      const running = worker;
      worker = null;
      state = OFF;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      await running?.stop(GRACE_MS);
    },
  };
}
