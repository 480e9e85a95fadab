/** Holds work back while a disk has too little room, and lets it go on by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type RedwellError, toWireError, type WireError } from '../../shared/errors.ts';
import { refusalReason } from './refusals.ts';
import { type Place, readRoom } from './room.ts';
import { pausedBy } from './words.ts';

/** Hears why work waits; null when it goes on. */
export type SayWhy = (reason: WireError | null) => void;

export interface RoomGate {
  /** Returns why new work has to wait now; null when it need not. */
  paused(): Promise<RedwellError | null>;
  /** Resolves when there is room. @throws the signal's reason when it fires */
  enter(signal: AbortSignal, say: SayWhy): Promise<void>;
  /**
   * Waits after a disk refused a write, until it is worth another try.
   * @param error for which `isRefusal` holds
   * @throws the signal's reason when it fires
   */
  afterRefusal(error: unknown, signal: AbortSignal, say: SayWhy): Promise<void>;
}

/** A reading is good for this long, ms: copying thousands of small files asks for each of them. */
const FRESH_MS = 250;
const POLL_MS = 1000;
/** A quota does not show in the free space, so a refused write is tried again after this time in any case, ms. */
const TRY_AGAIN_MS = 5000;

/**
 * @param places folders that the work writes to
 * @param reserve returns the bytes to keep free; null: the usual share of each disk
 */
export function createRoomGate(places: readonly Place[], reserve: () => number | null): RoomGate {
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<RedwellError | null> = Promise.resolve(null);

  const read = async (): Promise<RedwellError | null> => {
    for (const place of places) {
      const reason = pausedBy(await readRoom(place, reserve()));
      if (reason !== null) return reason;
    }
    return null;
  };
  const paused = (): Promise<RedwellError | null> => {
    const now = performance.now();
    if (now - readAt > FRESH_MS) {
      readAt = now;
      reading = read();
    }
    return reading;
  };
  const enter = async (signal: AbortSignal, say: SayWhy): Promise<void> => {
    let waited = false;
    for (let reason = await paused(); reason !== null; reason = await paused()) {
      waited = true;
      say(toWireError(reason));
      await sleep(POLL_MS, undefined, { signal });
    }
    signal.throwIfAborted();
    if (waited) say(null);
  };
  return {
    paused,
    enter,
    async afterRefusal(error, signal, say) {
      say(refusalReason(error, places[0]?.path ?? 'the data folder'));
      await sleep(TRY_AGAIN_MS, undefined, { signal });
      await enter(signal, say);
      say(null);
    },
  };
}

/** For work without a limit: tests of single parts. */
export const NO_GATE: RoomGate = {
  paused: async () => null,
  enter: async () => undefined,
  afterRefusal: async () => {
    throw new Error('Nothing waits without a gate');
  },
};
