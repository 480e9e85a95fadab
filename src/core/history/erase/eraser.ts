/** Erases a batch from the files of history in a thread of its own, so that no deletion holds up the console. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { fromWireError, RedwellError } from '../../../shared/errors.ts';
import { endThread } from '../../util/threads.ts';
import type { HeldFiles } from './held-files.ts';
import { type EraseJob, type EraseReply, runErasure } from './serve.ts';

export interface Eraser {
  /**
   * Removes everything that the cache mirror has for these contents.
   * @returns the inputs of their later stages, by which the cache has their other results
   */
  forget(contents: readonly { sha256: string; type: string }[]): Promise<string[]>;
  /**
   * Removes a batch from history, and clears what the files of history still have of it and of what was forgotten. A call after a
   * kill goes on.
   * @throws RedwellError conflict when somebody reads from the files for too long; canceled when Redwell is closed meanwhile
   */
  erase(batchId: string): Promise<void>;
  dispose(): Promise<void>;
}

/** @param entry the built thread; without the file, the work is done in short turns beside other work */
export function openEraser(files: HeldFiles, entry: string): Eraser {
  let stop: (() => Promise<void>) | null = null;
  const run = async (job: EraseJob): Promise<string[]> => {
    if (!existsSync(entry)) return runErasure(job);
    const thread = new Worker(entry);
    stop = () => endThread(thread);
    try {
      const reply = await answerOf(thread, job);
      if ('error' in reply) throw fromWireError(reply.error);
      return reply.inputs;
    } finally {
      await endThread(thread);
      stop = null;
    }
  };
  return {
    async forget(contents) {
      const mirror = files.mirror();
      return mirror === null ? [] : run({ kind: 'forget', mirror, contents });
    },
    async erase(batchId) {
      await run({ kind: 'erase', history: files.history(), mirror: files.mirror(), batchId });
    },
    dispose: async () => stop?.(),
  };
}

const answerOf = (thread: Worker, job: EraseJob): Promise<EraseReply> =>
  new Promise((resolve, reject) => {
    thread.once('message', resolve).once('error', reject);
    thread.once('exit', () =>
      reject(
        new RedwellError('canceled', 'Redwell was closed before everything was deleted.', {
          action: 'Redwell completes the deletion at its next start.',
        }),
      ),
    );
    thread.postMessage(job);
  });
