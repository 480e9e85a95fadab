/** Other copies of documents, on the real app: handed in, refused, undone, and the very original put back. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { nodeWorkerSpawner } from '../../../src/core/host/local-worker.ts';
import { attentionFilterSchema } from '../../../src/shared/attention.ts';
import type { ExceptionCode } from '../../../src/shared/exceptions.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import {
  allDocuments,
  batchEnd,
  makeDataDir,
  openTestRedwell,
  removeDataDir,
} from '../../support/redwell.ts';
import { until } from '../../support/until.ts';
import { textPdf } from '../pipeline/fixtures.ts';

const WORKER = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'worker.js');
const TEXT = 'The rent for the premises is due on May 1, 2021, and is paid by Acme Corp. to Jane Roe.';

let server: TestRedis;
let dataDir: string;
let redwell: Redwell;

const open = async (): Promise<Redwell> => {
  const opened = await openTestRedwell(dataDir, {
    redisUrl: server.url,
    spawnWorker: nodeWorkerSpawner(WORKER, dataDir),
  });
  await until(async () => (await opened.handlers['health.get']({})).redis.state === 'ready');
  return opened;
};

beforeEach(async () => {
  server = await startTestRedis({ appendOnly: true });
  dataDir = await makeDataDir();
  redwell = await open();
});
afterEach(async () => {
  await redwell.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

const items = async (): Promise<string[]> => {
  const filter = attentionFilterSchema.parse({});
  const { items: found } = await redwell.handlers['attention.list']({ filter, cursor: null, limit: 100 });
  return found.map(({ path, code }) => `${path} ${code}`).sort();
};

async function file(name: string, content: Buffer | string): Promise<string> {
  const path = join(dataDir, 'given', name);
  await mkdir(join(dataDir, 'given'), { recursive: true });
  await writeFile(path, content);
  return path;
}

/** Submits a folder and waits for the end of its batch. @returns ids of its documents by path */
async function process(files: Record<string, Buffer | string>): Promise<Map<string, string>> {
  const folder = join(dataDir, 'box');
  await mkdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const { id: dropId } = await redwell.handlers['intake.begin']({ kind: 'paths', paths: [folder] });
  await until(async () => (await redwell.handlers['intake.get']({ dropId })).status === 'ready');
  const { id } = await redwell.handlers['batches.submit']({
    ...{ dropId, name: 'Box', matter: 'Roe v. Acme', custodian: 'J. Roe', priority: 'high' },
  });
  await batchEnd(redwell, id);
  const rows = await allDocuments(redwell, id);
  return new Map(rows.map((row) => [row.path, row.id]));
}

/** Adds a file as another copy, and waits until it has been read. @returns the id of the drop */
async function copy(documentId: string, code: ExceptionCode, path: string): Promise<string> {
  const { id: dropId } = await redwell.handlers['intake.begin']({
    ...{ kind: 'paths', paths: [path], replaces: { documentId, code } },
  });
  await until(async () =>
    ['ready', 'failed'].includes((await redwell.handlers['intake.get']({ dropId })).status),
  );
  return dropId;
}

const submit = (dropId: string, otherType = false) =>
  redwell.handlers['replacements.submit']({ dropId, reason: 'Intact copy from J. Roe', otherType });

it('replaces a damaged document by another copy, whose batch and record say so, and undoes it', {
  timeout: 120_000,
}, async () => {
  const intact = await textPdf([TEXT]);
  const damaged = intact.subarray(0, 200);
  const ids = await process({ 'lease.pdf': damaged, 'letter.txt': `${TEXT}\n` });
  const lease = ids.get('lease.pdf') ?? '';
  expect(await items()).toEqual(['lease.pdf corrupt']);

  const dropId = await copy(lease, 'corrupt', await file('lease (intact).pdf', intact));
  expect(await redwell.handlers['replacements.look']({ dropId })).toMatchObject({
    ...{ code: 'corrupt', batchName: 'Box', outcome: 'replaces', refusal: null, otherType: false },
    replaced: { path: 'lease.pdf', type: 'pdf' },
    copy: { path: 'lease (intact).pdf', type: 'pdf', pages: 1 },
  });
  await expect(
    redwell.handlers['batches.submit']({
      ...{ dropId, name: 'x', matter: '', custodian: '', priority: 'normal' },
    }),
  ).rejects.toMatchObject({ code: 'conflict' });
  const answers = await Promise.allSettled([submit(dropId), submit(dropId)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const answer = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))[0];
  if (answer?.kind !== 'replaced') throw new Error('not replaced');
  expect(answer.batch).toMatchObject({
    ...{ name: 'Copy of lease.pdf', matter: 'Roe v. Acme', custodian: 'J. Roe', priority: 'high' },
  });
  expect(await items()).toEqual([]);
  await batchEnd(redwell, answer.batch.id);

  const old = await redwell.handlers['documents.get']({ documentId: lease });
  expect(old).toMatchObject({ status: 'exception', exception: { code: 'corrupt' } });
  const [record] = old.replacements ?? [];
  expect(record).toMatchObject({
    ...{ code: 'corrupt', reason: 'Intact copy from J. Roe', stands: true, undone: null },
    replaced: { id: lease, path: 'lease.pdf', sha256: old.sha256 },
    copy: { path: 'lease (intact).pdf', batchId: answer.batch.id },
  });
  const fresh = await redwell.handlers['documents.get']({ documentId: record?.copy.id ?? '' });
  expect(fresh).toMatchObject({ status: 'completed', replacements: [{ replaced: { id: lease } }] });
  const manifest = JSON.parse(
    (await readFile(join(dataDir, 'batches', answer.batch.id, 'redwell-manifest.json'), 'utf8')) as string,
  );
  expect(manifest.replaces).toMatchObject({ documentId: lease, path: 'lease.pdf', sha256: old.sha256 });

  // What is replaced is not replaced twice.
  await expect(
    copy(lease, 'corrupt', await file('third.pdf', await textPdf([`${TEXT} Third.`]))),
  ).rejects.toMatchObject({ code: 'conflict' });
  expect(await redwell.handlers['attention.undo']({ decision: answer.decision })).toEqual({ items: 1 });
  expect(await items()).toEqual(['lease.pdf corrupt']);

  // Neither a restart nor the manifest takes the undoing back.
  await redwell.dispose();
  redwell = await open();
  expect(await items()).toEqual(['lease.pdf corrupt']);
  expect((await redwell.handlers['documents.get']({ documentId: lease })).replacements).toMatchObject([
    { stands: false, undone: { at: expect.any(Number) } },
  ]);
});

it('refuses what is no other copy, with a sentence that names it', { timeout: 120_000 }, async () => {
  const damaged = (await textPdf([TEXT])).subarray(0, 200);
  const ids = await process({ 'lease.pdf': damaged, 'letter.txt': `${TEXT}\n`, 'blank.txt': '' });
  const lease = ids.get('lease.pdf') ?? '';
  const refusal = async (name: string, content: Buffer | string) => {
    const dropId = await copy(lease, 'corrupt', await file(name, content));
    const { outcome, refusal: said } = await redwell.handlers['replacements.look']({ dropId });
    expect(outcome).toBe('refused');
    await expect(submit(dropId, true)).rejects.toMatchObject({ code: 'conflict', message: said?.message });
    await redwell.handlers['intake.discard']({ dropId });
    return said?.message;
  };
  expect(await refusal('again.pdf', damaged)).toBe(
    '“again.pdf” is the same file again: its bytes are those of “lease.pdf”.',
  );
  expect(await refusal('nothing.pdf', '')).toBe('“nothing.pdf” is empty (0 bytes).');
  expect(await refusal('letter.txt', `${TEXT}\n`)).toBe(
    '“letter.txt” is already in the batch, as “letter.txt”.',
  );
  expect(await refusal('worse.pdf', damaged.subarray(0, 150))).toMatch(
    /^Redwell cannot read “worse.pdf” either\./,
  );

  // Another type is said, and goes on when somebody confirms it.
  const typed = await copy(lease, 'corrupt', await file('lease.txt', `${TEXT} Typed.\n`));
  expect(await redwell.handlers['replacements.look']({ dropId: typed })).toMatchObject({ otherType: true });
  await expect(submit(typed)).rejects.toThrow('“lease.txt” is of another type (txt) than “lease.pdf” (pdf).');
  expect(await items()).toEqual(['blank.txt empty', 'lease.pdf corrupt']);
  expect(await submit(typed, true)).toMatchObject({ kind: 'replaced' });
  expect(await items()).toEqual(['blank.txt empty']);

  const replaces = { documentId: lease, code: 'encrypted' as const };
  await expect(copy(lease, 'encrypted', await file('x.txt', 'x'))).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(
    redwell.handlers['intake.begin']({ kind: 'paths', paths: [join(dataDir, 'given')], replaces }),
  ).rejects.toMatchObject({ code: 'conflict' });
  const blank = { documentId: ids.get('blank.txt') ?? '', code: 'empty' as const };
  await expect(
    redwell.handlers['intake.begin']({ kind: 'paths', paths: [join(dataDir, 'given')], replaces: blank }),
  ).rejects.toThrow('Another copy of a document must be one file.');
});

it('puts an altered original back into the vault, and reads it', { timeout: 120_000 }, async () => {
  const ids = await process({
    'locked.pdf': (await textPdf([TEXT])).subarray(0, 200),
    'letter.txt': `${TEXT}\n`,
  });
  const letter = ids.get('letter.txt') ?? '';
  const { sha256 } = await redwell.handlers['documents.get']({ documentId: letter });
  const original = join(dataDir, 'vault', sha256?.slice(0, 2) ?? '', sha256?.slice(2, 4) ?? '', sha256 ?? '');
  await chmod(original, 0o600);
  await writeFile(original, `${TEXT}\n`.replace('2021', '2022'));
  const batchId = letter.replace(/-d\d+$/, '');
  await redwell.handlers['batches.rerun']({ batchId });
  await until(async () => (await items()).includes('letter.txt altered'));
  await batchEnd(redwell, batchId);

  const dropId = await copy(letter, 'altered', await file('from backup.txt', `${TEXT}\n`));
  expect(await redwell.handlers['replacements.look']({ dropId })).toMatchObject({ outcome: 'original' });
  expect(await submit(dropId)).toEqual({ kind: 'restored', retried: 1 });
  await until(async () => !(await items()).includes('letter.txt altered'));
  expect(await readFile(original, 'utf8')).toBe(`${TEXT}\n`);
  await until(
    async () => (await redwell.handlers['documents.get']({ documentId: letter })).status === 'completed',
  );
  expect(await redwell.handlers['intake.list']({})).not.toContainEqual(
    expect.objectContaining({ id: dropId }),
  );
});
