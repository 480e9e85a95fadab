/**
 * Copies the originals of an export in threads of their own. Making a file and proving it keep a processor busy, and so do
 * the texts, lists and records of the same export.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { RedwellError } from '../../shared/errors.ts';
import { gathered } from '../util/gathered.ts';
import { endThread } from '../util/threads.ts';
import { type Copied, copyOriginal, type Proof } from './copy-original.ts';
import { type CopyJob, type CopyMessage, type CopyReply, MOST_TOGETHER } from './copy-serve.ts';

/** More would only make a disk seek. */
const MOST_THREADS = 2;
/** Copies that wait before another thread helps. Where the export is slower than its copies, it would only be in the way. */
const BEHIND = 64;

/** It holds a few file names and one buffer. */
const MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 };

export interface Copier {
  /** Copies a file as `copyOriginal` does. @throws what the disk of the copy says; the reason of the export's signal */
  copy(from: string, into: string, proof: Proof): Promise<Copied>;
  /** Ends the threads. Everything that was asked for must have been answered. */
  close(): Promise<void>;
}

/** Copies in this thread. */
export const copyHere = (signal: AbortSignal): Copier => ({
  copy: (from, into, proof) => copyOriginal(from, into, proof, signal),
  close: async () => {},
});

interface Waiting {
  resolve(copied: Copied): void;
  reject(error: unknown): void;
}

/**
 * Opens what copies the originals of one export. Its threads start with the first copy.
 * @param entry the built thread; without the file, this thread copies
 */
export function openCopier(entry: string, signal: AbortSignal): Copier {
  if (!existsSync(entry)) return copyHere(signal);
  const threads: CopyThread[] = [];
  const most = Math.min(MOST_THREADS, availableParallelism());
  const stop = (): void => {
    for (const thread of threads) thread.post('stop');
  };
  signal.addEventListener('abort', stop, { once: true });
  let made = 0;
  return {
    async copy(from, into, proof) {
      signal.throwIfAborted();
      const isBehind = threads.every(({ waiting }) => waiting.size >= BEHIND);
      if (isBehind && threads.length < most) threads.push(new CopyThread(entry, signal));
      const thread = threads.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a));
      made += 1;
      return thread.copy(made, from, into, proof);
    },
    async close() {
      signal.removeEventListener('abort', stop);
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

class CopyThread {
  readonly waiting = new Map<number, Waiting>();
  readonly #thread: Worker;
  readonly #ask = gathered<CopyJob>((jobs) => this.post(jobs), MOST_TOGETHER);
  readonly #signal: AbortSignal;
  /** Why the thread has ended: whatever it is asked after that would never be answered. */
  #ended: unknown = null;

  constructor(entry: string, signal: AbortSignal) {
    this.#signal = signal;
    this.#thread = new Worker(entry, { resourceLimits: MEMORY });
    this.#thread.on('message', (replies: readonly CopyReply[]) => {
      for (const reply of replies) this.#receive(reply);
    });
    this.#thread.on('error', (error) => this.#fail(error));
    this.#thread.on('exit', () =>
      this.#fail(
        new RedwellError('internal', 'The thread that copies files ended by itself.', {
          action: 'Export again.',
        }),
      ),
    );
  }

  copy(id: number, from: string, into: string, proof: Proof): Promise<Copied> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.#ask({ id, from, into, proof });
    });
  }

  post(message: CopyMessage): void {
    this.#thread.postMessage(message);
  }

  close(): Promise<void> {
    return endThread(this.#thread);
  }

  #receive(reply: CopyReply): void {
    const one = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ('copied' in reply) one?.resolve(reply.copied);
    else if ('stopped' in reply) one?.reject(this.#signal.reason);
    else one?.reject(Object.assign(new Error(reply.fault.message), reply.fault));
  }

  #fail(error: unknown): void {
    this.#ended ??= error;
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const one of all) one.reject(error);
  }
}
