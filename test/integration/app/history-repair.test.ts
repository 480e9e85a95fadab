/** Opens Redwell over a history that is damaged, gone or in use when the damage shows. */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { connectRoles } from '../../../src/core/redis/connect.ts';
import { overwritePages, PAGE_BYTES } from '../../support/damage.ts';
import { makeManyFiles } from '../../support/folder.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import {
  allDocuments,
  batchEnd,
  makeDataDir,
  openTestRedwell,
  removeDataDir,
} from '../../support/redwell.ts';
import { until } from '../../support/until.ts';

const DOCUMENTS = 12;
let dataDir: string;
let server: TestRedis;
let redwell: Redwell | null;
beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis();
  redwell = null;
});
afterEach(async () => {
  await redwell?.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

const history = () => join(dataDir, 'history.sqlite');
const open = async (): Promise<Redwell> => {
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url });
  return redwell;
};
const close = async (): Promise<void> => {
  await redwell?.dispose();
  redwell = null;
};

/** Resolves when Redis holds no results of a batch any more. */
async function untilReleased(): Promise<void> {
  const redis = await connectRoles({ url: server.url }, 'test', { failFast: false });
  try {
    await until(async () => (await redis.roles.batch.scard(redis.keys.heldBatches())) === 0);
  } finally {
    await redis.dispose();
  }
}

/**
 * Processes a folder and closes Redwell.
 * @param released whether to wait until Redis has let the results go
 * @returns the batch as history has it
 */
async function processed(released = false) {
  const folder = join(dataDir, 'matter');
  await makeManyFiles(folder, DOCUMENTS);
  const opened = await open();
  const { id } = await submitFolder(opened, folder, { name: 'Smith', matter: 'Smith v. Jones' });
  await batchEnd(opened, id);
  const documents = await allDocuments(opened, id);
  const batch = await opened.handlers['batches.get']({ batchId: id });
  if (released) await untilReleased();
  await close();
  return { id, documents, batch };
}

const repaired = (from: Redwell) =>
  until(async () => {
    const { history: state } = await from.handlers['health.get']({});
    return state.recovery?.state === 'done' && state.recovery.lost === 0;
  });

/** Redis lets results go once history has them, so a document is as it was, or says that a part of it is gone. */
async function expectWholeOrMarked(
  opened: Redwell,
  id: string,
  documents: Awaited<ReturnType<typeof allDocuments>>,
): Promise<number> {
  let marked = 0;
  const found = await allDocuments(opened, id);
  // The day comes from the search index, which is filled in the background. States in Redis have no time, so a document
  // that is read from them ends with its last attempt.
  const apart = (document: object | undefined) => ({ ...document, day: null, endedAt: null });
  expect(found.map(({ path, status }) => [path, status])).toEqual(
    documents.map(({ path, status }) => [path, status]),
  );
  for (const [i, document] of found.entries()) {
    const { warnings } = await opened.handlers['documents.get']({ documentId: document.id });
    if (warnings.some(({ code }) => code === 'record_incomplete')) marked += 1;
    else {
      expect(apart(document)).toEqual(apart(documents[i]));
      expect(Math.abs((document.endedAt ?? 0) - (documents[i]?.endedAt ?? 0))).toBeLessThan(250);
    }
  }
  return marked;
}

it('lists the batches again when the history is gone, with what Redis still knows', async () => {
  const { id, documents, batch } = await processed();
  for (const end of ['', '-wal', '-shm']) await rm(history() + end, { force: true });
  const opened = await open();
  await repaired(opened);
  await expectWholeOrMarked(opened, id, documents);
  const { name, matter, equation } = await opened.handlers['batches.get']({ batchId: id });
  expect({ name, matter, equation }).toEqual({
    name: batch.name,
    matter: batch.matter,
    equation: batch.equation,
  });
  const { warnings } = await opened.handlers['health.get']({});
  expect(warnings[0]).toMatchObject({
    code: 'history_recovery',
    message: 'The history file was missing. Redwell listed 1 batch again from the manifests.',
  });
});

it('marks every document of which Redis knows only the outcome, until it is run again', async () => {
  const { id, documents } = await processed(true);
  for (const end of ['', '-wal', '-shm']) await rm(history() + end, { force: true });
  const opened = await open();
  await repaired(opened);
  expect(await expectWholeOrMarked(opened, id, documents)).toBe(DOCUMENTS);
  expect((await opened.handlers['health.get']({})).warnings[0]?.action).toContain('Record incomplete');
  await opened.handlers['batches.rerun']({ batchId: id });
  await batchEnd(opened, id);
  for (const { id: documentId } of documents) {
    const { warnings, text } = await opened.handlers['documents.get']({ documentId });
    expect(warnings).toEqual([]);
    expect(text).not.toBeNull();
  }
});

it('names every document whose outcome neither history nor Redis knows', async () => {
  const { id } = await processed();
  for (const end of ['', '-wal', '-shm']) await rm(history() + end, { force: true });
  await server.stop();
  server = await startTestRedis();
  const opened = await open();
  await until(async () => (await opened.handlers['health.get']({})).history.recovery?.lost === DOCUMENTS);
  const batch = await opened.handlers['batches.get']({ batchId: id });
  expect(batch).toMatchObject({
    status: 'completed_with_exceptions',
    equation: { received: DOCUMENTS, exceptions: DOCUMENTS, completed: 0, pending: 0 },
    causes: [{ code: 'record_lost', count: DOCUMENTS }],
  });
  // Running it again brings everything back.
  await until(async () => (await opened.handlers['health.get']({})).redis.state === 'ready');
  await opened.handlers['batches.rerun']({ batchId: id });
  expect(await batchEnd(opened, id)).toMatchObject({ status: 'completed', causes: [] });
  expect((await allDocuments(opened, id)).map(({ status }) => status)).toEqual(
    Array(DOCUMENTS).fill('completed'),
  );
});

it('recovers a damaged history, keeps the damaged file, and says so', async () => {
  const { id, documents } = await processed();
  overwritePages(history(), [0, 3, 5, 8, 9], () => randomBytes(PAGE_BYTES));
  const opened = await open();
  await repaired(opened);
  await expectWholeOrMarked(opened, id, documents);
  const { warnings, history: health } = await opened.handlers['health.get']({});
  expect(warnings[0]?.message).toMatch(/^The history file was damaged\. Redwell (recovered|listed) 1 batch/);
  expect(warnings[0]?.action).toContain(`The damaged file is kept as ${health.recovery?.keptAs}`);
  expect((await readdir(dataDir)).filter((name) => name.startsWith('history.damaged-'))).not.toEqual([]);
});

it('stays open when the damage shows while it runs, and says what to do', async () => {
  const { id } = await processed();
  const opened = await open();
  await until(async () => (await opened.handlers['health.get']({})).redis.state === 'ready');
  const size = statSync(history()).size / PAGE_BYTES;
  overwritePages(
    history(),
    Array.from({ length: size - 1 }, (_v, i) => i + 1),
    () => randomBytes(PAGE_BYTES),
  );
  await until(async () => {
    await opened.handlers['documents.get']({ documentId: `${id}-d00003` }).catch(() => null);
    await opened.handlers['batches.entities']({
      batchId: id,
      kind: null,
      search: '',
      cursor: null,
      limit: 50,
    }).catch(() => null);
    return (await opened.handlers['health.get']({})).history.state === 'failed';
  });
  const { history: health, warnings } = await opened.handlers['health.get']({});
  expect(health.error).toContain('damaged');
  expect(warnings.map(({ code }) => code)).toContain('history');
  await close();
  const again = await open();
  await repaired(again);
  expect(await allDocuments(again, id)).toHaveLength(DOCUMENTS);
});
