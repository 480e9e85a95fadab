/** The sandbox with an entry that hangs, dies and takes memory on request. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import type { StageInput } from '../../../src/core/documents/types.ts';
import { createSandbox, type SandboxOptions } from '../../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import { type BuiltSandbox, buildSandbox } from './build-sandbox.ts';
import { stageInput } from './fixtures.ts';

vi.setConfig({ testTimeout: 180_000 });

/** What a child answers. */
const NAME = /^[0-9a-f-]{36}$/;

let built: BuiltSandbox;
let folder: string;
const open: Sandbox[] = [];

beforeAll(async () => {
  built = await buildSandbox('test/integration/pipeline/misbehaving.ts');
  folder = await mkdtemp(join(tmpdir(), 'redwell-instructions-'));
}, 60_000);
afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.dispose();
});
afterAll(async () => {
  await built?.dispose();
  await rm(folder, { recursive: true, force: true });
});

function start(options: Partial<SandboxOptions> = {}): Sandbox {
  const sandbox = createSandbox({ entry: built.entry, maxWorkers: 2, ...options });
  open.push(sandbox);
  return sandbox;
}

/** Sends an instruction to the misbehaving entry, and returns the name of the child that did it. */
async function instruct(
  sandbox: Sandbox,
  instruction: string,
  timeoutMs = 60_000,
  signal?: AbortSignal,
): Promise<string> {
  const { result } = await sandbox.runStage('ocr', inputOf(instruction, timeoutMs), signal);
  return result.text;
}

function inputOf(instruction: string, timeoutMs: number): StageInput {
  const location = join(folder, `${instruction}.txt`);
  writeFileSync(location, instruction);
  const base = stageInput(location, 'txt', 1);
  return { ...base, limits: { ...base.limits, timeoutMs } };
}

/** Returns the processes whose command line contains every word, from /proc. */
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

describe.each(['auto', 'off'] as const)('a sandbox with walls %s', (walls) => {
  it('kills a parser that hangs, spares its neighbor, and keeps working', async () => {
    const sandbox = start({ walls });
    const hung = instruct(sandbox, 'hang', 700);
    const neighbors = Promise.all(Array.from({ length: 20 }, () => instruct(sandbox, 'fine')));
    await expect(hung).rejects.toMatchObject({
      name: 'DocumentError',
      code: 'ocr_timeout',
      transient: false,
    });
    await expect(neighbors).resolves.toHaveLength(20);
    await expect(
      Promise.all([instruct(sandbox, 'fine'), instruct(sandbox, 'fine'), instruct(sandbox, 'fine')]),
    ).resolves.toHaveLength(3);
  });

  it('keeps working after all children were killed while calls waited', async () => {
    const sandbox = start({ walls });
    const hung = Promise.allSettled(Array.from({ length: 4 }, () => instruct(sandbox, 'hang', 500)));
    const waiting = Promise.all(Array.from({ length: 6 }, () => instruct(sandbox, 'fine')));
    expect((await hung).every((h) => h.status === 'rejected')).toBe(true);
    await expect(waiting).resolves.toHaveLength(6);
  });

  it('reports the start of a call when a child is free, not when the call is made', async () => {
    const sandbox = start({ walls, maxWorkers: 1 });
    const starts: number[] = [];
    const call = (instruction: string, timeoutMs: number) =>
      sandbox.runStage('ocr', inputOf(instruction, timeoutMs), undefined, () => starts.push(Date.now()));
    // Finding the walls is no part of the wait.
    await sandbox.walls();
    const [hung, fine] = await Promise.allSettled([call('hang', 500), call('fine', 60_000)]);
    expect([hung.status, fine.status, starts.length]).toEqual(['rejected', 'fulfilled', 2]);
    // The second call waited until the first one timed out. Timers may fire a little early.
    expect(starts[1]! - starts[0]!).toBeGreaterThanOrEqual(480);
  });

  it('stops at once when aborted, also while waiting for a free child', async () => {
    const sandbox = start({ walls, maxWorkers: 1 });
    const abort = new AbortController();
    const running = instruct(sandbox, 'hang', 60_000, abort.signal);
    const waiting = instruct(sandbox, 'fine', 60_000, abort.signal);
    abort.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(instruct(sandbox, 'fine')).resolves.toMatch(NAME);
  });

  it('reports a child that runs out of memory as lost, and not the file as corrupt', async () => {
    const sandbox = start({ walls, memoryMb: 256 });
    await expect(instruct(sandbox, 'heap')).rejects.toMatchObject({
      name: 'DocumentError',
      code: 'worker_lost',
    });
    await expect(instruct(sandbox, 'fine')).resolves.toMatch(NAME);
  });

  it.runIf(process.platform === 'linux')(
    'kills a command that takes too much memory, and ends its call',
    async () => {
      const sandbox = start({ walls, memoryMb: 600 });
      await expect(instruct(sandbox, 'hungry command')).rejects.toMatchObject({
        code: 'worker_lost',
        message: expect.stringContaining('more memory'),
      });
      // The command is killed at once, but the kernel takes a moment to free its memory.
      await expect.poll(() => processesWith('Buffer.alloc(32 << 20, 1)'), { timeout: 20_000 }).toEqual([]);
      await expect(instruct(sandbox, 'fine')).resolves.toMatch(NAME);
    },
  );

  it('passes errors on with their code, pages and class', async () => {
    const sandbox = start({ walls });
    const error = await instruct(sandbox, 'fault').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DocumentError);
    expect(error).toMatchObject({
      code: 'partial_pages',
      message: 'two pages',
      pages: [2, 5],
      transient: true,
    });
    await expect(instruct(sandbox, 'throw')).rejects.toMatchObject({
      code: 'infrastructure',
      message: expect.stringContaining('not foreseen'),
    });
  });

  it('ends running calls when it is closed', async () => {
    const sandbox = start({ walls });
    const hung = instruct(sandbox, 'hang');
    const outcome = expect(hung).rejects.toMatchObject({ code: 'infrastructure', transient: true });
    await instruct(sandbox, 'fine');
    await sandbox.dispose();
    await outcome;
    await expect(instruct(sandbox, 'fine')).rejects.toMatchObject({ code: 'infrastructure' });
  });
});

describe('a sandbox of processes', () => {
  it('notices a child that exits', async () => {
    const sandbox = start();
    await expect(instruct(sandbox, 'exit')).rejects.toMatchObject({
      code: 'worker_lost',
      transient: true,
      message: expect.stringContaining('exit code 7'),
    });
    await expect(instruct(sandbox, 'fine')).resolves.toMatch(NAME);
  });

  it.runIf(process.platform === 'linux')('kills a child that takes too much native memory', async () => {
    const sandbox = start({ memoryMb: 400 });
    await expect(instruct(sandbox, 'native')).rejects.toMatchObject({
      code: 'worker_lost',
      message: expect.stringContaining('more memory'),
    });
  });

  it('replaces a child that has grown too large between two documents', async () => {
    const sandbox = start({ maxWorkers: 1, memoryMb: 300 });
    const first = await instruct(sandbox, 'grow');
    const second = await instruct(sandbox, 'fine');
    expect(second).not.toBe(first);
    expect(await instruct(sandbox, 'fine')).toBe(second);
  });

  it.runIf(process.platform === 'linux')(
    'kills the commands of a child with it, and leaves no process behind',
    async () => {
      const sandbox = start();
      const before = processesWith('sleep', '600');
      await expect(instruct(sandbox, 'command', 1500)).rejects.toMatchObject({ code: 'ocr_timeout' });
      expect(processesWith('sleep', '600')).toEqual(before);
      await instruct(sandbox, 'fine');
      await sandbox.dispose();
      expect(processesWith(built.entry)).toEqual([]);
    },
  );
});
