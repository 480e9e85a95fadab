/** A whole batch as a user with the fewest rights, as docs/operations.md states them, in both layouts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { makeFolder } from '../../support/folder.ts';
import { freePort, startTestRedis, type TestRedis } from '../../support/redis.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';
import { few } from '../../support/scale.ts';

const OPERATIONS = join(import.meta.dirname, '..', '..', '..', 'docs', 'operations.md');

/** Returns the words after the user's name of the documented rule for a layout. */
async function documentedRights(layout: string): Promise<string[]> {
  const text = await readFile(OPERATIONS, 'utf8');
  const lines = text.slice(text.indexOf('<!-- acl -->')).split('\n');
  const users = lines.filter((line) => line.startsWith('user redwell '));
  const line = users[layout === 'databases' ? 0 : 1] ?? '';
  const rules = [...line.matchAll(/\S+/g)].map(([word]) => word).slice(2);
  const commands = lines.find((one) => one.startsWith('+')) ?? '';
  return rules.flatMap((rule) => (rule === 'COMMANDS' ? commands.split(' ') : [rule]));
}

let dataDir: string;
let server: TestRedis;
let port: number;
let redwell: Redwell | null;
beforeEach(async () => {
  dataDir = await makeDataDir();
  redwell = null;
});
afterEach(async () => {
  await redwell?.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

const LAYOUTS = [
  { layout: 'databases', databases: 16 },
  { layout: 'prefixes', databases: 1 },
] as const;

it.each(few(LAYOUTS, 1))(
  'runs a whole batch with the documented rights, and no others, with $layout',
  { timeout: 240_000 },
  async ({ layout, databases }) => {
    port = await freePort();
    server = await startTestRedis({ databases, args: ['--port', String(port)] });
    const admin = new Redis(server.url.slice('unix://'.length));
    try {
      await admin.acl('SETUSER', 'redwell', 'reset', ...(await documentedRights(layout)));
      const url = `redis://redwell:secret@127.0.0.1:${port}`;
      const folder = await makeFolder(join(dataDir, 'matter'));
      redwell = await openTestRedwell(dataDir, { redisUrl: url });
      const first = await submitFolder(redwell, folder.path);
      const end = batchEnd(redwell, first.id);
      await redwell.handlers['batches.control']({ batchId: first.id, action: 'pause' }).catch(
        () => undefined,
      );
      await redwell.handlers['batches.control']({ batchId: first.id, action: 'resume' }).catch(
        () => undefined,
      );
      expect((await end).equation).toEqual({ ...folder.expected, pending: 0 });
      const again = batchEnd(redwell, first.id);
      await redwell.handlers['batches.rerun']({ batchId: first.id });
      await again;
      const { id } = await submitFolder(redwell, folder.path);
      await redwell.handlers['batches.control']({ batchId: id, action: 'cancel' }).catch(() => undefined);
      await batchEnd(redwell, id);
      await redwell.handlers['batches.reconcile']({ batchId: id, repair: true });
      const health = await redwell.handlers['health.get']({});
      expect(health.redis).toMatchObject({ state: 'ready', condition: null, layout });
      expect(health.workers).toHaveLength(1);
      expect(health.warnings.map(({ code }) => code)).not.toContain('redis_no_permission');
      const denied = ((await admin.acl('LOG')) as unknown[]).map((entry) => JSON.stringify(entry));
      const unexpected = denied.filter(
        (entry) => !/"(config\|get|acl\|getuser|client\|setinfo)"/.test(entry),
      );
      expect(unexpected).toEqual([]);

      const user = new Redis(url);
      user.on('error', () => undefined);
      for (const [command = '', ...args] of [
        ['CONFIG', 'GET', '*'],
        ['CONFIG', 'SET', 'maxmemory', '0'],
        ['FLUSHALL'],
        ['FLUSHDB'],
        ['KEYS', '*'],
        ['SHUTDOWN', 'NOSAVE'],
        ['ACL', 'LIST'],
        ['SCRIPT', 'FLUSH'],
        ['REPLICAOF', 'NO', 'ONE'],
        ['MONITOR'],
        ['CLIENT', 'KILL', 'TYPE', 'normal'],
        ['GET', 'others:key'],
        ['SET', 'others:key', '1'],
        ['EVAL', "return redis.call('GET', 'others:key')", '0'],
        ['EVAL', "return redis.call('KEYS', '*')", '0'],
        ['PUBLISH', 'others', '1'],
        ['SUBSCRIBE', 'others'],
      ])
        await expect(user.call(command, ...args), `${command} ${args.join(' ')}`).rejects.toThrow(
          /NOPERM|No permission|can't (run|access)/i,
        );
      user.disconnect();
    } finally {
      admin.disconnect();
    }
  },
);
