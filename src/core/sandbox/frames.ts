/** Messages over a pipe: a length of four bytes, then that many bytes. */
import type { Readable, Writable } from 'node:stream';

const LENGTH_BYTES = 4;
/** The most bytes of one message: texts, pages and mentions of one document stay far below. */
const MAX_FRAME_BYTES = 512 * 1024 * 1024;

export function writeFrame(stream: Writable, payload: Buffer): void {
  const head = Buffer.alloc(LENGTH_BYTES);
  head.writeUInt32LE(payload.length);
  stream.write(head);
  stream.write(payload);
}

/**
 * Calls `onFrame` with each message, and `onFault` once with what is wrong with the stream or with a message. Nothing
 * is delivered after a fault.
 * @param onFrame what it throws is a fault of the message
 */
export function readFrames(
  stream: Readable,
  onFrame: (payload: Buffer) => void,
  onFault: (error: Error) => void,
): void {
  let parts: Buffer[] = [];
  let held = 0;
  let wanted: number | null = null;
  let failed = false;
  const take = (bytes: number): Buffer => {
    const all = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, held);
    parts = all.length > bytes ? [all.subarray(bytes)] : [];
    held = all.length - bytes;
    return all.subarray(0, bytes);
  };
  const fail = (error: unknown): void => {
    if (failed) return;
    failed = true;
    parts = [];
    onFault(error instanceof Error ? error : new Error(String(error)));
  };
  const onData = (chunk: Buffer): void => {
    if (failed) return;
    parts.push(chunk);
    held += chunk.length;
    try {
      while (held >= (wanted ?? LENGTH_BYTES)) {
        if (wanted === null) {
          wanted = take(LENGTH_BYTES).readUInt32LE();
          if (wanted > MAX_FRAME_BYTES) throw new Error(`A message of ${wanted} bytes is too large`);
        } else {
          const payload = take(wanted);
          wanted = null;
          onFrame(payload);
        }
      }
    } catch (error) {
      fail(error);
    }
  };
  stream.on('data', onData);
  stream.on('error', fail);
}
