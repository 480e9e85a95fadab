/** What needs a person, on the real app: two batches, passwords for both at once, decisions, and Redis gone. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { nodeWorkerSpawner } from '../../../src/core/host/local-worker.ts';
import type { AttentionFilter } from '../../../src/shared/attention.ts';
import { attentionFilterSchema } from '../../../src/shared/attention.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';
import { until } from '../../support/until.ts';
import { encryptedPdf } from '../pipeline/encrypted-pdf.ts';

const WORKER = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'worker.js');

/** Less text would be a warning, which needs somebody too. */
const lease = (month: string, password: string): Buffer =>
  encryptedPdf(
    `The rent for the premises is due on ${month} 1, 2021, and is paid by Acme Corp. to Jane Roe.`,
    password,
  );

let server: TestRedis;
let dataDir: string;
let redwell: Redwell;
/** The counts that pages were told. */
let told: number[];

beforeEach(async () => {
  server = await startTestRedis({ appendOnly: true });
  dataDir = await makeDataDir();
  redwell = await openTestRedwell(dataDir, {
    redisUrl: server.url,
    spawnWorker: nodeWorkerSpawner(WORKER, dataDir),
  });
  told = [];
  redwell.on('attention.changed', ({ open }) => told.push(open));
  await until(async () => (await redwell.handlers['health.get']({})).redis.state === 'ready');
});
afterEach(async () => {
  await redwell.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

const filterOf = (filter: Partial<AttentionFilter> = {}): AttentionFilter =>
  attentionFilterSchema.parse(filter);
const items = async (filter: Partial<AttentionFilter> = {}): Promise<string[]> => {
  const { items: found } = await redwell.handlers['attention.list']({
    filter: filterOf(filter),
    cursor: null,
    limit: 100,
  });
  return found.map(({ path, code }) => `${path} ${code}`).sort();
};

/** Submits a folder and waits for the end of its batch. @returns the id of the batch */
async function process(name: string, files: Record<string, Buffer | string>): Promise<string> {
  const folder = join(dataDir, name);
  await mkdir(folder);
  for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
  const { id: dropId } = await redwell.handlers['intake.begin']({ kind: 'paths', paths: [folder] });
  await until(async () => (await redwell.handlers['intake.get']({ dropId })).status === 'ready');
  const { id } = await redwell.handlers['batches.submit']({
    ...{ dropId, name, matter: '', custodian: '', priority: 'normal' },
  });
  await batchEnd(redwell, id);
  return id;
}

it('unlocks documents of several batches at once, which then leave the list', {
  timeout: 120_000,
}, async () => {
  const first = await process('first', { 'a.pdf': lease('May', 'heron'), 'empty.txt': '' });
  await process('second', { 'b.pdf': lease('June', 'heron'), 'c.pdf': lease('July', 'crane') });
  await until(async () => (await items()).length === 4);
  expect(await items()).toEqual(['a.pdf encrypted', 'b.pdf encrypted', 'c.pdf encrypted', 'empty.txt empty']);
  await until(() => told.at(-1) === 4);

  const answer = await redwell.handlers['attention.retry']({
    target: { filter: filterOf() },
    passwords: ['heron'],
  });
  expect(answer).toEqual({ asked: 3, retried: 3, problems: [] });
  await until(async () => {
    const { items: batches } = await redwell.handlers['batches.list']({
      ...{ search: '', status: 'all', cursor: null, limit: 10 },
    });
    return batches.every(({ equation }) => equation.pending === 0) && (await items()).length === 2;
  });
  expect(await items()).toEqual(['c.pdf encrypted', 'empty.txt empty']);

  // What was refused at intake cannot run again, and is dismissed instead.
  const refused = { filter: filterOf({ batchId: first }) };
  expect(await redwell.handlers['attention.retry']({ target: refused })).toMatchObject({
    asked: 0,
    retried: 0,
  });
  const { decision, items: count } = await redwell.handlers['attention.dismiss']({
    target: refused,
    reason: 'Meant to be empty',
  });
  expect(count).toBe(1);
  await until(() => told.at(-1) === 1);
  const { items: dismissed } = await redwell.handlers['attention.list']({
    filter: filterOf({ state: 'dismissed' }),
    cursor: null,
    limit: 10,
  });
  expect(dismissed).toMatchObject([{ path: 'empty.txt', dismissed: { reason: 'Meant to be empty' } }]);

  await server.stop();
  await until(async () => (await redwell.handlers['health.get']({})).redis.state !== 'ready');
  await expect(redwell.handlers['attention.retry']({ target: { filter: filterOf() } })).rejects.toMatchObject(
    {
      code: 'redis_unavailable',
    },
  );
  expect(await redwell.handlers['attention.undo']({ decision })).toEqual({ items: 1 });
  expect(await items()).toEqual(['c.pdf encrypted', 'empty.txt empty']);
  expect(await redwell.handlers['attention.count']({})).toEqual({ open: 2 });
});
