/**
 * Attacks on the release of what batches hold in Redis: consoles killed at random moments, slices of old batches added
 * again, retries and reruns while a release is under way, and history cut off in the middle.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Broker, openBroker } from '../../src/core/batches/broker.ts';
import { addSlice, type Chain } from '../../src/core/batches/chains.ts';
import { cancelBatch, retryBatch } from '../../src/core/batches/control.ts';
import { batchJobId } from '../../src/core/batches/jobs.ts';
import { releasableRun, releaseBatch } from '../../src/core/batches/release.ts';
import { rerunBatch } from '../../src/core/batches/rerun.ts';
import { failedDocuments } from '../../src/core/batches/scan.ts';
import { openChains, submitBatch } from '../../src/core/batches/submit.ts';
import { DocumentError } from '../../src/core/documents/errors.ts';
import { connectRoles, type RedisRoles } from '../../src/core/redis/connect.ts';
import { DATABASE_OF_ROLE } from '../../src/core/redis/keys.ts';
import { Lifetime } from '../../src/core/util/lifecycle.ts';
import { privateSocketPath } from '../../src/core/util/private-socket.ts';
import { RedwellError } from '../../src/shared/errors.ts';
import { seeded, twoWorkers } from '../crash/support.ts';
import { expectInvariants, readStates } from '../support/batch.ts';
import { makeManyFiles } from '../support/folder.ts';
import { manifestOf } from '../support/manifest.ts';
import { startTestRedis } from '../support/redis.ts';
import { allDocuments, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { plainSandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';
import { held } from './tally.ts';

const SERVE = join(import.meta.dirname, '..', '..', 'out', 'main', 'serve.js');
const LOCK_MS = 600;

/** Returns the keys that hold documents' results or jobs. */
async function leftovers(redis: RedisRoles): Promise<string[]> {
  const [results, jobs] = await Promise.all([
    redis.roles.results.keys('*doc:*'),
    redis.roles.broker.keys('*-r[0-9]*'),
  ]);
  return [...results, ...jobs];
}

let dataDir: string;
let child: ChildProcess | null = null;
beforeEach(async () => {
  dataDir = await makeDataDir();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  child = null;
  await removeDataDir(dataDir);
});

it('frees everything although the app is killed at random moments of the release', async () => {
  const documents = 60;
  const kills = 6;
  const random = seeded(25);
  const start = async (folder?: string): Promise<ChildProcess> => {
    const args = [...(folder === undefined ? [] : [folder]), '--data', dataDir, '--port', '0', '--no-open'];
    const started = fork(SERVE, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    let text = '';
    started.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    await until(() => text.includes('token=') && (folder === undefined || text.includes('Submitting')));
    return started;
  };
  const kill = async (): Promise<void> => {
    if (child === null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    child = null;
  };
  {
    const folder = join(dataDir, 'matter');
    await makeManyFiles(folder, documents);
    child = await start(folder);
    const path = await privateSocketPath(dataDir, 'redis/redis.sock');
    const batch = new Redis({ path, db: DATABASE_OF_ROLE.batch, maxRetriesPerRequest: null });
    batch.on('error', () => undefined);
    // Half of the kills while the batch runs, the others after its end, when the release is due.
    for (let n = 0; n < kills; n += 1) {
      if (n === kills / 2)
        await until(
          async () => (await batch.keys('*:b:*')).length > 0 && (await batch.zcard('redwell:active')) === 0,
        );
      await pause(300 + random() * 6000);
      await kill();
      child = await start();
    }
    batch.disconnect();
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
    child = null;
    const last = await openTestRedwell(dataDir);
    try {
      const list = async () =>
        (await last.handlers['batches.list']({ search: '', status: 'all', cursor: null, limit: 5 })).items;
      await until(async () => (await list())[0]?.endedAt != null);
      const [one] = await list();
      expect(one?.equation).toMatchObject({ received: documents, completed: documents });
      await until(async () => (await last.handlers['health.get']({})).redis.state === 'ready');
      const redis = await connectRoles({ url: `unix://${path}` }, 'attack', { failFast: true });
      await until(async () => (await leftovers(redis)).length === 0);
      await redis.dispose();
      // Nothing was removed that history did not have.
      for (const row of await allDocuments(last, one?.id ?? '')) {
        const detail = await last.handlers['documents.get']({ documentId: row.id });
        expect(detail.text).not.toBeNull();
        expect(detail.attempts.length).toBeGreaterThanOrEqual(6);
      }
    } finally {
      await last.dispose();
    }
  }
  held({ channel: 'redis memory: app killed', tried: kills, got: 'nothing lost, nothing left' });
});

it('survives retries, reruns, old slices and cut releases at once', async () => {
  const documents = 40;
  const rounds = 40;
  const scope = new Lifetime();
  const server = await startTestRedis();
  const random = seeded(2500);
  let poison = 0.15;
  const ran = new Map<string, number>();
  try {
    const redis = await server.roles();
    const broker = scope.own(openBroker(redis));
    const sandbox = plainSandbox({
      async before(stage, { document }) {
        ran.set(`${document.id} ${stage}`, (ran.get(`${document.id} ${stage}`) ?? 0) + 1);
        await pause(random() * 4);
        if (random() < poison / 6) throw new DocumentError('corrupt', 'poison');
      },
    });
    await twoWorkers(scope, server.url, sandbox, LOCK_MS);
    const manifest = manifestOf('b-1', documents);
    const stale: Chain[] = [];
    await submitBatch(redis, broker, manifest, {
      beforeFlow: async () => stale.push(...(await openChains(redis, 'b-1'))),
    });
    /** Releases on connections that break in the middle, as if its process had been killed. */
    const cutRelease = async (run: number): Promise<void> => {
      const own = await connectRoles({ url: server.url }, 'cut', { failFast: true });
      const jobs = openBroker(own);
      const work = releaseBatch(own, jobs, 'b-1', run).catch(() => false);
      await pause(random() * 15);
      for (const role of Object.values(own.roles)) role.disconnect();
      await work;
      await jobs.dispose();
      await own.dispose();
    };
    let tried = 0;
    for (let round = 0; round < rounds; round += 1) {
      if (round === rounds - 1) poison = 0;
      const run = await endOf(redis);
      tried += await attackOnce(redis, broker, manifest, stale, run, random, cutRelease);
      await expectInvariants(redis, 'b-1');
    }
    poison = 0;
    await endOf(redis);
    await retryBatch(redis, broker, 'b-1', await failedDocuments(redis, 'b-1'), {});
    const run = await endOf(redis);
    await until(() => releaseBatch(redis, broker, 'b-1', run));
    const states = [...(await readStates(redis, 'b-1')).values()];
    // A document whose results were gone would have failed for the fault "infrastructure".
    expect(states.map(({ code }) => code).filter((code) => code !== null)).toEqual([]);
    expect(states.every(({ status }) => status === 'completed')).toBe(true);
    await until(async () => {
      await releaseBatch(redis, broker, 'b-1', run);
      return (await leftovers(redis)).length === 0;
    });
    held({
      channel: 'redis memory: races with a release',
      tried,
      got: 'every document ends whole, nothing left',
    });
  } finally {
    await scope.dispose();
    await server.stop();
  }
});

/** Waits for the end of the batch. @returns its run */
async function endOf(redis: RedisRoles): Promise<number> {
  let run: number | null = null;
  await until(async () => {
    run = await releasableRun(redis, 'b-1');
    return run !== null;
  });
  return run ?? 0;
}

/** Starts a release, and at a random moment of it something that needs what it removes. @returns how many attacks */
async function attackOnce(
  redis: RedisRoles,
  broker: Broker,
  manifest: ReturnType<typeof manifestOf>,
  stale: readonly Chain[],
  run: number,
  random: () => number,
  cutRelease: (run: number) => Promise<void>,
): Promise<number> {
  const kind = Math.floor(random() * 5);
  const releasing = kind === 4 ? cutRelease(run) : releaseBatch(redis, broker, 'b-1', run);
  await pause(random() * 10);
  if (kind === 0) await retryBatch(redis, broker, 'b-1', await failedDocuments(redis, 'b-1'), {});
  if (kind === 1) await rerunBatch(redis, broker, { manifest, missing: new Map(), leastRun: run + 1 });
  if (kind === 2) {
    await submitBatch(redis, broker, manifest);
    const parent = { id: batchJobId('b-1', run), queue: broker.qualified('batch') };
    // Refused when the parent is gone.
    await addSlice(broker, stale, { batchId: 'b-1', priority: 'normal', parent }).catch((error: unknown) => {
      expect(String(error)).toContain('BullMQ did not add');
    });
  }
  if (kind === 3) {
    await rerunBatch(redis, broker, { manifest, missing: new Map(), leastRun: run + 1 });
    await cancelBatch(redis, broker, 'b-1').catch((error: unknown) => {
      if (!(error instanceof RedwellError) || error.code !== 'batch_terminal') throw error;
    });
    await endOf(redis);
    await rerunBatch(redis, broker, { manifest, missing: new Map(), leastRun: run + 2 });
  }
  await releasing;
  return kind === 2 ? stale.length : 1;
}
