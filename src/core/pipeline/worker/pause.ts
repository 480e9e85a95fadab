/** Pauses a worker while Redis refuses data, so that no document fails because of the server. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type RedisCondition, redisConditionText } from '../../../shared/redis-condition.ts';
import { replyCondition } from '../../redis/condition.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import { refusesData } from '../../redis/inspect.ts';
import type { Taker } from './holds.ts';

export interface Pause {
  /** Pauses this worker whenever the others pause. */
  add(taker: Taker): void;
  /**
   * Starts to pause if the error means that the server refuses data. Returns whether it does. A key of the wrong type
   * is no reason to pause, because it concerns one batch.
   */
  isCause(error: unknown): boolean;
  /** Resolves when the server takes data again, or when this worker stops. */
  over(): Promise<void>;
  /** What pauses this worker, or paused it a moment ago; null: nothing. */
  condition(): RedisCondition | null;
  dispose(): void;
}

const FIRST_MS = 500;
const MAX_MS = 15_000;
/** A condition that returns sooner than this was not mended: the test write is allowed, something else is not. */
const RETURNS_MS = 60_000;

/** @param redis whose server is asked until it takes data again */
export function createPause(redis: RedisRoles, log: Logger): Pause {
  const takers: Taker[] = [];
  const stop = new AbortController();
  let pausing: Promise<void> | null = null;
  let last: { condition: RedisCondition; endedAt: number; rounds: number } | null = null;

  const wait = async (first: RedisCondition, rounds: number): Promise<void> => {
    const { message, action } = redisConditionText(first);
    if (rounds === 0) log.warn({ condition: first }, `Work is paused. ${message} ${action}`);
    let condition: RedisCondition | null = first;
    for (let round = rounds; condition !== null && !stop.signal.aborted; round += 1) {
      // Aborted when this worker stops, which ends the loop.
      await sleep(Math.min(MAX_MS, FIRST_MS * 2 ** round), undefined, { signal: stop.signal }).catch(
        () => null,
      );
      condition = await refusesData(redis).catch((error: unknown) => {
        log.warn({ error }, 'asking Redis whether it takes data failed');
        return first;
      });
    }
    last = { condition: first, endedAt: Date.now(), rounds: rounds + 1 };
  };

  const begin = (condition: RedisCondition): void => {
    const returned = last !== null && last.condition === condition && Date.now() - last.endedAt < RETURNS_MS;
    const rounds = returned ? (last?.rounds ?? 0) : 0;
    last = { condition, endedAt: Number.POSITIVE_INFINITY, rounds };
    const fail = (error: unknown): void => log.error({ error }, 'a queue could not be paused');
    for (const taker of takers) taker.pause(true).catch(fail);
    pausing = wait(condition, rounds).finally(() => {
      pausing = null;
      if (stop.signal.aborted) return;
      for (const taker of takers) Promise.resolve(taker.resume()).catch(fail);
      if (rounds === 0) log.info({ condition }, 'Redis takes data again, and work continues');
    });
  };

  return {
    add: (taker) => void takers.push(taker),
    isCause(error) {
      const condition = replyCondition(error);
      if (condition === null || condition === 'wrong_type') return false;
      if (pausing === null && !stop.signal.aborted) begin(condition);
      return true;
    },
    over: async () => pausing ?? undefined,
    condition: () => (last !== null && Date.now() - last.endedAt < RETURNS_MS / 2 ? last.condition : null),
    dispose: () => stop.abort(),
  };
}
