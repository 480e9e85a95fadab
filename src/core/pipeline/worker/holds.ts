/** Lets several causes pause one worker: it takes jobs again when none of them holds it any more. */

/** The part of a BullMQ worker that takes jobs. */
export interface Taker {
  /** @param doNotWaitActive whether to resolve while jobs are still running */
  pause(doNotWaitActive?: boolean): Promise<void>;
  resume(): void | Promise<void>;
}

/** Returns faces of the worker, one per cause. A cause that pauses twice holds it once. */
export function holdsOf(worker: Taker): () => Taker {
  const holding = new Set<object>();
  return () => {
    const cause = {};
    return {
      async pause(doNotWaitActive) {
        holding.add(cause);
        await worker.pause(doNotWaitActive);
      },
      async resume() {
        if (holding.delete(cause) && holding.size === 0) await worker.resume();
      },
    };
  };
}
