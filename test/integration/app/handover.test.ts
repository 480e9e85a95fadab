/** Handing over as pages ask for it: on the real app, with the built thread, and without Redis. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { REQUESTS, type RequestInput } from '../../../src/shared/bridge.ts';
import { dispatch } from '../../../src/shared/dispatch.ts';
import type { ListedExport } from '../../../src/shared/handover.ts';
import { type Made, openHandover, recordBatch } from '../../support/handover.ts';
import { manifestOf } from '../../support/manifest.ts';
import { importLoadFile } from '../../support/read-load-file.ts';
import { openTestRedwell, removeDataDir } from '../../support/redwell.ts';
import { mountSmallDisk, NO_DISK } from '../../support/small-disk.ts';
import { until } from '../../support/until.ts';
import { ATTACHED, MATTER } from '../handover/matter.ts';

const BATCH = '20261101-0900-abcde';
const LARGE = '20261102-0900-abcde';
const OPEN = '20261103-0900-abcde';
/** Nothing listens here. */
const NO_REDIS = 'redis://127.0.0.1:1';
let folder: string;
let dataDir: string;
let into: string;
let redwell: Redwell;
/** The events, by export. */
let told: ListedExport[];

const large: Made[] = Array.from({ length: 600 }, (_v, i) => ({
  path: `file ${String(i).padStart(4, '0')}.bin`,
  content: Buffer.alloc(50_000, `${i} `),
  text: `text ${i}`,
}));

const open = async (): Promise<void> => {
  redwell = await openTestRedwell(dataDir, { redisUrl: NO_REDIS, spawnWorker: null });
  redwell.on('handover.changed', (one) => told.push(one));
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-requests-'));
  dataDir = join(folder, 'data');
  into = join(folder, 'out');
  told = [];
  await mkdir(into);
  const { history } = openHandover(dataDir);
  await recordBatch(dataDir, history, BATCH, MATTER, { name: 'Smith v. Jones' });
  history.recordManifest(manifestOf(OPEN, 3));
  history.dispose();
});
afterEach(async () => {
  await redwell.dispose();
  await removeDataDir(folder);
});

async function openLarge(): Promise<void> {
  const { history } = openHandover(dataDir);
  await recordBatch(dataDir, history, LARGE, large, { name: 'Large' });
  history.dispose();
  await open();
}

type Input = RequestInput<'handover.start'>;
const inputOf = (
  change: Partial<Input> = {},
): ReturnType<(typeof REQUESTS)['handover.start']['input']['parse']> =>
  REQUESTS['handover.start'].input.parse({ batchId: BATCH, kind: 'evidence', into, ...change });
const plan = (change: Partial<Input> = {}) => redwell.handlers['handover.plan'](inputOf(change));
const start = async (change: Partial<Input> = {}): Promise<string> =>
  (await redwell.handlers['handover.start'](inputOf(change))).exportId;
const list = (batchId = BATCH): Promise<ListedExport[]> => redwell.handlers['handover.list']({ batchId });
const verify = (exportId: string) => redwell.handlers['handover.verify']({ exportId });

/** Resolves with what the event says when the export has ended. */
async function ended(exportId: string): Promise<ListedExport> {
  const last = (): ListedExport | undefined =>
    told.find(({ id, state }) => id === exportId && state !== 'running');
  await until(async () => last() !== undefined);
  return last()!;
}

it('plans, exports, lists and proves an evidence pack', async () => {
  await open();
  const planned = await plan();
  expect(planned).toMatchObject({
    documents: 10,
    numbering: { first: 'RW00000001', volumes: 1 },
    choice: null,
  });
  expect(await readdir(into)).toEqual([]);
  const exportId = await start();
  const done = await ended(exportId);
  expect(done).toMatchObject({
    ...{ state: 'whole', target: planned.target, documents: 10, progress: null },
    report: { leftOut: { duplicate: 2, excluded: 1, no_original: 1 }, numbering: planned.numbering },
  });
  expect(told.filter(({ state }) => state === 'running').at(-1)?.progress).toMatchObject({
    ...{ phase: 'sealing', documents: 10, exportId },
  });
  expect(await list()).toEqual([done]);
  expect(await verify(exportId)).toMatchObject({ whole: true, rootHash: done.rootHash });

  await writeFile(join(done.target, 'data', 'lists', 'documents.csv'), 'other');
  expect(await verify(exportId)).toMatchObject({
    difference: { kind: 'altered', path: 'data/lists/documents.csv' },
  });
  await rename(done.target, `${done.target} moved`);
  expect(await list()).toMatchObject([{ id: exportId, state: 'gone', report: null }]);
  await expect(verify(exportId)).rejects.toMatchObject({
    code: 'not_found',
    message: `The export could not be read at ${done.target}.`,
  });
  await expect(redwell.exports.folderOf(exportId)).rejects.toMatchObject({ code: 'not_found' });
  // Another export with this name is not this one.
  const again = await ended(await start());
  expect(again.target).toBe(done.target);
  expect((await list()).map(({ state }) => state)).toEqual(['whole', 'gone']);
  expect(await redwell.exports.folderOf(again.id)).toBe(done.target);
});

it('exports chosen documents with their families, into its own folder if the page names none', async () => {
  await open();
  const { items } = await redwell.handlers['documents.list'](
    REQUESTS['documents.list'].input.parse({ batchId: BATCH, search: 'terms.txt' }),
  );
  const ids = items.filter(({ path }) => path === ATTACHED).map(({ id }) => id);
  const request: Partial<Input> = {
    ...{ kind: 'loadfile', into: null, choice: { by: 'selection', documentIds: ids } },
    profile: { numbering: { prefix: 'SJ-', padding: 4 }, fields: [{ field: 'BEGDOC', as: 'Bates' }] },
  };
  const { target, report } = await ended(await start(request));
  expect(target).toBe(join(dataDir, 'handed-over', 'Smith v. Jones - load file'));
  expect(report?.choice).toMatchObject({ chosen: 1, added: 2 });
  expect(importLoadFile(target).map(({ row }) => row)).toEqual(
    ['SJ-0001', 'SJ-0002', 'SJ-0003'].map((number) => ({ Bates: number })),
  );
});

describe('a large batch', () => {
  it('does not hold up the console, refuses a second export, and leaves nothing when it is canceled', async () => {
    await openLarge();
    let turns = 0;
    let longest = 0;
    let last = performance.now();
    const ticker = setInterval(() => {
      turns += 1;
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    });
    const exportId = await start({ batchId: LARGE });
    await expect(start()).rejects.toMatchObject({ code: 'conflict', message: 'Another export is running.' });
    // A plan does not wait for the export.
    expect((await plan()).documents).toBe(10);
    await until(async () => (told.at(-1)?.progress?.documents ?? 0) > 0);
    expect(await list(LARGE)).toMatchObject([
      { id: exportId, state: 'running', progress: { totalDocuments: 600 } },
    ]);
    await redwell.handlers['handover.cancel']({ exportId });
    expect(await ended(exportId)).toMatchObject({
      state: 'canceled',
      documents: 0,
      error: expect.stringContaining('canceled'),
    });
    clearInterval(ticker);
    expect(await readdir(into)).toEqual([]);
    expect(turns).toBeGreaterThan(20);
    expect(longest).toBeLessThan(1000);
    // The next one runs.
    expect(await ended(await start({ kind: 'lists' }))).toMatchObject({ state: 'whole' });
  });

  it('is told at most a few times a second', async () => {
    await openLarge();
    const from = performance.now();
    await ended(await start({ batchId: LARGE, kind: 'loadfile' }));
    const seconds = (performance.now() - from) / 1000;
    // Beside those that are paced: the start, two phases and the end.
    expect(told.length).toBeLessThanOrEqual(seconds * 5 + 4);
  });

  it('goes on after Redwell was closed meanwhile, and offers that before', async () => {
    await openLarge();
    await start({ batchId: LARGE });
    await until(async () => (told.at(-1)?.progress?.documents ?? 0) > 0);
    await redwell.dispose();
    expect(await readdir(into)).toEqual([expect.stringMatching(/\.partial-x-/)]);
    await open();
    expect(await list(LARGE)).toMatchObject([{ state: 'interrupted', keptUntil: expect.any(Number) }]);
    const plan = await redwell.handlers['handover.plan'](inputOf({ batchId: LARGE }));
    expect(plan.resume).not.toBeNull();
    const exportId = await start({ batchId: LARGE });
    await ended(exportId);
    const [whole] = await list(LARGE);
    expect(whole).toMatchObject({ state: 'whole', report: { resumed: expect.any(Object) } });
    expect(await readdir(into)).toEqual([expect.not.stringMatching(/\.partial-x-/)]);
  });
});

it('removes what a killed process left when it opens, and says that it was interrupted', async () => {
  const { history } = openHandover(dataDir);
  const target = join(into, 'Smith v. Jones - load file');
  const partial = `${target}.partial-x-dead`;
  history.exports.start({ id: 'x-dead', batchId: BATCH, kind: 'loadfile', target, partial, startedAt: 1 });
  history.dispose();
  await mkdir(join(partial, 'VOL001'), { recursive: true });
  await open();
  await until(async () => !existsSync(partial));
  await until(async () => (await list())[0]?.outcome === 'interrupted');
  expect(await list()).toMatchObject([{ id: 'x-dead', state: 'interrupted' }]);
});

it('exports only from the console that owns the data folder', async () => {
  await open();
  const second = await openTestRedwell(dataDir, { redisUrl: NO_REDIS, spawnWorker: null });
  try {
    await expect(second.handlers['handover.start'](inputOf())).rejects.toMatchObject({ code: 'not_allowed' });
    const exportId = await start();
    await ended(exportId);
    expect(await second.handlers['handover.list']({ batchId: BATCH })).toMatchObject([{ state: 'whole' }]);
    expect(await second.handlers['handover.verify']({ exportId })).toMatchObject({ whole: true });
  } finally {
    await second.dispose();
  }
});

describe('bad input gets a sentence, and nothing is half written', () => {
  const refused = async (change: Partial<Input>, code: string, message: RegExp): Promise<void> => {
    for (const work of [plan, start])
      await expect(work(change)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await list(change.batchId)).toEqual([]);
    expect(await readdir(into)).toEqual([]);
  };

  it('about the folder, the batch and the choice', async () => {
    await open();
    await refused({ into: join(into, 'none') }, 'folder_missing', /^There is no folder .*none\.$/);
    await refused({ into: 'out' }, 'invalid_input', /^“out” is not the whole path of a folder\.$/);
    await writeFile(join(folder, 'file'), '');
    await refused({ into: join(folder, 'file') }, 'not_a_folder', /file is a file\.$/);
    await refused({ batchId: 'none' }, 'not_found', /^There is no batch none/);
    await refused({ batchId: OPEN }, 'conflict', /has not ended/);
    await refused(
      { choice: { by: 'filter', filter: { search: 'no such path' } } },
      'invalid_input',
      /^No document of the batch passes the filter\.$/,
    );
    await refused(
      { profile: { numbering: { padding: 1 } }, kind: 'loadfile' },
      'invalid_input',
      /has more than 1 digits/,
    );
    const long = join(into, 'x'.repeat(250), 'y'.repeat(300));
    await refused({ into: long }, 'folder_missing', /too long|There is no folder/);
    await expect(verify('x-none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('about a field name twice, as one sentence', async () => {
    await open();
    const profile = {
      fields: [
        { field: 'BEGDOC', as: 'Bates' },
        { field: 'ENDDOC', as: 'BATES' },
      ],
    };
    const input = { batchId: BATCH, kind: 'loadfile', into, profile };
    expect(await dispatch(redwell.handlers as never, 'handover.start', input)).toMatchObject({
      ok: false,
      error: {
        code: 'invalid_input',
        message: 'The field name “BATES” is there twice. Each name must be different.',
      },
    });
    expect(await list()).toEqual([]);
  });

  it('about a disk that is full or read-only, also in the middle', async ({ skip }) => {
    const disk = await mountSmallDisk(8);
    if (disk === null) return skip(NO_DISK);
    await openLarge();
    await expect(start({ batchId: LARGE, into: disk.path })).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching(
        /needs 30 MB, and the disk with .* has .* left\. Nothing was handed over\.$/,
      ),
    });
    expect((await plan({ batchId: LARGE, into: disk.path })).freeBytes).toBeLessThan(9_000_000);
    disk.setReadOnly(true);
    await expect(start({ into: disk.path, kind: 'lists' })).rejects.toMatchObject({
      code: 'access_restricted',
    });
    disk.setReadOnly(false);
    disk.fill();
    // Lists are not counted before, so this disk fills up in the middle.
    const exportId = await start({ into: disk.path, kind: 'lists' }).catch((error: unknown) => error);
    if (typeof exportId === 'string')
      expect(await ended(exportId)).toMatchObject({
        ...{ state: 'failed', error: expect.stringMatching(/is full\. Nothing was handed over\.$/) },
        action: expect.stringMatching(/^Free some space/),
      });
    else expect(exportId).toMatchObject({ code: 'disk_full' });
    expect(await readdir(disk.path)).toEqual(['ballast']);
    await disk.free();
    expect(await ended(await start({ into: disk.path, kind: 'lists' }))).toMatchObject({ state: 'whole' });
    await rm(join(disk.path, 'Smith v. Jones - lists'), { recursive: true });
  });
});
