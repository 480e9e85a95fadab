import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import { createSandbox, type SandboxOptions } from '../../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import { type BuiltSandbox, buildSandbox } from './build-sandbox.ts';
import { stageInput } from './fixtures.ts';

vi.setConfig({ testTimeout: 180_000 });

let built: BuiltSandbox;
const open: Sandbox[] = [];

beforeAll(async () => {
  built = await buildSandbox('test/integration/pipeline/misbehaving.ts');
}, 60_000);
afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.dispose();
});
afterAll(() => built?.dispose());

function start(options: Partial<SandboxOptions> = {}): Sandbox {
  const sandbox = createSandbox({ entry: built.entry, kind: 'process', maxWorkers: 2, ...options });
  open.push(sandbox);
  return sandbox;
}

/** Does what the misbehaving entry is told; resolves with the pid of the child. */
async function tellIt(
  sandbox: Sandbox,
  what: string,
  timeoutMs = 60_000,
  signal?: AbortSignal,
): Promise<number> {
  const base = stageInput(what, 'txt', 1);
  const input = { ...base, limits: { ...base.limits, timeoutMs } };
  const { result } = await sandbox.runStage('ocr', input, signal);
  return result as unknown as number;
}

/** Processes whose command line holds every word, from /proc. */
function processesWith(...words: string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return words.every((w) => line.includes(w));
      } catch {
        return false;
      }
    })
    .map(Number);
}

describe.each(['process', 'thread'] as const)('a sandbox of the kind %s', (kind) => {
  it('ends a parser that hangs, without harm to its neighbor, and goes on', async () => {
    const sandbox = start({ kind });
    const hung = tellIt(sandbox, 'hang', 700);
    const neighbors = Promise.all(Array.from({ length: 20 }, () => tellIt(sandbox, 'fine')));
    await expect(hung).rejects.toMatchObject({
      name: 'DocumentError',
      code: 'ocr_timeout',
      transient: false,
    });
    await expect(neighbors).resolves.toHaveLength(20);
    await expect(
      Promise.all([tellIt(sandbox, 'fine'), tellIt(sandbox, 'fine'), tellIt(sandbox, 'fine')]),
    ).resolves.toHaveLength(3);
  });

  it('goes on after every child was ended while calls were waiting', async () => {
    const sandbox = start({ kind });
    const hung = Promise.allSettled(Array.from({ length: 4 }, () => tellIt(sandbox, 'hang', 500)));
    const waiting = Promise.all(Array.from({ length: 6 }, () => tellIt(sandbox, 'fine')));
    expect((await hung).every((h) => h.status === 'rejected')).toBe(true);
    await expect(waiting).resolves.toHaveLength(6);
  });

  it('says that work begins when it does, not when it is asked for', async () => {
    const sandbox = start({ kind, maxWorkers: 1 });
    const begins: number[] = [];
    const ask = (what: string, timeoutMs: number) => {
      const base = stageInput(what, 'txt', 1);
      const input = { ...base, limits: { ...base.limits, timeoutMs } };
      return sandbox.runStage('ocr', input, undefined, () => begins.push(Date.now()));
    };
    const [hung, fine] = await Promise.allSettled([ask('hang', 500), ask('fine', 60_000)]);
    expect([hung.status, fine.status, begins.length]).toEqual(['rejected', 'fulfilled', 2]);
    // It stood behind the other until that one's time was up; timers may be a little early.
    expect(begins[1]! - begins[0]!).toBeGreaterThanOrEqual(480);
  });

  it('stops at once when it is aborted, also while it waits for a free child', async () => {
    const sandbox = start({ kind, maxWorkers: 1 });
    const abort = new AbortController();
    const running = tellIt(sandbox, 'hang', 60_000, abort.signal);
    const waiting = tellIt(sandbox, 'fine', 60_000, abort.signal);
    abort.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(tellIt(sandbox, 'fine')).resolves.toBeGreaterThan(0);
  });

  it('calls a child that dies of memory lost, and not the file corrupt', async () => {
    const sandbox = start({ kind, memoryMb: 256 });
    await expect(tellIt(sandbox, 'heap')).rejects.toMatchObject({
      name: 'DocumentError',
      code: 'worker_lost',
    });
    await expect(tellIt(sandbox, 'fine')).resolves.toBeGreaterThan(0);
  });

  it.runIf(process.platform === 'linux')(
    'ends a command that takes too much memory, with its call',
    async () => {
      const sandbox = start({ kind, memoryMb: 600 });
      await expect(tellIt(sandbox, 'hungry command')).rejects.toMatchObject({
        code: 'worker_lost',
        message: expect.stringContaining('more memory'),
      });
      // Ended it is at once; that it has handed back its memory takes the kernel a moment.
      await expect.poll(() => processesWith('Buffer.alloc(32 << 20, 1)'), { timeout: 20_000 }).toEqual([]);
      await expect(tellIt(sandbox, 'fine')).resolves.toBeGreaterThan(0);
    },
  );

  it('hands errors over whole', async () => {
    const sandbox = start({ kind });
    const error = await tellIt(sandbox, 'fault').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DocumentError);
    expect(error).toMatchObject({
      code: 'partial_pages',
      message: 'two pages',
      pages: [2, 5],
      transient: true,
    });
    await expect(tellIt(sandbox, 'throw')).rejects.toMatchObject({
      code: 'infrastructure',
      message: expect.stringContaining('not foreseen'),
    });
  });

  it('ends what runs when it is closed', async () => {
    const sandbox = start({ kind });
    const hung = tellIt(sandbox, 'hang');
    const outcome = expect(hung).rejects.toMatchObject({ code: 'infrastructure', transient: true });
    await tellIt(sandbox, 'fine');
    await sandbox.dispose();
    await outcome;
    await expect(tellIt(sandbox, 'fine')).rejects.toMatchObject({ code: 'infrastructure' });
  });
});

describe('a sandbox of processes', () => {
  it('notices a child that exits by itself', async () => {
    const sandbox = start();
    await expect(tellIt(sandbox, 'exit')).rejects.toMatchObject({
      code: 'worker_lost',
      transient: true,
      message: expect.stringContaining('exitCode: `7`'),
    });
    await expect(tellIt(sandbox, 'fine')).resolves.toBeGreaterThan(0);
  });

  it.runIf(process.platform === 'linux')('ends a child that takes too much native memory', async () => {
    const sandbox = start({ memoryMb: 400 });
    await expect(tellIt(sandbox, 'native')).rejects.toMatchObject({
      code: 'worker_lost',
      message: expect.stringContaining('more memory'),
    });
  });

  it('replaces a child that has grown, between two documents', async () => {
    const sandbox = start({ maxWorkers: 1, memoryMb: 300 });
    const first = await tellIt(sandbox, 'grow');
    const second = await tellIt(sandbox, 'fine');
    expect(second).not.toBe(first);
    expect(await tellIt(sandbox, 'fine')).toBe(second);
  });

  it.runIf(process.platform === 'linux')(
    'ends the commands of a child with it, and leaves no process behind',
    async () => {
      const sandbox = start();
      const before = processesWith('sleep', '600');
      await expect(tellIt(sandbox, 'command', 1500)).rejects.toMatchObject({ code: 'ocr_timeout' });
      expect(processesWith('sleep', '600')).toEqual(before);
      await tellIt(sandbox, 'fine');
      await sandbox.dispose();
      expect(processesWith(built.entry)).toEqual([]);
    },
  );
});
