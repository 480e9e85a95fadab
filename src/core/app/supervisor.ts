/** Keeps one local worker running: started, watched, started again with back-off. */
import type { Logger } from 'pino';
import type { Health } from '../../shared/health.ts';
import type { RedwellConfig, WorkerProcess } from './types.ts';
import type { WorkerMessage } from './worker-message.ts';

export interface Supervisor {
  state(): Health['supervisor'];
  /** Tells the worker that runs, and resolves when it is on its way; one that starts later is told by `handover`. */
  tell(message: WorkerMessage): Promise<void>;
  dispose(): Promise<void>;
}

const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 15_000;
/** A worker that ran this long was well: the next failure starts from the shortest delay again. */
const WELL_AFTER_MS = 10_000;
const GRACE_MS = 10_000;

/**
 * @param spawn null: no worker here, other machines do the work
 * @param handover what each worker is told when it starts
 */
export function superviseWorker(
  spawn: RedwellConfig['spawnWorker'],
  env: Record<string, string>,
  handover: () => readonly WorkerMessage[],
  log: Logger,
): Supervisor {
  let worker: WorkerProcess | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failures = 0;
  let stopping = false;
  const state: Health['supervisor'] = {
    state: spawn === null ? 'off' : 'starting',
    restarts: 0,
    lastExit: null,
  };

  /** One that is gone is told when it is started again. */
  const send = (to: WorkerProcess, message: WorkerMessage): Promise<void> =>
    to.send(message).catch((error: unknown) => {
      log.warn({ error, kind: message.kind, batchId: message.batchId }, 'the local worker could not be told');
    });

  const launch = (): void => {
    if (spawn === null || stopping) return;
    const startedAt = Date.now();
    const own = spawn(env);
    worker = own;
    state.state = 'running';
    for (const message of handover()) void send(own, message);
    own.onExit((how) => {
      if (worker === own) worker = null;
      if (stopping) return;
      state.lastExit = how;
      state.restarts += 1;
      state.state = 'backing_off';
      failures = Date.now() - startedAt > WELL_AFTER_MS ? 0 : failures + 1;
      const delay = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
      log.warn({ how, delay }, 'the local worker ended; starting it again');
      timer = setTimeout(launch, delay);
    });
  };
  launch();

  return {
    state: () => ({ ...state }),
    async tell(message) {
      if (worker !== null) await send(worker, message);
    },
    async dispose() {
      stopping = true;
      if (timer !== null) clearTimeout(timer);
      await worker?.stop(GRACE_MS);
    },
  };
}
