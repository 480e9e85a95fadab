/** The child's side of the sandbox: what it answers, and what it tells while it works. */
import { getHeapStatistics } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import workerpool from 'workerpool';
import { toWire, type Wire } from './messages.ts';
import { tell } from './tell.ts';

export type SandboxFunctions = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * Registers functions under their names. Each answers with data, also when it fails; a child that has
 * grown past `REDWELL_RETIRE_MB` does not begin a call but asks to be replaced.
 */
export function serve(functions: SandboxFunctions): void {
  const retireBytes = Number(process.env.REDWELL_RETIRE_MB ?? Number.POSITIVE_INFINITY) * 1024 * 1024;
  const wrapped = Object.fromEntries(
    Object.entries(functions).map(([name, run]) => [
      name,
      async (...args: unknown[]): Promise<Wire<unknown>> => {
        const retire = ownBytes() > retireBytes;
        tell({ kind: 'began', pid: process.pid, retire });
        if (retire) return new Promise(() => undefined);
        try {
          return { ok: true, value: await run(...(args as never[])) };
        } catch (error) {
          return { ok: false, error: toWire(error) };
        }
      },
    ]),
  );
  workerpool.worker(wrapped);
}

/** What this child takes: of a process all that is resident, of a thread what its own isolate holds. */
function ownBytes(): number {
  if (isMainThread) return process.memoryUsage.rss();
  const { total_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}
