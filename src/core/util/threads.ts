/** Ends threads politely: one that is terminated inside SQLite takes the whole process with it (SIGABRT). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessagePort, Worker } from 'node:worker_threads';

const END = 'end this thread';
/** How long a thread may take to come back from SQLite, ms. */
const PATIENCE_MS = 15_000;

/** What an entry of a thread needs of its port. */
export interface ThreadPort {
  on(event: 'message', listener: (message: never) => void): unknown;
  postMessage(message: unknown): void;
}

/** In a thread: returns its port, which passes on all messages but the one that ends the thread between two turns. */
export function threadPort(port: MessagePort | null): ThreadPort {
  if (port === null) throw new Error('This is the entry of a thread.');
  return {
    on: (event, listener) =>
      port.on(event, (message: unknown) => {
        if (message === END) process.exit();
        listener(message as never);
      }),
    postMessage: (message) => port.postMessage(message),
  };
}

/** Asks a thread to end, and waits until it has. Does nothing for one that has ended. */
export async function endThread(thread: Worker): Promise<void> {
  // A thread that has ended has no number any more.
  if (thread.threadId === -1) return;
  const late = new AbortController();
  const gone = new Promise((resolve) => thread.once('exit', resolve));
  thread.ref();
  thread.postMessage(END);
  await Promise.race([gone, sleep(PATIENCE_MS, undefined, { signal: late.signal })]).finally(() =>
    late.abort(),
  );
}
