/** Closes connections to Redis, whatever state they are in. */
import { setTimeout } from 'node:timers/promises';

interface Closable {
  close(): Promise<void>;
  disconnect(): Promise<void>;
}

/** Twice this is longer than a busy server needs to close a connection or to record the end of a job. */
const GRACE_MS = 500;

/**
 * Closes a queue, a flow producer or a worker. When a connection is reconnecting, ioredis gives up without an event and
 * BullMQ waits for that event for ever (BullMQ issue 4656). So this cuts the connection once nothing is left to do.
 * @param idle whether nothing is running that is worth waiting for, such as a worker's jobs
 */
export async function closeBull(part: Closable, idle: () => boolean = () => true): Promise<void> {
  const closed = part.close().then(
    () => 'closed',
    () => 'refused',
  );
  for (let quiet = 0; quiet < 2; ) {
    const outcome = await Promise.race([closed, setTimeout(GRACE_MS, 'late', { ref: false })]);
    if (outcome !== 'late') break;
    quiet = idle() ? quiet + 1 : 0;
  }
  // Disconnect even after a successful close: a connection that broke during QUIT keeps reconnecting, which BullMQ ignores.
  // Don't wait for it, because it waits for the same event. Nothing reconnects after it.
  part.disconnect().catch(() => undefined);
}

/** Waits briefly for a last message to the server, and ignores its failure, because the server may be away. */
export async function lastWord(message: Promise<unknown>): Promise<void> {
  await Promise.race([message.catch(() => undefined), setTimeout(GRACE_MS, undefined, { ref: false })]);
}
