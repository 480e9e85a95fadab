/** Compares what intake finds in the sample matter with what its script states. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { BATCH, filesBelow, sha256, sharedIntake } from './support.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const MATTER = join(ROOT, 'resources', 'sample-matter');

interface Truth {
  path: string;
  type: string;
  status: 'completed' | 'duplicate' | 'exception';
  exception: string | null;
  warnings: string[];
  parent: string | null;
  duplicateOf: string | null;
  scanned: (string | null)[] | null;
}
/** Exceptions that intake finds. The run finds the others, such as damaged or locked files. */
const AT_INTAKE = ['empty', 'unsupported', 'unrecognized', 'oversize'];

const { openFixture } = sharedIntake();
let truth: Truth[];
beforeAll(async () => {
  const text = await readFile(join(ROOT, 'test', 'corpus', 'sample-truth.json'), 'utf8');
  truth = (JSON.parse(text) as { documents: Truth[] }).documents;
});

it('lists every file of the sample matter correctly', async () => {
  const opened = await openFixture();
  const drop = await opened.drop(MATTER);
  expect(drop).toMatchObject({ status: 'ready', error: null, found: truth.length });
  const entries = opened.entries(drop.id);
  const seen = entries.map(({ path, type, parent, duplicateOf, exception }) => ({
    path,
    type,
    parent,
    duplicateOf,
    exception,
  }));
  const expected = truth.map(({ path, type, parent, duplicateOf, exception, warnings }) => ({
    path,
    type,
    parent,
    duplicateOf,
    exception: exception ?? warnings[0] ?? null,
  }));
  const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
  expect(seen.sort(byPath)).toEqual(expected.sort(byPath));
  expect(drop.inventory).toMatchObject({
    files: (await filesBelow(MATTER)).size,
    members: truth.filter(({ parent }) => parent !== null).length,
    duplicates: 2,
    encrypted: 1,
    empty: 1,
    unsupported: 1,
    unreadable: 1,
  });
  for (const { path, scanned } of truth)
    if (scanned !== null)
      expect(entries.find((entry) => entry.path === path)).toMatchObject({
        pages: scanned.length,
        pagesToOcr: scanned.filter((page) => page !== null).length,
      });
});

it('gives each document its place in the manifest, and exports a bag that verifies', async () => {
  const opened = await openFixture();
  const drop = await opened.drop(MATTER);
  const manifest = await opened.intake.freeze(drop.id, BATCH);
  expect(manifest.documents.map(({ id }) => id)).toEqual(
    truth.map((_truth, i) => `${BATCH.batchId}-d${String(i + 1).padStart(5, '0')}`),
  );
  const byPath = new Map(manifest.documents.map((document) => [document.path, document]));
  for (const { path, status, exception, parent, duplicateOf, warnings } of truth) {
    const atIntake = exception !== null && AT_INTAKE.includes(exception);
    const document = byPath.get(path);
    expect(document, path).toMatchObject({
      status: status === 'duplicate' ? 'duplicate' : atIntake ? 'exception' : 'pending',
      parentId: parent === null ? null : byPath.get(parent)?.id,
      duplicateOf: duplicateOf === null ? null : byPath.get(duplicateOf)?.id,
    });
    expect(document?.exception?.code ?? null, path).toBe(atIntake ? exception : null);
    expect(
      document?.warnings.map(({ code }) => code),
      path,
    ).toEqual(warnings);
    expect(sha256(await readFile(document!.location)), path).toBe(document!.sha256);
  }
  const bag = join(opened.base, 'bag');
  await opened.intake.exportBag(BATCH.batchId, bag);
  await verifyBag(bag, manifest.documents.length);
  // The bag contains every file, byte for byte.
  for (const [path, bytes] of await filesBelow(MATTER))
    expect(await readFile(join(bag, 'data', path)), path).toEqual(bytes);
});

/** Verifies a bag according to RFC 8493, section 3, without using Redwell's code. */
async function verifyBag(bag: string, files: number): Promise<void> {
  const all = await filesBelow(bag);
  expect(all.get('bagit.txt')?.toString()).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  const lines = (name: string): [string, string][] =>
    all
      .get(name)!
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => [
        line.slice(0, 64),
        line.slice(66).replace(/%0A/g, '\n').replace(/%0D/g, '\r').replace(/%25/g, '%'),
      ]);
  const payload = lines('manifest-sha256.txt');
  expect(payload).toHaveLength(files);
  for (const [hash, path] of [...payload, ...lines('tagmanifest-sha256.txt')])
    expect(sha256(all.get(path)!), path).toBe(hash);
  const listed = new Set(payload.map(([, path]) => path));
  const data = [...all].filter(([path]) => path.startsWith('data/'));
  expect(data.filter(([path]) => !listed.has(path))).toEqual([]);
  const bytes = data.reduce((sum, [, content]) => sum + content.length, 0);
  expect(all.get('bag-info.txt')?.toString()).toContain(`Payload-Oxum: ${bytes}.${files}\n`);
}
