/** Work that a process does again and again beside everything else. */

export interface BackgroundWork {
  /** Does what is due, until `isStopped`. */
  work(isStopped: () => boolean): Promise<void>;
  onError(error: unknown): void;
  /** Before the first look and between two, ms. */
  pauseMs: number;
  /** After a failure, such as a full disk, ms. */
  failedMs: number;
}

/** Looks for work after a pause, and again after each look. Disposing waits for the look that is under way. */
export function keepLooking({ work, onError, pauseMs, failedMs }: BackgroundWork): {
  dispose(): Promise<void>;
} {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();
  const isStopped = (): boolean => stopped;
  const look = async (): Promise<void> => {
    let pause = pauseMs;
    try {
      await work(isStopped);
    } catch (error) {
      if (!stopped) onError(error);
      pause = failedMs;
    }
    plan(pause);
  };
  const plan = (pause: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      last = look();
    }, pause).unref();
  };
  plan(pauseMs);
  return {
    async dispose() {
      stopped = true;
      clearTimeout(timer);
      await last;
    },
  };
}
