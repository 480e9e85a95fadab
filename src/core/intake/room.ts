/** Work on a drop that waits while the disk has too little room. */
import type { WireError } from '../../shared/errors.ts';
import { NO_GATE, type RoomGate } from '../disk/gate.ts';
import { isRefusal } from '../disk/refusals.ts';
import type { DropState } from './state.ts';

/** Does work when there is room for it. */
export type WhenRoom = <T>(work: () => Promise<T>) => Promise<T>;

/** Shows on the drop why its work waits; null: it goes on. */
export function sayWhy({ drop }: DropState, reason: WireError | null, onProgress: () => void): void {
  if (drop.error?.message === reason?.message) return;
  drop.error = reason;
  onProgress();
}

/**
 * Does work when there is room, and again after a disk or a quota refused it.
 * @param work leaves nothing behind when it fails
 * @throws whatever else `work` throws; the refusal itself without a gate
 */
export async function whenThereIsRoom<T>(
  state: DropState,
  gate: RoomGate,
  onProgress: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const { signal } = state.abort;
  const say = (reason: WireError | null): void => sayWhy(state, reason, onProgress);
  for (;;) {
    await gate.enter(signal, say);
    try {
      return await work();
    } catch (error) {
      if (!isRefusal(error) || gate === NO_GATE) throw error;
      await gate.afterRefusal(error, signal, say);
    }
  }
}
