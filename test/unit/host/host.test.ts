/** What the hosts share: arguments, the data folder, a folder to submit, the worker as a child process. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseStartArguments } from '../../../src/core/host/arguments.ts';
import { resolveDataDir } from '../../../src/core/host/data-dir.ts';
import { nodeWorkerSpawner } from '../../../src/core/host/local-worker.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import type { Batch } from '../../../src/shared/batches.ts';
import { RedwellError } from '../../../src/shared/errors.ts';
import { type RedwellDouble, smallConsole } from '../../doubles/redwell.ts';

describe('arguments', () => {
  it('resolves a folder against the operator’s folder', () => {
    expect(parseStartArguments(['box', '--data', 'd', '--port', '0', '--no-open'], '/home/p')).toEqual({
      folder: resolve('/home/p', 'box'),
      data: 'd',
      port: 0,
      open: false,
    });
    expect(parseStartArguments([], '/')).toEqual({
      folder: null,
      data: undefined,
      port: undefined,
      open: true,
    });
  });

  it.each([
    [['a', 'b']],
    [['--port', 'x']],
    [['--port', '65536']],
    [['--port', '1.5']],
    [['--color']],
    [['--data']],
  ])('rejects with a sentence what it does not understand: %j', (args) => {
    expect(() => parseStartArguments(args, '/')).toThrow(RedwellError);
  });

  it('ignores Chromium’s switches under Electron', () => {
    const args = ['--force-device-scale-factor=2', '--data', '/d', '/box'];
    expect(parseStartArguments(args, '/', true)).toMatchObject({ folder: '/box', data: '/d' });
  });
});

it('uses the data folder from --data, then REDWELL_DATA, then the platform’s', () => {
  expect(resolveDataDir('/a', { REDWELL_DATA: '/b' })).toBe(resolve('/a'));
  expect(resolveDataDir(undefined, { REDWELL_DATA: '/b' })).toBe(resolve('/b'));
  expect(resolveDataDir(undefined, { REDWELL_DATA: '' })).toMatch(/redwell/i);
});

describe('a folder given at the start', () => {
  const ready = async (small: RedwellDouble, change: object): Promise<void> => {
    const [drop] = await small.handlers['intake.list']({});
    if (drop !== undefined) small.emit('drop.changed', { ...drop, ...change });
  };
  const submitting = (): { small: RedwellDouble; submitted: unknown[] } => {
    const small = smallConsole();
    const submitted: unknown[] = [];
    Object.assign(small.handlers, {
      'batches.submit': async (input: unknown) => {
        submitted.push(input);
        return { id: 'b1' } as Batch;
      },
    });
    return { small, submitted };
  };

  it('is submitted under its name once its inventory is built', async () => {
    const { small, submitted } = submitting();
    const done = submitFolder(small, '/home/p/Box 7');
    await expect.poll(() => small.listening('drop.changed')).toBe(1);
    await ready(small, { status: 'reading' });
    expect(submitted).toEqual([]);
    await ready(small, { status: 'ready' });
    expect(await done).toEqual({ id: 'b1' });
    expect(submitted).toMatchObject([{ dropId: 'd1', name: 'Box 7', priority: 'normal' }]);
    expect(small.listening('drop.changed')).toBe(0);
  });

  it('fails with intake’s error', async () => {
    const { small } = submitting();
    const done = submitFolder(small, '/gone');
    const failed = expect(done).rejects.toMatchObject({ code: 'folder_missing', message: 'It is gone.' });
    await expect.poll(() => small.listening('drop.changed')).toBe(1);
    await ready(small, { status: 'failed', error: { code: 'folder_missing', message: 'It is gone.' } });
    await failed;
    expect(small.listening('drop.changed')).toBe(0);
  });
});

describe('the worker as a child process', () => {
  interface Spawned {
    spawn: ReturnType<typeof nodeWorkerSpawner>;
    /** Resolves when the worker is up. Before that it cannot handle a signal. */
    up: () => Promise<void>;
  }
  const withWorker = async (script: string, use: (spawned: Spawned) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'redwell-worker-'));
    await writeFile(join(folder, 'worker.mjs'), script);
    const log = (): Promise<string> => readFile(join(folder, 'log', 'worker.log'), 'utf8');
    await use({
      spawn: nodeWorkerSpawner(join(folder, 'worker.mjs'), folder),
      up: () => expect.poll(log, { timeout: 10_000 }).toBe('up\n'),
    });
    await rm(folder, { recursive: true });
  };
  const STAYS = "process.on('disconnect', () => {}); setInterval(() => {}, 1000); console.log('up');";

  it('stops on request, reports how it ended, and logs its output', async () => {
    const script = `process.on('SIGTERM', () => process.exit(Number(process.env.CODE))); ${STAYS}`;
    await withWorker(script, async ({ spawn, up }) => {
      const worker = spawn({ CODE: '7' });
      const ended = new Promise((resolve) => worker.onExit(resolve));
      await up();
      await worker.stop(20_000);
      expect(await ended).toBe('exit code 7');
      await worker.stop(1);
    });
  });

  it('is killed when it does not stop in time', async () => {
    await withWorker(`process.on('SIGTERM', () => {}); ${STAYS}`, async ({ spawn, up }) => {
      const worker = spawn({});
      const ended = new Promise((resolve) => worker.onExit(resolve));
      await up();
      await worker.stop(50);
      expect(await ended).toBe('SIGKILL');
    });
  });

  it('reports a worker that cannot start', async () => {
    await withWorker('process.exit(3);', async ({ spawn }) => {
      const worker = spawn({});
      expect(await new Promise((resolve) => worker.onExit(resolve))).toBe('exit code 3');
    });
  });
});
