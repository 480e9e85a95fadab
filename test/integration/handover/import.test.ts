/** Redwell's own load files, read back by its importer. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseProfile } from '../../../src/core/handover/load-file/profile.ts';
import { exportBatch } from '../../../src/core/handover/run.ts';
import type { HandoverDeps } from '../../../src/core/handover/types.ts';
import type { History } from '../../../src/core/history/types.ts';
import { readLoadFile } from '../../../src/core/load-file-import/read.ts';
import type { ImportedDocument, ImportProblem } from '../../../src/core/load-file-import/types.ts';
import { textComparer } from '../../../src/core/similarity/stated-texts.ts';
import { openHandover, recordBatch } from '../../support/handover.ts';
import { letter, randomFrom } from '../../support/letters.ts';
import { importLoadFile } from '../../support/read-load-file.ts';
import { MATTER } from './matter.ts';

const BATCH = '20261101-0900-abcde';
const LONG = letter(randomFrom(4), 120).join(' ');
let folder: string;
let history: History;
let deps: HandoverDeps;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-import-'));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  await mkdir(join(folder, 'out'));
  ({ history, deps } = openHandover(dataDir));
  await recordBatch(dataDir, history, BATCH, [...MATTER, { path: 'z long.txt', content: LONG }], {
    name: 'Smith v. Jones',
  });
});
afterEach(async () => {
  history.dispose();
  await rm(folder, { recursive: true });
});

async function exported(profile: object): Promise<string> {
  const request = {
    ...{ batchId: BATCH, kind: 'loadfile' as const, into: join(folder, 'out') },
    profile: parseProfile(JSON.stringify(profile), 'p.json'),
  };
  return (await exportBatch(deps, request, { signal: new AbortController().signal })).target;
}

async function imported(target: string) {
  const documents: ImportedDocument[] = [];
  const comparer = await textComparer(history, BATCH);
  const differing: ImportProblem[] = [];
  const check = await readLoadFile(target, {
    signal: new AbortController().signal,
    async onDocument(document) {
      documents.push(document);
      const problem = await comparer.add(document);
      if (problem !== null) differing.push(problem);
    },
  });
  return { check, documents, differing, texts: comparer.result() };
}

describe('a load file of Redwell', () => {
  it.each([{ encoding: 'utf8' }, { encoding: 'utf16le', volumeBytes: 1_000_000 }])(
    'comes back with the same documents, families, custodians, hashes and values: %o',
    async (profile) => {
      const target = await exported(profile);
      const { check, documents, differing, texts } = await imported(target);
      // An independent reader, which shares no code with Redwell.
      const rows = importLoadFile(target);
      expect(documents.map(({ fields }) => fields)).toEqual(rows.map(({ row }) => row));
      expect(documents.map(({ parent }) => parent ?? '')).toEqual(rows.map(({ row }) => row.PARENTID));
      expect(documents.map(({ custodian }) => custodian)).toEqual(rows.map(({ row }) => row.CUSTODIAN));
      expect(documents.map(({ hashes }) => hashes?.sha256 ?? null)).toEqual(rows.map(({ sha256 }) => sha256));
      expect(check).toMatchObject({ documents: rows.length, problems: [], problemCount: 0 });
      expect(check.hashesChecked).toBe(rows.filter(({ native }) => native !== null).length);
      expect(check.attached).toBeGreaterThan(2);
      expect(differing).toEqual([]);
      expect(texts.compared).toBeGreaterThan(3);
      expect(texts).toMatchObject({ same: texts.compared, notInBatch: 0 });
    },
  );

  it('is warned about when an original or a text is not what it was', async () => {
    const target = await exported({});
    const last = (await imported(target)).documents.at(-1);
    const native = last?.native ?? '';
    const text = last?.text ?? '';
    await writeFile(text, `${LONG.slice(0, LONG.length / 2)} and something else`);
    expect((await imported(target)).differing).toMatchObject([
      { code: 'text_differs', control: last?.control },
    ]);
    await writeFile(native, `${await readFile(native, 'utf8')}.`);
    const { check, texts } = await imported(target);
    // Its MD5 and its SHA-256.
    expect(check.problems.map(({ code, control }) => [code, control])).toEqual([
      ['hash_differs', last?.control],
      ['hash_differs', last?.control],
    ]);
    expect(texts.notInBatch).toBe(1);
  });
});
