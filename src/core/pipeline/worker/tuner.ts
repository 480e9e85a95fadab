/** Measures the queues of one worker and sets how many jobs each runs at a time (see tuning.ts for the rule). */
import { totalmem } from 'node:os';
import { DelayedError, UnrecoverableError } from 'bullmq';
import type { TunedQueue } from '../../../shared/health.ts';
import type { QueueName } from '../../../shared/stages.ts';
import { isTrying, startTuning, TELLING_JOBS, type TuningBounds, type TuningState, tune } from './tuning.ts';

export interface TunerOptions {
  bounds: TuningBounds;
  /** The operator chose the values: they are shown, and stay. */
  fixed: boolean;
  memoryShort(): boolean;
  /** Between two looks, ms. */
  tickMs?: number;
}

export interface Tuner {
  /** @param set what takes a new value, e.g. `worker.concurrency` */
  add(queue: QueueName, value: number, set: (value: number) => void): void;
  /** Counts a job while it runs. @throws what `work` throws */
  during<T>(queue: QueueName, work: () => Promise<T>): Promise<T>;
  /** The values now, with their reasons. */
  report(): TunedQueue[];
  dispose(): void;
}

const TICK_MS = 2000;
/** A window is closed after this long even when few jobs ended. */
const LONGEST_WINDOW_MS = 15_000;
/** With less than this share of memory left, and less than a gigabyte, more jobs at a time are asking for trouble. */
const MEMORY_SHARE = 0.1;
const MEMORY_BYTES = 1024 ** 3;

/**
 * Whether this machine, or the container around this process, is nearly out of memory. macOS is not asked: it
 * keeps what is free small and counts what it could free at once as used.
 */
export function isMemoryShort(): boolean {
  if (process.platform === 'darwin') return false;
  const constrained = process.constrainedMemory();
  const all = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return process.availableMemory() < Math.min(MEMORY_BYTES, MEMORY_SHARE * all);
}

interface Watched {
  queue: QueueName;
  set: (value: number) => void;
  state: TuningState;
  running: number;
  ended: number;
  troubled: number;
  /** Jobs x ms since the window began, up to `countedAt`. */
  busyMs: number;
  countedAt: number;
  since: number;
}

export function createTuner(options: TunerOptions): Tuner {
  const all = new Map<QueueName, Watched>();

  const count = (own: Watched, change: number): void => {
    const now = performance.now();
    own.busyMs += own.running * (now - own.countedAt);
    own.countedAt = now;
    own.running += change;
  };

  const look = (own: Watched): void => {
    count(own, 0);
    const now = own.countedAt;
    const span = now - own.since;
    const memoryShort = options.memoryShort();
    if (!memoryShort && own.ended + own.troubled < TELLING_JOBS && span < LONGEST_WINDOW_MS) return;
    const { ended, troubled } = own;
    const seen = { ended, troubled, seconds: span / 1000, busy: own.busyMs / span, memoryShort };
    const mayTry = [...all.values()].every((other) => other === own || !isTrying(other.state));
    const next = tune(own.state, options.bounds, seen, mayTry);
    if (next.value !== own.state.value) own.set(next.value);
    Object.assign(own, { state: next, ended: 0, troubled: 0, busyMs: 0, since: now });
  };

  const timer = options.fixed
    ? null
    : setInterval(() => {
        for (const own of all.values()) look(own);
      }, options.tickMs ?? TICK_MS);

  return {
    add(queue, value, set) {
      const now = performance.now();
      const none = { running: 0, ended: 0, troubled: 0, busyMs: 0, countedAt: now, since: now };
      all.set(queue, { queue, set, state: startTuning(value), ...none });
    },
    async during(queue, work) {
      const own = all.get(queue);
      if (own === undefined) return work();
      count(own, 1);
      try {
        const value = await work();
        own.ended += 1;
        return value;
      } catch (error) {
        // A parked job did nothing; one that is an exception now was worked on; the rest is tried again.
        if (error instanceof UnrecoverableError) own.ended += 1;
        else if (!(error instanceof DelayedError)) own.troubled += 1;
        throw error;
      } finally {
        count(own, -1);
      }
    },
    report: () =>
      [...all.values()].map(({ queue, state }) => ({
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
