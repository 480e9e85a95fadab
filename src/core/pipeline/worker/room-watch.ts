/** Stops a worker from taking new jobs while a disk has too little room. */
import type { Logger } from 'pino';
import type { RoomGate } from '../../disk/gate.ts';
import type { Taker } from './holds.ts';

export interface RoomWatch {
  /** Adds a worker, which is paused at once if there is no room. */
  add(worker: Taker): void;
  /** Why no new jobs are taken; null while they are. */
  reason(): string | null;
  dispose(): void;
}

const LOOK_MS = 1000;

/** Resolves after the first look. Running jobs are not stopped. */
export async function watchRoom(gate: RoomGate, log: Logger): Promise<RoomWatch> {
  const workers = new Set<Taker>();
  let reason = (await gate.paused())?.message ?? null;
  const apply = (worker: Taker): void => {
    const done = Promise.resolve(reason === null ? worker.resume() : worker.pause(true));
    done.catch((error: unknown) => log.warn({ error }, 'a queue could not be paused or resumed'));
  };
  const look = async (): Promise<void> => {
    const now = (await gate.paused())?.message ?? null;
    const changed = (now === null) !== (reason === null);
    reason = now;
    if (!changed) return;
    log.warn({ reason }, now === null ? 'the worker takes jobs again' : 'the worker takes no new jobs');
    for (const worker of workers) apply(worker);
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn({ error }, 'reading the free space failed'));
  }, LOOK_MS);
  return {
    add(worker) {
      workers.add(worker);
      if (reason !== null) apply(worker);
    },
    reason: () => reason,
    dispose: () => clearInterval(timer),
  };
}
