/** The child's side of the sandbox. */
import { getHeapStatistics } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import workerpool from 'workerpool';
import { type SandboxReply, toFailure } from './messages.ts';
import { tell } from './tell.ts';

export type SandboxFunctions = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * Lets the parent call these functions by name. Every call gets a reply, also when the function throws. A child that
 * has grown past `REDWELL_RETIRE_MB` refuses the call and asks to be replaced.
 */
export function serveFunctions(functions: SandboxFunctions): void {
  const retireBytes = Number(process.env.REDWELL_RETIRE_MB ?? Number.POSITIVE_INFINITY) * 1024 * 1024;
  const wrapped = Object.fromEntries(
    Object.entries(functions).map(([name, run]) => [
      name,
      async (...args: unknown[]): Promise<SandboxReply<unknown>> => {
        const retire = memoryInUse() > retireBytes;
        tell({ kind: 'started', pid: process.pid, retire });
        // The parent kills this child and gives the call to a new one.
        if (retire) return new Promise(() => undefined);
        try {
          return { ok: true, value: await run(...(args as never[])) };
        } catch (error) {
          return { ok: false, error: toFailure(error) };
        }
      },
    ]),
  );
  workerpool.worker(wrapped);
}

/** Returns this child's memory in bytes: the resident set of a process, or the isolate's memory of a thread. */
function memoryInUse(): number {
  if (isMainThread) return process.memoryUsage.rss();
  const { total_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}
