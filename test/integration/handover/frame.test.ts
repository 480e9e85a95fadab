/** What holds for every export: it is whole or it is not there, and it is on record. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { handoverFrom } from '../../../src/core/app/handover.ts';
import { DEFAULT_PROFILE } from '../../../src/core/handover/load-file/profile.ts';
import { exportBatch } from '../../../src/core/handover/run.ts';
import type { HandoverDeps } from '../../../src/core/handover/types.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import {
  EXPORT_KINDS,
  type ExportKind,
  type ExportProgress,
  type ExportReport,
} from '../../../src/shared/handover.ts';
import { type Made, openHandover, recordBatch } from '../../support/handover.ts';
import { manifestOf } from '../../support/manifest.ts';
import { mountSmallDisk, NO_DISK } from '../../support/small-disk.ts';
import { MATTER } from './matter.ts';

const BATCH = '20261101-0900-abcde';
let folder: string;
let dataDir: string;
let into: string;
let history: History;
let deps: HandoverDeps;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-frame-'));
  dataDir = join(folder, 'data');
  into = join(folder, 'out');
  await mkdir(dataDir);
  await mkdir(into);
  ({ history, deps } = openHandover(dataDir));
});
afterEach(async () => {
  history.dispose();
  await rm(folder, { recursive: true });
});

const record = (documents: readonly Made[] = MATTER, name = 'Smith v. Jones'): Promise<void> =>
  recordBatch(dataDir, history, BATCH, documents, { name });

interface Change {
  kind?: ExportKind;
  to?: string;
  signal?: AbortSignal;
  onProgress?: (progress: ExportProgress) => void;
  deps?: Partial<HandoverDeps>;
}

function run({
  kind = 'loadfile',
  to = into,
  signal,
  onProgress,
  deps: other,
}: Change = {}): Promise<ExportReport> {
  return exportBatch(
    { ...deps, ...other },
    { batchId: BATCH, kind, into: to, profile: DEFAULT_PROFILE },
    { signal: signal ?? new AbortController().signal, ...(onProgress === undefined ? {} : { onProgress }) },
  );
}

/** Runs work once, when the export has written this many documents. */
const midway = (documents: number, work: () => unknown) => {
  let done = false;
  return {
    locate: async (document: Parameters<HandoverDeps['locate']>[0]) => {
      if (!done && Number(document.id.slice(-5)) > documents) {
        done = true;
        await work();
      }
      return deps.locate(document);
    },
  };
};

const files = (count: number, bytes: number): Made[] =>
  Array.from({ length: count }, (_v, i) => ({
    path: `file ${String(i).padStart(4, '0')}.bin`,
    content: Buffer.alloc(bytes, `${i}`),
    text: 'text',
  }));

describe.each(EXPORT_KINDS)('an export as %s', (kind) => {
  it('is there as a whole, on record, with a name of its own each time', async () => {
    await record();
    const first = await run({ kind });
    const second = await run({ kind });
    expect(second.target).toBe(`${first.target} (2)`);
    expect((await readdir(into)).sort()).toEqual(
      [first, second].map(({ target }) => target.split('/').at(-1)).sort(),
    );
    expect(history.exports.list(BATCH)).toHaveLength(2);
    expect(history.exports.list(null).find(({ id }) => id === first.id)).toMatchObject({
      ...{ batchId: BATCH, kind, target: first.target, outcome: 'completed', error: null },
      ...{
        documents: first.documents,
        originals: first.originals,
        bytes: first.bytes,
        rootHash: first.rootHash,
      },
    });
    expect(await readdir(deps.locksDir)).toEqual([]);
    const said = JSON.parse(await readFile(join(first.target, 'redwell-export.json'), 'utf8'));
    expect(said).toMatchObject({ id: first.id, documents: first.documents, leftOut: first.leftOut });
  });

  it('leaves nothing when it is canceled', async () => {
    await record();
    const stop = new AbortController();
    await expect(run({ kind, signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject({
      code: 'canceled',
      message: 'The export was canceled. Nothing was handed over.',
    });
    expect(await readdir(into)).toEqual([]);
    expect(history.exports.list(BATCH)).toMatchObject([{ outcome: 'canceled', documents: 0 }]);
  });

  it('reports how far it is, up to the end', async () => {
    await record();
    const seen: ExportProgress[] = [];
    const report = await run({ kind, onProgress: (now) => seen.push({ ...now }) });
    expect(seen[0]).toMatchObject({ documents: 0, bytes: 0, exportId: report.id });
    expect(seen.at(-1)).toMatchObject({ phase: 'sealing', documents: report.documents });
    for (const [i, now] of seen.entries()) {
      expect(now.bytes).toBeGreaterThanOrEqual(seen[i - 1]?.bytes ?? 0);
      expect(now.documents).toBeLessThanOrEqual(now.totalDocuments);
    }
    expect(seen.at(-1)?.bytes).toBe(seen.at(-1)?.totalBytes);
  });
});

describe('a name', () => {
  it.each([
    ['..', '__ - load file'],
    ['a/b\\c: "d"?', 'a_b_c_ _d__ - load file'],
    ['CON', '_CON - load file'],
    ['  ', '__ - load file'],
    ['Müller', 'Müller - load file'],
    ['x'.repeat(200), `${'x'.repeat(68)} - load file`],
  ])('is safe for Windows: %j', async (name, expected) => {
    await record(files(1, 10), name);
    expect((await run()).target).toBe(join(into, expected));
  });

  it('is not one that differs only in case, or that another export is about to take', async () => {
    await record(files(1, 10));
    await mkdir(join(into, 'SMITH V. JONES - LOAD FILE'));
    await mkdir(join(into, 'smith v. jones - load file (2).partial-x-another'));
    expect((await run()).target).toBe(join(into, 'Smith v. Jones - load file (3)'));
  });

  it('is the next free one if somebody takes it while the export is written', async () => {
    await record(files(3, 10));
    const taken = join(into, 'Smith v. Jones - load file');
    const report = await run({ deps: midway(1, () => mkdir(taken)) });
    expect(report.target).toBe(`${taken} (2)`);
    expect(await readdir(taken)).toEqual([]);
    expect(history.exports.list(BATCH)[0]?.target).toBe(report.target);
  });
});

describe('a folder that takes no export', () => {
  const nothing = async (code: string, message: RegExp, change: Change): Promise<void> => {
    await expect(run(change)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      action: expect.stringMatching(/\.$/),
    });
    const left = existsSync(into) ? await readdir(into) : [];
    expect(left.filter((name) => !name.includes('.partial-') && name !== 'ballast')).toEqual([]);
  };

  it('is refused in a sentence: it is missing, a file, or another name for nothing', async () => {
    await record();
    await nothing('folder_missing', /^There is no folder .*out\/none\.$/, { to: join(into, 'none') });
    await writeFile(join(folder, 'file'), '');
    await nothing('not_a_folder', /file is a file\.$/, { to: join(folder, 'file') });
    expect(history.exports.list(null)).toEqual([]);
  });

  it('is full from the beginning', async ({ skip }) => {
    const disk = await mountSmallDisk(1);
    if (disk === null) return skip(NO_DISK);
    await record(files(3, 1_000_000));
    await nothing('disk_full', /needs 3 MB, and the disk with .* has .* left\. Nothing was handed over\.$/, {
      to: disk.path,
    });
    expect(await readdir(disk.path)).toEqual([]);
  });

  it('becomes full in the middle', async ({ skip }) => {
    const disk = await mountSmallDisk(8);
    if (disk === null) return skip(NO_DISK);
    await record(files(4, 1_000_000));
    await nothing('disk_full', /^The disk with .* is full\. Nothing was handed over\.$/, {
      to: disk.path,
      deps: midway(2, () => disk.fill()),
    });
    expect(await readdir(disk.path)).toEqual(['ballast']);
    expect(history.exports.list(BATCH)).toMatchObject([
      { outcome: 'failed', error: expect.stringMatching(/is full/) },
    ]);
    await disk.free();
    expect((await run({ to: disk.path })).documents).toBe(4);
  });

  it('becomes read-only before the export gets its name, and the next export of the same takes all of it over', async ({
    skip,
  }) => {
    const disk = await mountSmallDisk(8);
    if (disk === null) return skip(NO_DISK);
    await record(files(4, 1000));
    const flush = async (): Promise<boolean> => {
      disk.setReadOnly(true);
      return true;
    };
    const message = /^The disk with .* is read-only\. Nothing was handed over\.$/;
    await nothing('access_restricted', message, { to: disk.path, deps: { flush } });
    expect(await readdir(disk.path)).toEqual([expect.stringMatching(/\.partial-x-/)]);
    disk.setReadOnly(false);
    expect(await run({ to: disk.path })).toMatchObject({ resumed: { documents: 4 } });
    expect(await readdir(disk.path)).toEqual([expect.not.stringMatching(/\.partial-x-/)]);
    expect(history.exports.list(BATCH).map(({ outcome }) => outcome)).toEqual(['completed', 'interrupted']);
  });

  it.each([
    // Files are written meanwhile, so a folder may not be empty at once.
    [
      'the folder of the export is removed',
      () => rm(into, { recursive: true, maxRetries: 20, retryDelay: 5 }),
      'folder_missing',
    ],
    ['its parts are moved away', () => rename(into, `${into}-moved`), 'folder_missing'],
  ] as const)('is gone in the middle: %s', async (_what, take, code) => {
    await record();
    await nothing(code, /^The folder .* is gone, or its drive does not answer\./, { deps: midway(3, take) });
  });

  it('loses a file in the middle', async () => {
    await record(files(12, 1000));
    const take = async (): Promise<void> => {
      const [partial = ''] = await readdir(into);
      await rm(join(into, partial, 'VOL001/NATIVES/0001/RW00000001.bin'));
    };
    await nothing('conflict', /Files of the export were removed or added/, { deps: midway(10, take) });
    expect(await readdir(into)).toEqual([]);
  });

  it('may not be written by this account', async ({ skip }) => {
    if (process.geteuid?.() === 0) return skip('the administrator may write everywhere');
    await record();
    await chmod(into, 0o500);
    onTestFinished(() => chmod(into, 0o700));
    await nothing('access_restricted', /^You do not have permission/, {});
  });
});

describe('a batch that cannot be handed over', () => {
  it('has not ended', async () => {
    history.recordManifest(manifestOf(BATCH, 3));
    await expect(run()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/has not ended/),
    });
  });

  it('is unknown', async () => {
    await expect(run()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('has nothing but excluded documents', async () => {
    await record([{ path: '.DS_Store', content: 'x', status: 'excluded' }]);
    await expect(run()).rejects.toMatchObject({ code: 'invalid_input' });
    expect(history.exports.list(null)).toEqual([]);
  });
});

describe('what a stopped process leaves', () => {
  const abandoned = async (id: string): Promise<string> => {
    const target = join(into, 'Smith v. Jones - load file');
    const partial = `${target}.partial-${id}`;
    history.exports.start({ id, batchId: BATCH, kind: 'loadfile', target, partial, startedAt: 1 });
    await mkdir(join(partial, 'VOL001'), { recursive: true });
    await writeFile(join(partial, 'VOL001', 'part'), 'half');
    return partial;
  };

  it('is removed by the next export, and on record as interrupted', async () => {
    await record();
    const partial = await abandoned('x-dead');
    const other = join(into, 'mine.partial-x-mine');
    await mkdir(other);
    const report = await run();
    expect(existsSync(partial)).toBe(false);
    // What Redwell did not make stays.
    expect(existsSync(other)).toBe(true);
    expect(history.exports.list(BATCH).map(({ id, outcome }) => [id, outcome])).toEqual([
      [report.id, 'completed'],
      ['x-dead', 'interrupted'],
    ]);
  });

  it('waits while its drive is away', async () => {
    await record();
    const partial = await abandoned('x-away');
    await rename(into, `${into}-away`);
    const to = join(folder, 'other');
    await mkdir(to);
    await run({ to });
    expect(history.exports.open().map(({ id }) => id)).toEqual(['x-away']);
    await rename(`${into}-away`, into);
    await run({ to });
    expect([existsSync(partial), history.exports.open()]).toEqual([false, []]);
  });

  it('is recorded as completed if the export had just got its name', async () => {
    await record();
    const report = await run({ kind: 'evidence' });
    const id = 'x-renamed';
    const { target } = report;
    history.exports.start({
      id,
      batchId: BATCH,
      kind: 'evidence',
      target,
      partial: `${target}.partial-${id}`,
      startedAt: 1,
    });
    const path = join(target, 'redwell-export.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(report.id, id));
    await run();
    expect(history.exports.list(BATCH).find((one) => one.id === id)).toMatchObject({
      ...{ outcome: 'completed', rootHash: report.rootHash, documents: report.documents },
    });
  });

  it('is left alone while its process runs', async () => {
    await record();
    const partial = await abandoned('x-busy');
    await mkdir(deps.locksDir, { recursive: true });
    const holder = fork(join(import.meta.dirname, '..', '..', 'support', 'lock-holder.mjs'), [
      join(deps.locksDir, 'x-busy.lock'),
    ]);
    onTestFinished(() => void holder.kill('SIGKILL'));
    await once(holder, 'message');
    await run();
    expect(existsSync(partial)).toBe(true);
    const gone = once(holder, 'exit');
    holder.kill('SIGKILL');
    await gone;
    await run();
    expect(existsSync(partial)).toBe(false);
  });
});

it('keeps the record of exports when history is damaged', async () => {
  await record();
  const reports = [await run({ kind: 'evidence' }), await run()];
  await expect(run({ to: join(into, 'none') })).rejects.toThrow();
  const before = history.exports.list(null);
  expect(before).toHaveLength(2);
  history.dispose();
  const path = join(dataDir, 'history.sqlite');
  const bytes = await readFile(path);
  bytes.fill(0, 0, 100);
  await writeFile(path, bytes);
  await rm(`${path}-wal`, { force: true });
  history = openHistory({ path });
  deps = handoverFrom(dataDir, history);
  expect(history.repair.report()?.cause).toBe('damaged');
  expect(history.exports.list(null)).toEqual(before);
  expect(before.map(({ rootHash }) => rootHash)).toContain(reports[0]?.rootHash);
  await run();
  expect(history.exports.list(null)).toHaveLength(3);
});

it('hands over files that the programs of the operator can read', async () => {
  await record(files(1, 10));
  const { target } = await run();
  const mask = process.umask();
  for (const name of await readdir(target, { recursive: true })) {
    const facts = await stat(join(target, name));
    expect(facts.mode & 0o777).toBe((facts.isDirectory() ? 0o777 : 0o666) & ~mask);
  }
});
