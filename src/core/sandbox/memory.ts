/** Watches what busy children and their commands really take: V8's own cap counts no WebAssembly and no native memory. */
import { readFileSync } from 'node:fs';
import type { Call } from './call.ts';

const INTERVAL_MS = 500;
const PAGE_BYTES = 4096;

export interface MemoryWatch {
  start(): void;
  stop(): void;
}

/**
 * Linux only, where a look costs microseconds; elsewhere V8's and WebAssembly's own limits hold. Of a thread only
 * the commands can be watched.
 */
export function watchMemory(calls: ReadonlySet<Call>, maxBytes: number): MemoryWatch {
  let timer: NodeJS.Timeout | null = null;
  const look = (): void => {
    for (const call of calls) {
      const own = call.pid === null ? 0 : residentBytes(call.pid);
      const commands = [...call.commands].reduce((sum, pid) => sum + residentBytes(pid), 0);
      if (own + commands > maxBytes) call.kill('memory');
    }
  };
  return {
    start() {
      if (process.platform !== 'linux' || timer !== null) return;
      timer = setInterval(look, INTERVAL_MS);
      timer.unref();
    },
    stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
    },
  };
}

/** Resident set of a process, bytes; 0 when it is gone. */
function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1] ?? 0) * PAGE_BYTES;
  } catch {
    return 0;
  }
}
