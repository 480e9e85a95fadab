/** The operator log of a whole Redwell: who did what, in a file that outlives history, and beside the batch in Redis. */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { type OperatorEntry, operatorFilterSchema } from '../../../src/shared/operator-log.ts';
import { makeManyFiles } from '../../support/folder.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';

let data: string;
let redwell: Redwell;
beforeAll(async () => {
  data = await makeDataDir();
  await mkdir(join(data, 'in'));
  await makeManyFiles(join(data, 'in'), 3);
  redwell = await openTestRedwell(data, { from: 'browser' });
});
afterAll(async () => {
  await redwell.dispose();
  await removeDataDir(data);
});

const entries = async (change: object = {}): Promise<OperatorEntry[]> => {
  const filter = operatorFilterSchema.parse(change);
  return (await redwell.handlers['log.list']({ filter, cursor: null, limit: 100 })).items;
};

describe('the operator log of Redwell', () => {
  it('keeps each command with who, where, outcome and counts, and never a password', async () => {
    const me = { who: userInfo().username, from: 'browser' };
    const { id } = await submitFolder(redwell, join(data, 'in'), { name: 'Logged' });
    await batchEnd(redwell, id);
    await expect(redwell.handlers['batches.control']({ batchId: id, action: 'pause' })).rejects.toThrow(
      /ended/,
    );
    await redwell.handlers['batches.passwords']({ batchId: id, passwords: ['Tulip-Harbor-9'] });
    // Before the settings, which connect to Redis again.
    const onServer = await redwell.handlers['log.server']({ batchId: id });
    expect(onServer.map(({ what, who }) => [what, who])).toEqual([
      ['passwords.give', me.who],
      ['batch.pause', me.who],
      ['batch.submit', me.who],
    ]);
    await redwell.handlers['settings.set']({ maxPages: 77, redisKey: '/keys/client.pem', listColumns: {} });
    await redwell.handlers['settings.set']({ listColumns: { documents: ['name'] } });

    const [settings, passwords, pause, submit, ...rest] = await entries();
    expect(rest.map(({ what }) => what)).toEqual(['app.open', 'log.begin']);
    expect(submit).toMatchObject({
      ...me,
      what: 'batch.submit',
      phase: 'done',
      batch: { id, name: 'Logged' },
    });
    expect(submit).toMatchObject({ before: null, after: { received: 3 } });
    expect(pause).toMatchObject({
      what: 'batch.pause',
      phase: 'failed',
      error: 'The batch has ended already.',
    });
    expect(passwords).toMatchObject({ what: 'passwords.give', details: { passwords: 1, retried: 0 } });
    expect(passwords).toMatchObject({ before: { completed: 3 }, after: { completed: 3 } });
    expect(settings).toMatchObject({ details: { maxPages: 77, redisKey: 'changed' } });
    const text = await readFile(join(data, 'operator-log', 'operator-log-000001.jsonl'), 'utf8');
    expect(text).not.toContain('Tulip-Harbor-9');
    expect(text).not.toContain('client.pem');
    expect(await entries({ batch: id })).toHaveLength(3);
    expect((await redwell.handlers['log.verify']({})).whole).toBe(true);
  });

  it('is still there when history is lost, and knows that Redwell was closed in order', async () => {
    const before = await entries();
    await redwell.dispose();
    for (const end of ['', '-wal', '-shm']) await rm(join(data, `history.sqlite${end}`), { force: true });
    redwell = await openTestRedwell(data, { from: 'window' });
    await redwell.dispose();
    redwell = await openTestRedwell(data, { from: 'window' });
    const after = await entries();
    expect(after.slice(-before.length)).toEqual(before);
    expect(after.filter(({ marks }) => marks.includes('unclosed'))).toEqual([]);
    expect((await redwell.handlers['log.verify']({})).whole).toBe(true);
  });
});
