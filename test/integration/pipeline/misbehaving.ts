/** A sandbox entry that misbehaves on request: the document's text is the instruction. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import type { StageInput } from '../../../src/core/documents/types.ts';
import { serveFunctions } from '../../../src/core/sandbox/child.ts';

const kept: unknown[] = [];
/** Tells children apart. Behind walls, all have the same process ID. */
const SELF = randomUUID();
const reply = { result: { text: SELF, pages: [], metadata: {}, warnings: [] }, engine: null };

serveFunctions({
  async runStage(_stage: string, input: StageInput) {
    switch (await readFile(input.document.location, 'utf8')) {
      case 'hang':
        for (;;);
      case 'wait':
        return new Promise(() => undefined);
      case 'command': {
        // These commands outlive their parent unless the sandbox kills them too.
        spawn('sleep', ['600']);
        spawn('sleep', ['600'], { detached: true });
        return new Promise(() => undefined);
      }
      case 'hungry command': {
        const eat = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(32 << 20, 1)), 20)';
        spawn(process.execPath, ['-e', eat]);
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
        return reply;
      case 'exit':
        return process.exit(7);
      case 'throw':
        throw new TypeError('not foreseen');
      case 'fault':
        throw new DocumentError('partial_pages', 'two pages', { pages: [2, 5], transient: true });
      default:
        return reply;
    }
  },
});
