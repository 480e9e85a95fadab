/** Exports of chosen documents: families stay whole, no content is lost, and nothing of the others gets out. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parsePrivilege } from '../../../src/core/handover/lists/privilege-terms.ts';
import { DEFAULT_PROFILE } from '../../../src/core/handover/load-file/profile.ts';
import { planExport, refuseLongPaths } from '../../../src/core/handover/plan.ts';
import { exportBatch } from '../../../src/core/handover/run.ts';
import { selectDocuments } from '../../../src/core/handover/selection.ts';
import type { HandoverDeps } from '../../../src/core/handover/types.ts';
import type { History } from '../../../src/core/history/types.ts';
import { type ExportChoice, exportChoiceSchema } from '../../../src/shared/export-choice.ts';
import type { ExportKind } from '../../../src/shared/handover.ts';
import { openHandover, recordBatch } from '../../support/handover.ts';
import { importLoadFile } from '../../support/read-load-file.ts';
import { ATTACHED, MAIL, MATTER } from './matter.ts';

const BATCH = '20261101-0900-abcde';
let folder: string;
let into: string;
let history: History;
let deps: HandoverDeps;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-choice-'));
  const dataDir = join(folder, 'data');
  into = join(folder, 'out');
  await mkdir(dataDir);
  await mkdir(into);
  ({ history, deps } = openHandover(dataDir));
  await recordBatch(dataDir, history, BATCH, MATTER, { name: 'Smith v. Jones' });
});
afterEach(async () => {
  history.dispose();
  await rm(folder, { recursive: true });
});

const idsOf = (...paths: string[]): string[] =>
  [...history.allDocuments(BATCH)].filter(({ path }) => paths.includes(path)).map(({ id }) => id);
const selected = (...paths: string[]): ExportChoice =>
  exportChoiceSchema.parse({ by: 'selection', documentIds: idsOf(...paths) });
const filtered = (filter: object): ExportChoice => exportChoiceSchema.parse({ by: 'filter', filter });
const requestOf = (choice: ExportChoice, kind: ExportKind = 'loadfile') => ({
  ...{ batchId: BATCH, kind, into, profile: DEFAULT_PROFILE, choice },
});
const run = (choice: ExportChoice, kind?: ExportKind) =>
  exportBatch(deps, requestOf(choice, kind), { signal: new AbortController().signal });
const pathsIn = (target: string): (string | undefined)[] =>
  importLoadFile(target).map(({ row }) => row.FILEPATH);

it('exports the whole family of one chosen attachment, and says how many were added', async () => {
  const report = await run(selected(ATTACHED));
  expect(pathsIn(report.target)).toEqual([MAIL, ATTACHED, `${MAIL}/scan.pdf`]);
  expect(report.choice).toEqual({ by: 'selection', chosen: 1, added: 2, notChosen: MATTER.length - 4 });
  const { plan } = await planExport(deps, requestOf(selected(ATTACHED)));
  expect(plan).toMatchObject({ choice: report.choice, documents: 3, leftOut: { excluded: 1 } });
  const [first] = importLoadFile(report.target);
  expect(first?.row).toMatchObject({
    BEGDOC: 'RW00000001',
    BEGATTACH: 'RW00000001',
    ENDATTACH: 'RW00000003',
  });
});

it('exports a chosen duplicate whose twin was not chosen, because its content would be missing', async () => {
  const copy = 'box; one/second copy.txt';
  expect(pathsIn((await run(selected(copy))).target)).toEqual([copy]);
  const both = await run(selected(copy, 'a letter.txt'));
  expect(pathsIn(both.target)).toEqual(['a letter.txt']);
  expect(both.leftOut).toEqual({ duplicate: 1 });
});

it('exports what passes a filter', async () => {
  const report = await run(filtered({ status: 'exception' }));
  expect(report.choice).toMatchObject({ by: 'filter', chosen: 2 });
  expect(pathsIn(report.target)).toEqual(
    MATTER.filter(({ path, status }) => /^(mail|zip)/.test(path) && status !== 'excluded').map(
      ({ path }) => path,
    ),
  );
});

it.each(['lists', 'evidence', 'bag'] as const)('names no other document in %s', async (kind) => {
  // A document without duplicates: a load file names the other places of a content that is exported.
  const own = MATTER.at(-1)?.path ?? '';
  const { target } = await run(selected(own), kind);
  const entries = await readdir(target, { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile());
  const texts = await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), 'utf8')));
  const all = [...texts, ...files.map(({ name }) => name)].join('\n');
  expect(all).toContain('שלום');
  for (const { path } of MATTER) if (path !== own) expect(all).not.toContain(path.split('/').at(-1));
  expect(files.map(({ name }) => name)).not.toContain('entities.csv');
});

it('refuses a filter without documents, and documents of another batch', async () => {
  await expect(run(filtered({ type: 'mbox' }))).rejects.toMatchObject({
    code: 'invalid_input',
    message: 'No document of the batch passes the filter.',
  });
  await expect(run({ by: 'selection', documentIds: ['other-d00001'] })).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('other-d00001'),
  });
  await expect(run(selected(`${MAIL}/.DS_Store`, ATTACHED))).resolves.toMatchObject({ documents: 3 });
  expect(history.exports.list(null)).toHaveLength(1);
});

it('takes every choice of documents with all of its content, and no family in parts', async () => {
  const rows = [...history.outline(BATCH)];
  const rootOf = (id: string): string => {
    const parent = rows.find((row) => row.id === id)?.parentId ?? null;
    return parent === null ? id : rootOf(parent);
  };
  const ids = rows.map(({ id }) => id);
  await fc.assert(
    fc.asyncProperty(fc.subarray(ids, { minLength: 1 }), async (some) => {
      const chosen = new Set(some);
      const roots = new Set(some.map(rootOf));
      const { documents, leftOut, inside } = await selectDocuments(rows, 'processed', chosen);
      const seen = [...documents, ...leftOut].map(({ id }) => id);
      expect(new Set(seen)).toEqual(new Set(ids.filter((id) => roots.has(rootOf(id)))));
      expect(inside).toEqual(new Set(seen));
      expect(seen).toHaveLength(new Set(seen).size);
      const contents = new Set(documents.map(({ sha256 }) => sha256));
      for (const { id, reason } of leftOut)
        if (reason === 'duplicate') expect(contents).toContain(rows.find((row) => row.id === id)?.sha256);
    }),
    { numRuns: 200 },
  );
});

it('knows before the export how long its paths become', async () => {
  for (const kind of ['loadfile', 'lists', 'bag', 'evidence'] as const) {
    const { plan } = await planExport(deps, requestOf({ by: 'batch' }, kind));
    const { target } = await run({ by: 'batch' }, kind);
    const longest = Math.max(
      ...(await readdir(target, { recursive: true })).map((path) => `${target}/${path}`.length),
    );
    expect(plan.longestPath).toBeGreaterThanOrEqual(longest);
    expect(plan.longestPath).toBeLessThan(longest + 40);
    const long = { ...plan, longestPath: 260 };
    expect(() => refuseLongPaths(long, 'linux')).not.toThrow();
    expect(() => refuseLongPaths({ ...plan, longestPath: 259 }, 'win32')).not.toThrow();
    expect(() => refuseLongPaths(long, 'win32')).toThrow(/up to 260 characters.*Nothing was handed over\./);
  }
});

it('lists no hits and no privileged documents but the chosen ones, and makes no report of a part', async () => {
  const lists = { search: 'NOT absent', privilege: parsePrivilege('jones\nsmith\nexample.com', 'terms.txt') };
  const { target } = await exportBatch(
    deps,
    { ...requestOf(selected(ATTACHED), 'lists'), lists },
    { signal: new AbortController().signal },
  );
  const all = [...history.allDocuments(BATCH)];
  const inside = new Set(
    all.filter(({ path }) => path === MAIL || path.startsWith(`${MAIL}/`)).map(({ id }) => id),
  );
  expect(inside.size).toBeLessThan(all.length);
  for (const name of ['search hits', 'privilege']) {
    const lines = (await readFile(join(target, `${name}.jsonl`), 'utf8')).trim().split('\n');
    const ids = lines.filter((line) => line !== '').map((line) => JSON.parse(line).documentId as string);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.filter((id) => !inside.has(id))).toEqual([]);
  }
  await expect(run(selected(ATTACHED), 'report')).rejects.toMatchObject({ code: 'invalid_input' });
  const pack = await run(selected(ATTACHED), 'evidence');
  expect(await readdir(join(pack.target, 'data'))).not.toContain('report');
});
