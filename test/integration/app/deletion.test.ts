/** Deleting a batch: nothing of it is left, and nothing of another batch is lost, also through kills. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { operatorFilterSchema } from '../../../src/shared/operator-log.ts';
import {
  allDocuments,
  batchEnd,
  makeDataDir,
  openTestRedwell,
  removeDataDir,
} from '../../support/redwell.ts';
import { tracesOf } from '../../support/traces.ts';
import { until } from '../../support/until.ts';
import { runCli, startCli } from '../cli/run.ts';

/** In the text, in a name, and long enough that nothing has it by chance. */
const WORD = 'Zyzzyvatulip';
const SECRET = `On March 3, 2025 Dana ${WORD} of ${WORD} Holdings, Inc. paid $1,200.00 to Paul Ortega.\n`;
const SHARED = 'On May 5, 2025 Karen Smith paid $7.00 to Paul Ortega.\n';

let root: string;
let data: string;
beforeEach(async () => {
  root = await makeDataDir();
  data = join(root, 'data');
  for (const [folder, files] of [
    ['first', { 'secret.txt': SECRET, 'shared.txt': SHARED, 'broken.pdf': '%PDF-1.7 broken' }],
    ['second', { 'same.txt': SHARED }],
  ] as const) {
    await mkdir(join(root, folder));
    for (const [name, text] of Object.entries(files)) await writeFile(join(root, folder, name), text);
  }
});
afterEach(() => removeDataDir(root));

const vaultPath = (text: string): string => {
  const hash = createHash('sha256').update(text).digest('hex');
  return join(data, 'vault', hash.slice(0, 2), hash.slice(2, 4), hash);
};

async function submitBoth(redwell: Redwell): Promise<[string, string]> {
  const ids: string[] = [];
  for (const name of ['first', 'second']) {
    const { id } = await submitFolder(redwell, join(root, name), { name, matter: 'Tulip' });
    await batchEnd(redwell, id);
    ids.push(id);
  }
  const [first = '', second = ''] = ids;
  await until(async () => {
    const found = await redwell.handlers['batches.entities']({
      ...{ batchId: first, kind: null, search: '', cursor: null, limit: 1 },
    });
    return found.resolution !== null;
  });
  return [first, second];
}

/** The second batch has everything that it had. */
async function expectSecond(redwell: Redwell, second: string): Promise<void> {
  expect(await readFile(vaultPath(SHARED), 'utf8')).toBe(SHARED);
  const [document] = await allDocuments(redwell, second);
  expect(document?.status).toBe('completed');
  const found = await redwell.handlers['documents.get']({ documentId: document?.id ?? '' });
  expect(found).toMatchObject({ text: SHARED.trimEnd(), textCheck: 'matches' });
}

describe('deleting a batch', () => {
  let redwell: Redwell | null = null;
  afterEach(async () => {
    await redwell?.dispose();
    redwell = null;
  });

  it('leaves nothing of it on disk or in Redis, keeps what another batch needs, and certifies it', async () => {
    redwell = await openTestRedwell(data, { from: 'window' });
    const [first, second] = await submitBoth(redwell);
    const before = await tracesOf(data, WORD);
    expect(before).toContain('history.sqlite-wal');
    expect(before.some((path) => path.startsWith('redis/'))).toBe(true);
    expect(before.some((path) => path.startsWith('history-kept'))).toBe(true);

    const plan = await redwell.handlers['deletion.plan']({ batchId: first });
    expect(plan).toMatchObject({ name: 'first', documents: 3, originals: 2, kept: 1, left: [] });
    await expect(redwell.handlers['deletion.run']({ batchId: first, name: 'second' })).rejects.toThrow(
      /name is not/,
    );
    const report = await redwell.handlers['deletion.run']({ batchId: first, name: 'first' });
    expect(await tracesOf(data, WORD)).toEqual([]);

    await expect(redwell.handlers['batches.get']({ batchId: first })).rejects.toThrow(/not on this computer/);
    expect(existsSync(join(data, 'batches', first))).toBe(false);
    expect(existsSync(vaultPath(SECRET))).toBe(false);
    await expectSecond(redwell, second);
    const certificate = await readFile(report.certificate, 'utf8');
    expect(createHash('sha256').update(certificate).digest('hex')).toBe(report.certificateHash);
    const filter = operatorFilterSchema.parse({ what: 'batch.delete' });
    const { items } = await redwell.handlers['log.list']({ filter, cursor: null, limit: 5 });
    expect(items.map(({ phase }) => phase)).toEqual(['done', 'failed']);
    expect(items[0]).toMatchObject({
      ...{ batch: { id: first, name: 'first' }, before: { received: 3 }, after: null },
      details: { originals: 2, kept: 1, certificateHash: report.certificateHash },
    });
    await redwell.dispose();
    expect(await tracesOf(data, WORD)).toEqual([]);
  });

  it('deletes what is due by the rule, holds what is held, and waits when the clock is days ahead', async () => {
    let ahead = 0;
    const now = (): number => Date.now() + ahead;
    redwell = await openTestRedwell(data, { from: 'window', now });
    const { handlers, deleteDue } = redwell;
    const [first, second] = await submitBoth(redwell);
    const rule = { count: 1, unit: 'days' } as const;
    await expect(handlers['retention.set']({ rule, confirmed: false })).rejects.toThrow(
      /Nobody has confirmed/,
    );
    // What it would delete is shown before anybody agrees, and nothing is set by looking.
    const long = await handlers['retention.preview']({ rule: { count: 24, unit: 'months' } });
    expect(long).toEqual({ due: [], dueCount: 0 });
    const seen = await handlers['retention.preview']({ rule });
    expect([seen.dueCount, seen.due.every(({ deleteAt }) => deleteAt > now() + 2 * 86_400_000)]).toEqual([
      2,
      true,
    ]);
    expect((await handlers['retention.get']({})).rule).toBeNull();
    const set = await handlers['retention.set']({ rule, confirmed: true });
    expect(set.due.map(({ batchId }) => batchId).sort()).toEqual([first, second].sort());
    expect((await deleteDue()).deleted).toEqual([]);

    // A legal hold binds everybody, however its matter is typed.
    await handlers['retention.hold']({ target: { matter: 'TULIP ' }, isOn: true, reason: 'Subpoena' });
    for (const ask of [
      handlers['deletion.plan']({ batchId: first }),
      handlers['deletion.run']({ batchId: first, name: 'first' }),
    ])
      await expect(ask).rejects.toThrow(/“Tulip” is under a legal hold.* Subpoena/);
    const cli = await runCli(['delete', '--matter', 'Tulip', '--data', data]);
    expect([cli.code, cli.stderr]).toEqual([1, expect.stringContaining('under a legal hold')]);

    ahead = 10 * 86_400_000;
    expect(await deleteDue()).toEqual({ deleted: [], waiting: [] });
    expect((await handlers['retention.get']({})).clockWaitsUntil).toBeGreaterThan(now());
    await handlers['retention.clock']({});
    // Held, though the clock is right.
    expect(await deleteDue()).toEqual({ deleted: [], waiting: [] });
    await handlers['retention.hold']({ target: { matter: 'Tulip' }, isOn: false, reason: '' });
    await handlers['retention.hold']({ target: { batchId: second }, isOn: true, reason: '' });
    // Announced anew since the hold ended.
    expect((await deleteDue()).deleted).toEqual([]);
    ahead += 3 * 86_400_000 + 1000;
    await handlers['retention.clock']({});
    const { deleted } = await deleteDue();
    expect(deleted.map(({ batchId }) => batchId)).toEqual([first]);
    expect(await tracesOf(data, WORD)).toEqual([]);
    await expectSecond(redwell, second);
    const filter = operatorFilterSchema.parse({ what: 'batch.delete', who: 'retention' });
    const { items } = await handlers['log.list']({ filter, cursor: null, limit: 5 });
    expect(items).toMatchObject([{ phase: 'done', who: 'retention', batch: { name: 'first' } }]);

    // Nobody knows what is held: nothing may be deleted.
    await writeFile(join(data, 'retention.json'), '{"holds": [');
    await expect(deleteDue()).rejects.toThrow(/cannot be read, so nothing can be deleted/);
    await expect(handlers['deletion.run']({ batchId: second, name: 'second' })).rejects.toThrow(
      /nothing can be deleted/,
    );
  });

  it('refuses a batch that is running', async () => {
    redwell = await openTestRedwell(data, { spawnWorker: null });
    const { id } = await submitFolder(redwell, join(root, 'first'), { name: 'first' });
    await expect(redwell.handlers['deletion.run']({ batchId: id, name: 'first' })).rejects.toThrow(
      /still running/,
    );
    await redwell.dispose();
  });

  it('is completed by the next start after a kill', async () => {
    redwell = await openTestRedwell(data);
    const [first, second] = await submitBoth(redwell);
    await redwell.dispose();
    const shown = await runCli(['delete', first, '--data', data, '--json']);
    expect([shown.code, JSON.parse(shown.stdout).originals]).toEqual([2, 2]);

    const journal = join(data, 'deletions', `${first}.json`);
    const running = startCli(['delete', first, '--data', data, '--yes']);
    await until(async () => existsSync(journal));
    running.kill('SIGKILL');
    await running.ended;
    const again = await openTestRedwell(data);
    redwell = again;
    await until(async () => !existsSync(journal));
    await until(async () => {
      const filter = operatorFilterSchema.parse({ what: 'batch.delete' });
      const { items } = await again.handlers['log.list']({ filter, cursor: null, limit: 5 });
      return items[0]?.phase === 'done';
    });
    expect(await tracesOf(data, WORD)).toEqual([]);
    await expectSecond(again, second);
    expect((await again.handlers['log.verify']({})).whole).toBe(true);
  });
});
