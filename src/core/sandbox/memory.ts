/** Kills calls that take too much memory. V8's own limit counts neither WebAssembly nor native memory. */
import { readFileSync } from 'node:fs';
import type { Call } from './call.ts';

const INTERVAL_MS = 500;
const PAGE_BYTES = 4096;

export interface MemoryWatch {
  start(): void;
  stop(): void;
}

/**
 * Watches the resident memory of busy children and their commands; `start` does nothing outside Linux, where only the
 * limits of V8 and WebAssembly apply. In thread mode it sees the commands alone.
 */
export function watchMemory(calls: ReadonlySet<Call>, maxBytes: number): MemoryWatch {
  let timer: NodeJS.Timeout | null = null;
  const check = (): void => {
    for (const call of calls) {
      const child = call.pid === null ? 0 : residentBytes(call.pid);
      const commands = [...call.commands].reduce((sum, pid) => sum + residentBytes(pid), 0);
      if (child + commands > maxBytes) call.kill('memory');
    }
  };
  return {
    start() {
      if (process.platform !== 'linux' || timer !== null) return;
      timer = setInterval(check, INTERVAL_MS);
      timer.unref();
    },
    stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
    },
  };
}

/** Returns the resident set of a process in bytes; 0 if the process has ended. */
function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1] ?? 0) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
