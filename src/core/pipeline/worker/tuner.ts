/** Measures the queues of a worker and sets how many jobs each runs at a time. tuning.ts contains the rule. */
import { totalmem } from 'node:os';
import { DelayedError, UnrecoverableError } from 'bullmq';
import type { TunedQueue } from '../../../shared/health.ts';
import type { QueueName } from '../../../shared/stages.ts';
import { isTrying, startTuning, TELLING_JOBS, type TuningBounds, type TuningState, tune } from './tuning.ts';

export interface TunerOptions {
  bounds: TuningBounds;
  /** The operator chose the values. They are reported but not changed. */
  fixed: boolean;
  memoryShort(): boolean;
  /** Time between two checks, ms. */
  tickMs?: number;
}

export interface Tuner {
  /** Adds a queue. @param set applies a new value, for example to `worker.concurrency` */
  add(queue: QueueName, value: number, set: (value: number) => void): void;
  /** Runs a job and measures it. @throws the error of `work` */
  during<T>(queue: QueueName, work: () => Promise<T>): Promise<T>;
  /** Returns the current values and the reasons for them. */
  report(): TunedQueue[];
  dispose(): void;
}

const TICK_MS = 2000;
/** A window ends after this time even if few jobs ended. */
const LONGEST_WINDOW_MS = 15_000;
/** Memory is short when less than this share of it, and less than a gigabyte, is available. */
const MEMORY_SHARE = 0.1;
const MEMORY_BYTES = 1024 ** 3;

/**
 * Returns whether this machine, or the container of this process, is nearly out of memory. Always false on macOS, which
 * reports little free memory although it could free more at once.
 */
export function isMemoryShort(): boolean {
  if (process.platform === 'darwin') return false;
  const constrained = process.constrainedMemory();
  const total = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return process.availableMemory() < Math.min(MEMORY_BYTES, MEMORY_SHARE * total);
}

interface Watched {
  queue: QueueName;
  set: (value: number) => void;
  state: TuningState;
  running: number;
  ended: number;
  troubled: number;
  /** Jobs x ms from the start of the window to `countedAt`. */
  busyMs: number;
  countedAt: number;
  since: number;
}

export function createTuner(options: TunerOptions): Tuner {
  const queues = new Map<QueueName, Watched>();

  const count = (watched: Watched, change: number): void => {
    const now = performance.now();
    watched.busyMs += watched.running * (now - watched.countedAt);
    watched.countedAt = now;
    watched.running += change;
  };

  const check = (watched: Watched): void => {
    count(watched, 0);
    const now = watched.countedAt;
    const span = now - watched.since;
    const memoryShort = options.memoryShort();
    if (!memoryShort && watched.ended + watched.troubled < TELLING_JOBS && span < LONGEST_WINDOW_MS) return;
    const { ended, troubled } = watched;
    const seen = { ended, troubled, seconds: span / 1000, busy: watched.busyMs / span, memoryShort };
    const mayTry = [...queues.values()].every((other) => other === watched || !isTrying(other.state));
    const next = tune(watched.state, options.bounds, seen, mayTry);
    if (next.value !== watched.state.value) watched.set(next.value);
    Object.assign(watched, { state: next, ended: 0, troubled: 0, busyMs: 0, since: now });
  };

  const timer = options.fixed
    ? null
    : setInterval(() => {
        for (const watched of queues.values()) check(watched);
      }, options.tickMs ?? TICK_MS);

  return {
    add(queue, value, set) {
      const now = performance.now();
      const none = { running: 0, ended: 0, troubled: 0, busyMs: 0, countedAt: now, since: now };
      queues.set(queue, { queue, set, state: startTuning(value), ...none });
    },
    async during(queue, work) {
      const watched = queues.get(queue);
      if (watched === undefined) return work();
      count(watched, 1);
      try {
        const value = await work();
        watched.ended += 1;
        return value;
      } catch (error) {
        // A document that became an exception counts as ended, and a parked job not at all. Others are retried.
        if (error instanceof UnrecoverableError) watched.ended += 1;
        else if (!(error instanceof DelayedError)) watched.troubled += 1;
        throw error;
      } finally {
        count(watched, -1);
      }
    },
    report: () =>
      [...queues.values()].map(({ queue, state }) => ({
        queue,
        value: state.value,
        ...options.bounds,
        fixed: options.fixed,
        perSecond: state.perSecond,
        why: options.fixed ? 'fixed' : state.why,
      })),
    dispose: () => {
      if (timer !== null) clearInterval(timer);
    },
  };
}
