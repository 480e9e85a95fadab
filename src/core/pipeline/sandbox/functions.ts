/** The child's side of the sandbox: what it answers, and what it tells while it works. */
import { getHeapStatistics } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import workerpool from 'workerpool';
import type { FileType } from '../../../shared/documents.ts';
import type { Stage } from '../../../shared/stages.ts';
import type { StageInput } from '../types.ts';
import { tell } from './tell.ts';
import { toWire, type Wire } from './wire.ts';

type Functions = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * Registers functions under their names. Each answers with data, also when it fails; a child that has
 * grown past `REDWELL_RETIRE_MB` does not begin a call but asks to be replaced.
 */
export function serve(functions: Functions): void {
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

/** The functions of the built sandbox. What reads a format is loaded when the first file of it comes. */
export const SANDBOX_FUNCTIONS: Functions = {
  async inspect(file: { location: string; type: FileType; passwords?: readonly string[] }) {
    const { inspect } = await import('../extract/inspect.ts');
    return inspect(file);
  },
  async expand(
    file: { location: string; type: FileType; passwords?: readonly string[] },
    into: string,
    limits: { maxMembers: number; maxBytes: number; maxRatio: number },
  ) {
    const { expand } = await import('../extract/expand.ts');
    return expand(file, into, limits);
  },
  async runStage(stage: Stage, input: StageInput) {
    const { runStage } = await import('../stages/run.ts');
    return runStage(stage, input);
  },
  async engines() {
    const { findEngines } = await import('../extract/engines.ts');
    return findEngines();
  },
};
