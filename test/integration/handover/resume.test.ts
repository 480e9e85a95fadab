/** Exports that go on where an interrupted one stopped: nothing is copied twice, and nothing unproven is taken over. */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PartsKept } from '../../../src/core/handover/errors.ts';
import { cleanLeftovers, KEPT_MS, lockExport } from '../../../src/core/handover/leftovers.ts';
import { parseProfile } from '../../../src/core/handover/load-file/profile.ts';
import { planExport } from '../../../src/core/handover/plan.ts';
import { exportBatch } from '../../../src/core/handover/run.ts';
import type { ExportRequest, HandoverDeps } from '../../../src/core/handover/types.ts';
import { verifyPack } from '../../../src/core/handover/verify.ts';
import type { History } from '../../../src/core/history/types.ts';
import type { ExportKind, ExportReport } from '../../../src/shared/handover.ts';
import { openHandover, recordBatch } from '../../support/handover.ts';

const BATCH = '20261101-0900-abcde';
const DOCUMENTS = 40;
const STOPPED_AT = 30;
let folder: string;
let into: string;
let history: History;
let deps: HandoverDeps;
/** Documents whose originals were read from the vault, and pages that were drawn. */
let located: string[];
let drawn: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-resume-'));
  into = join(folder, 'out');
  await mkdir(into);
  const opened = openHandover(join(folder, 'data'));
  history = opened.history;
  located = [];
  drawn = [];
  deps = {
    ...opened.deps,
    async locate(document) {
      located.push(document.id);
      return opened.deps.locate(document);
    },
    drawer: {
      async pages({ id }, { first, last }) {
        const pages = Array.from({ length: last - first + 1 }, (_v, i) => first + i);
        drawn.push(...pages.map((page) => `${id} ${page}`));
        const sheet = (page: number) => ({
          ...{ format: 'tiff' as const, width: 1, height: 1, dpi: 300 },
          data: Buffer.from(`picture of ${id}, page ${page}`).toString('base64'),
        });
        return { pages: 2, drawn: pages.map((page) => ({ page, sheet: sheet(page) })) };
      },
      slip: async (lines) => ({
        ...{ format: 'tiff' as const, width: 1, height: 1, dpi: 300 },
        data: Buffer.from(lines.join('\n')).toString('base64'),
      }),
    },
  };
  const documents = Array.from({ length: DOCUMENTS }, (_v, i) => ({
    ...{ path: `file ${i}.pdf`, type: 'pdf' as const, pages: 2, text: `text ${i}` },
    content: `original ${i}`,
  }));
  await recordBatch(join(folder, 'data'), history, BATCH, documents, { name: 'Matter' });
});
afterEach(async () => {
  history.dispose();
  await rm(folder, { recursive: true });
});

const requestOf = (kind: ExportKind, profile = '{}', change: Partial<ExportRequest> = {}): ExportRequest => ({
  ...{ batchId: BATCH, kind, into, profile: parseProfile(profile, 'p') },
  ...change,
});
const run = (request: ExportRequest): Promise<ExportReport> =>
  exportBatch(deps, request, { signal: new AbortController().signal });

/** Closes Redwell while it exports. */
async function interrupt(request: ExportRequest): Promise<string> {
  const stop = new AbortController();
  const onProgress = ({ documents }: { documents: number }): void => {
    if (documents === STOPPED_AT) stop.abort(new PartsKept());
  };
  await expect(exportBatch(deps, request, { signal: stop.signal, onProgress })).rejects.toMatchObject({
    code: 'canceled',
  });
  const partials = (await readdir(into)).filter((name) => name.includes('.partial-x-'));
  located = [];
  drawn = [];
  return join(into, partials[0] ?? '');
}

/** Every file of an export with its content, without what differs each time. */
async function contents(target: string): Promise<Record<string, string>> {
  const entries = await readdir(target, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files
      .map((path): [string, string] => [path.slice(target.length + 1), readFileSync(path, 'latin1')])
      .filter(([name]) => !/redwell-export\.json|\.xlsx$|manifest-sha256|bag-info|report\.html/.test(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const IMAGES = '{"images":{"format":"tiff"},"numbering":{"by":"page"}}';
const OTHER_IMAGES = '{"images":{"format":"tiff","dpi":150},"numbering":{"by":"page"}}';

describe.each([
  ['a load file', 'loadfile', '{}'],
  ['a load file with page images', 'loadfile', IMAGES],
  ['a bag', 'bag', '{}'],
  ['an evidence pack with page images', 'evidence', IMAGES],
] as const)('%s', (_what, kind, profile) => {
  it('goes on where it was interrupted, and becomes what it would have been', async () => {
    const request = requestOf(kind, profile);
    const first = await interrupt(request);
    expect((await planExport(deps, request)).plan.resume).toMatchObject({ documents: expect.any(Number) });
    // Interrupted once more: the rest of the first one is used by the third.
    await interrupt(request);
    const report = await run(request);
    expect(report.resumed?.documents).toBeGreaterThanOrEqual(STOPPED_AT);
    expect(located.length).toBeLessThanOrEqual(DOCUMENTS - STOPPED_AT);
    expect(new Set(located).size).toBe(located.length);
    if (profile !== '{}') expect(drawn.length).toBeLessThanOrEqual(2 * (DOCUMENTS - STOPPED_AT) + 2);
    expect(await readdir(into)).toEqual([report.target.slice(into.length + 1)]);
    expect(await readdir(deps.locksDir)).toEqual([]);
    expect(history.exports.list(BATCH).map(({ outcome }) => outcome)).toEqual([
      ...['completed', 'interrupted', 'interrupted'],
    ]);
    const again = await run({ ...request, fresh: true });
    expect(again.resumed).toBeNull();
    expect(await contents(report.target)).toEqual(await contents(again.target));
    if (kind !== 'loadfile') {
      const { signal } = new AbortController();
      expect(await verifyPack(report.target, { root: report.rootHash, signal })).toMatchObject({
        whole: true,
      });
    }
    expect(first).toContain('.partial-x-');
  });
});

it('copies and draws again what is not there as it was written', async () => {
  const request = requestOf('loadfile', IMAGES);
  const partial = await interrupt(request);
  await writeFile(join(partial, 'VOL001/NATIVES/0001/RW00000003.pdf'), 'original X');
  await truncate(join(partial, 'VOL001/NATIVES/0001/RW00000005.pdf'), 3);
  await rm(join(partial, 'VOL001/NATIVES/0001/RW00000007.pdf'));
  await writeFile(join(partial, 'VOL001/IMAGES/0001/RW00000011.tif'), 'another picture');
  const report = await run(request);
  expect(report.resumed?.documents).toBeLessThanOrEqual(DOCUMENTS - 3);
  expect(located).toEqual(expect.arrayContaining([2, 3, 4].map((n) => `${BATCH}-d0000${n}`)));
  expect(drawn).toEqual(expect.arrayContaining([`${BATCH}-d00006 1`, `${BATCH}-d00006 2`]));
  const again = await run({ ...request, fresh: true });
  expect(await contents(report.target)).toEqual(await contents(again.target));
});

it.each([
  ['another profile', { profile: parseProfile(OTHER_IMAGES, 'p') }],
  ['another choice', { choice: { by: 'selection' as const, documentIds: [`${BATCH}-d00001`] } }],
  ['the wish to start from the beginning', { fresh: true }],
])('starts afresh with %s, and removes what was left', async (_what, change) => {
  const request = requestOf('loadfile', IMAGES);
  await interrupt(request);
  const other = { ...request, ...change };
  expect((await planExport(deps, other)).plan.resume).toBeNull();
  const report = await run(other);
  expect(report.resumed).toBeNull();
  expect(await readdir(into)).toEqual(['Matter - load file']);
  expect(await readdir(deps.locksDir)).toEqual([]);
});

it('keeps the parts for seven days, whatever else is exported, and then removes them', async () => {
  const partial = await interrupt(requestOf('loadfile'));
  await run(requestOf('lists'));
  await cleanLeftovers(deps, Date.now() + KEPT_MS - 60_000);
  expect(await readFile(join(partial, 'VOL001/NATIVES/0001/RW00000001.pdf'), 'utf8')).toBe('original 0');
  await cleanLeftovers(deps, Date.now() + KEPT_MS + 60_000);
  expect(await readdir(into)).toEqual(['Matter - lists']);
  expect([history.exports.open(), await readdir(deps.locksDir)]).toEqual([[], []]);
});

it.each([
  ['no JSON', 'hello'],
  ['other JSON', '{"id":"x-other"}'],
  ['nothing', ''],
])('takes a folder for no export in which somebody wrote %s in place of its report', async (_what, bytes) => {
  const partial = await interrupt(requestOf('lists'));
  const [left] = history.exports.open();
  const target = left?.target ?? '';
  await rm(partial, { recursive: true });
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'redwell-export.json'), bytes);
  await cleanLeftovers(deps);
  expect(history.exports.open()).toEqual([]);
  expect(history.exports.list(BATCH)).toMatchObject([
    { outcome: 'interrupted', error: 'Redwell was stopped while it exported.' },
  ]);
  // It is somebody else's.
  expect(await readFile(join(target, 'redwell-export.json'), 'utf8')).toBe(bytes);
});

it('removes locks and journals that belong to no export, but none that is young or held', async () => {
  const { locksDir } = deps;
  await mkdir(locksDir, { recursive: true });
  for (const name of ['x-gone.lock', 'x-gone.journal', 'note.txt']) await writeFile(join(locksDir, name), '');
  const held = await lockExport(deps, 'x-held');
  await cleanLeftovers(deps, Date.now() + 30_000);
  expect(await readdir(locksDir)).toHaveLength(4);
  await cleanLeftovers(deps, Date.now() + 120_000);
  expect((await readdir(locksDir)).sort()).toEqual(['note.txt', 'x-held.lock']);
  held.dispose();
});
