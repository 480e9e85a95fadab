/** Asks a thread about similar texts; without the built thread, works beside other work in short turns. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { fromWireError, RedwellError } from '../../shared/errors.ts';
import { endThread } from '../util/threads.ts';
import { type SimilarityAnswer, type SimilarityQuestion, similarityServer } from './serve.ts';

export interface SimilarityThread {
  /** One question at a time. @throws RedwellError when the thread fails */
  ask(question: SimilarityQuestion): Promise<SimilarityAnswer>;
  close(): Promise<void>;
}

const ended = (): RedwellError =>
  new RedwellError('internal', 'The search for similar documents ended without an answer.');

export function openSimilarityThread(path: string, entry: string): SimilarityThread {
  if (!existsSync(entry)) {
    const server = similarityServer(path);
    return {
      ask: async (question) => checked(await server.answer(question)),
      close: async () => server.close(),
    };
  }
  let thread: Worker | null = null;
  return {
    ask(question) {
      const worker = thread ?? new Worker(entry, { workerData: { path } });
      thread = worker;
      return new Promise<SimilarityAnswer>((resolve, reject) => {
        const settle = (): void => {
          worker.off('message', succeed).off('error', fail).off('exit', exited);
        };
        const fail = (error: unknown): void => {
          settle();
          thread = null;
          reject(error);
        };
        const exited = (): void => fail(ended());
        const succeed = (answer: SimilarityAnswer): void => {
          settle();
          resolve(answer);
        };
        worker.on('message', succeed).on('error', fail).on('exit', exited);
        worker.unref();
        worker.postMessage(question);
      }).then(checked);
    },
    async close() {
      if (thread !== null) await endThread(thread);
      thread = null;
    },
  };
}

function checked(answer: SimilarityAnswer): SimilarityAnswer {
  if (answer.error !== undefined) throw fromWireError(answer.error);
  return answer;
}
