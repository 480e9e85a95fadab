/** Standard error as a place for log lines: a terminal, a pipe to the console, or a file on a disk that may be full. */
import { write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Sink } from './bounded-writer.ts';

const writeTo = promisify(write);

/** @param fd an open file descriptor, which stays open */
export function descriptorSink(fd: number): Sink {
  return {
    async append(chunk) {
      let taken = 0;
      try {
        while (taken < chunk.length)
          taken += (await writeTo(fd, chunk, taken, chunk.length - taken, null)).bytesWritten;
      } catch {
        // A full disk, a slow reader, or a reader that is gone. The writer counts what was refused and tries again.
      }
      return taken;
    },
    appendNow(chunk) {
      if (chunk.length === 0) return;
      try {
        writeSync(fd, chunk);
      } catch {
        // The process is exiting and nobody reads: there is nobody left to tell.
      }
    },
    close: async () => undefined,
  };
}
