/** A sandbox entry that misbehaves on purpose. The `location` of a document tells how. */
import { spawn } from 'node:child_process';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import type { StageInput } from '../../../src/core/documents/types.ts';
import { serve } from '../../../src/core/sandbox/child.ts';
import { tell } from '../../../src/core/sandbox/tell.ts';

const kept: unknown[] = [];

serve({
  async runStage(_stage: string, input: StageInput) {
    switch (input.document.location) {
      case 'hang':
        for (;;);
      case 'wait':
        return new Promise(() => undefined);
      case 'command': {
        // This command outlives its parent unless the sandbox kills it too.
        const child = spawn('sleep', ['600']);
        tell({ kind: 'spawned', pid: child.pid ?? 0 });
        return new Promise(() => undefined);
      }
      case 'hungry command': {
        const eat = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(32 << 20, 1)), 20)';
        const child = spawn(process.execPath, ['-e', eat]);
        tell({ kind: 'spawned', pid: child.pid ?? 0 });
        return new Promise(() => undefined);
      }
      case 'heap':
        for (;;) kept.push(new Array(100_000).fill(Math.random()));
      case 'native':
        for (;;) {
          kept.push(Buffer.alloc(32 * 1024 * 1024, 1));
          await new Promise((resolve) => setImmediate(resolve));
        }
      case 'grow':
        kept.push(Buffer.alloc(160 * 1024 * 1024, 1));
        return { result: process.pid, engine: null };
      case 'exit':
        return process.exit(7);
      case 'throw':
        throw new TypeError('not foreseen');
      case 'fault':
        throw new DocumentError('partial_pages', 'two pages', { pages: [2, 5], transient: true });
      default:
        return { result: process.pid, engine: null };
    }
  },
});
