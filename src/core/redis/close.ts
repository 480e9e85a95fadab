/** Leaving Redis, whatever state the connections are in. */
import { setTimeout } from 'node:timers/promises';

interface Closable {
  close(): Promise<void>;
  disconnect(): Promise<void>;
}

/** Two of these are longer than a busy server takes to say goodbye, or to hear of the last job's end. */
const GRACE_MS = 500;

/**
 * Closes a queue, a flow producer or a worker. Of a connection that is just being made anew, ioredis stops the attempts
 * without a word, and BullMQ waits for that word for ever (its issue 4656); so with nothing left to do it is cut instead.
 * @param idle whether nothing runs that is worth waiting for; a worker's jobs are
 */
export async function closeBull(part: Closable, idle: () => boolean = () => true): Promise<void> {
  const closed = part.close().then(
    () => 'closed',
    () => 'refused',
  );
  for (let quiet = 0; quiet < 2; ) {
    const how = await Promise.race([closed, setTimeout(GRACE_MS, 'late', { ref: false })]);
    if (how !== 'late') break;
    quiet = idle() ? quiet + 1 : 0;
  }
  // Also when it says that it has closed: a connection that broke at its QUIT goes on trying, and BullMQ passes over that.
  // Not awaited: it is the word that may never come. What it cuts tries nothing more.
  part.disconnect().catch(() => undefined);
}

/** A last word, which is not worth waiting for while the server is away. @param word may fail, for the same reason */
export async function lastWord(word: Promise<unknown>): Promise<void> {
  await Promise.race([word.catch(() => undefined), setTimeout(GRACE_MS, undefined, { ref: false })]);
}
