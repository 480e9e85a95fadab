/** Batches, results and events that version 0.1.0 left in Redis are read by this version. */
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openRedisLink } from '../../../src/core/app/redis-link.ts';
import { retryDocuments } from '../../../src/core/batches/reopen-scripts.ts';
import { advanceDocuments, createBatch, gateStages } from '../../../src/core/batches/scripts.ts';
import { type FeedEntry, startFeed } from '../../../src/core/live/feed.ts';
import { recordResolution } from '../../../src/core/live/resolution-recorder.ts';
import { encode, packForLua } from '../../../src/core/redis/codec.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { runScript } from '../../../src/core/redis/scripts.ts';
import { upgradeStoredSpelling } from '../../../src/core/redis/upgrade.ts';
import { readInput, readResults } from '../../../src/core/results/store.ts';
import { Lifetime } from '../../../src/core/util/lifecycle.ts';
import { expectInvariants, readBatch, readStates } from '../../support/batch.ts';
import { historyIn } from '../../support/history.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES, startTestRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

const log = pino({ level: 'silent' });
const SEED = { name: 'Batch', matter: 'M', custodian: 'C', priority: 'normal' } as const;
const FAILED_FIRST = 'e001f00001s00000s00000s00000s00000s000000unrecognised';
const REFUSED = 'e001s00000s00000s00000s00000s00000s000000unrecognised';
const CANCELED = 'x001s00000s00000s00000s00000s00000s000001';
const WAITING = 'p001w00000w00000w00000w00000w00000w000000';

describe.each(PLACES)('what version 0.1.0 left in Redis, $name', ({ layout, cluster }) => {
  let server: TestRedis;
  let redis: RedisRoles;
  let next = 0;

  beforeAll(async () => {
    server = await startTestRedis({ cluster });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    next += 1;
    // The brackets are special in a SCAN pattern.
    redis = await server.roles({ layout, namespace: `old[${next}]` });
  });

  /** Writes a batch as 0.1.0 did. */
  const writeOld = async (
    id: string,
    documents: Record<string, string>,
    fields: Record<string, string | number>,
  ): Promise<void> => {
    const packed = Object.values(documents);
    const counted: Record<string, number> = {};
    const count = (field: string): void => {
      counted[field] = (counted[field] ?? 0) + 1;
    };
    for (const state of packed) {
      count('total');
      count(`d:${state[0]}`);
      if (state[40] === '1') count('warn');
      if (state === REFUSED) {
        count('e:0:unrecognised');
        count('atIntake');
        continue;
      }
      count('jobs');
      for (let stage = 0; stage < 6; stage += 1) count(`s${stage + 1}:${state[4 + stage * 6]}`);
      if (state === FAILED_FIRST) count('e:1:unrecognised');
    }
    const { keys, roles } = redis;
    await roles.batch.hset(keys.batch(id), { ...SEED, run: 1, createdAt: 1, seq: 1, ...counted, ...fields });
    await roles.batch.hset(keys.documents(id), documents);
    await roles.batch.sadd(keys.parked(id), 'ocr|1');
    await roles.batch.hset(keys.repairs(id), { d1: 1 });
    if (fields.endedRun === undefined) await roles.batch.zadd(keys.activeBatches(), 1, id);
  };
  const running = { sealed: 1, control: 'running', status: 'running' };
  const canceling = { sealed: 1, control: 'cancelled', status: 'cancelling' };
  const canceled = { ...canceling, status: 'cancelled', endedRun: 1, endedAt: 2 };

  it('upgrades batches, active and ended, with counters and states that agree', async () => {
    await writeOld('b-1', { d1: FAILED_FIRST, d2: REFUSED, d3: WAITING }, running);
    await writeOld('b-2', { d1: CANCELED, d2: WAITING }, canceling);
    await writeOld('b-3', { d1: CANCELED }, canceled);
    expect(await upgradeStoredSpelling(redis)).toBe(3);

    expect(await readBatch(redis, 'b-1')).toMatchObject({
      status: 'running',
      causes: expect.arrayContaining([
        { stage: 'ocr', code: 'unrecognized', count: 1 },
        { stage: null, code: 'unrecognized', count: 1 },
      ]),
    });
    expect((await readStates(redis, 'b-1')).get('d1')).toMatchObject({
      status: 'exception',
      code: 'unrecognized',
    });
    expect((await readBatch(redis, 'b-2')).status).toBe('canceling');
    expect((await readBatch(redis, 'b-3')).status).toBe('canceled');
    for (const id of ['b-1', 'b-2', 'b-3']) {
      await expectInvariants(redis, id);
      const hash = await redis.roles.batch.hgetall(redis.keys.batch(id));
      expect(hash).toMatchObject({ registered: '1' });
      expect(JSON.stringify(hash)).not.toMatch(/sealed|cancell|unrecognised/);
    }
  });

  it('lets upgraded batches continue: retried by cause, ended, and canceled ones stopped at the gate', async () => {
    await writeOld(
      'b-1',
      { d1: FAILED_FIRST },
      { ...running, endedRun: 1, status: 'completed_with_exceptions' },
    );
    await writeOld('b-2', { d1: CANCELED, d2: WAITING }, canceling);
    await upgradeStoredSpelling(redis);
    const question = {
      batchId: 'b-2',
      job: 'ocr|2',
      documentId: 'd2',
      run: 1,
      stage: 'ocr',
      attempt: 1,
    } as const;
    expect(await gateStages(redis, [question])).toMatchObject([{ verdict: 'canceled' }]);
    expect((await retryDocuments(redis, 'b-1', ['d1'], { code: 'unrecognized' })).opened).toHaveLength(1);
    await expectInvariants(redis, 'b-1');
    const cancel = { kind: 'cancel', batchId: 'b-2', documentId: 'd2', run: 1 } as const;
    expect((await advanceDocuments(redis, [cancel])).ended).toMatchObject([{ status: 'canceled' }]);
  });

  it('repeats safely after a crash between two batches, and costs one command from then on', async () => {
    await writeOld('b-1', { d1: FAILED_FIRST }, running);
    await writeOld('b-2', { d1: FAILED_FIRST }, canceling);
    const { keys, roles } = redis;
    const upgradeOne = (id: string): Promise<unknown> =>
      runScript(roles.batch, 'upgrade_batch', { batch: keys.batch(id), documents: keys.documents(id) }, []);
    expect(await upgradeOne('b-1')).toBe(3);
    expect(await upgradeOne('b-1')).toBe(0);
    expect(await upgradeStoredSpelling(redis)).toBe(1);
    for (const id of ['b-1', 'b-2']) await expectInvariants(redis, id);
    const before = redis.meter.totals().commands;
    expect(await upgradeStoredSpelling(redis)).toBe(0);
    expect(redis.meter.totals().commands - before).toBe(1);
  });

  it('rewrites more states than one call of Lua can carry', async () => {
    const documents = Object.fromEntries(Array.from({ length: 9000 }, (_v, i) => [`d${i}`, FAILED_FIRST]));
    await writeOld('b-1', documents, running);
    await upgradeStoredSpelling(redis);
    const states = await readStates(redis, 'b-1');
    expect([...states.values()].every(({ code }) => code === 'unrecognized')).toBe(true);
    await expectInvariants(redis, 'b-1');
  });

  it('changes nothing in a batch of this version', async () => {
    const row = { id: 'd1', status: 'exception', code: 'unrecognized', bytes: 1, warning: false } as const;
    await createBatch(redis, 'b-1', SEED, [row], true);
    const before = await redis.roles.batch.hgetall(redis.keys.batch('b-1'));
    expect(await upgradeStoredSpelling(redis)).toBe(0);
    expect(await redis.roles.batch.hgetall(redis.keys.batch('b-1'))).toEqual(before);
  });

  it('upgrades when an app connects', async () => {
    await writeOld('b-1', { d1: WAITING }, canceling);
    let status: string | null = null;
    const link = openRedisLink({
      dataDir: server.folder,
      address: { url: server.url, unknown: null, certificates: { ca: '', cert: '', key: '' } },
      namespace: redis.target.namespace,
      async onConnected(connected) {
        status = (await readBatch(connected.redis, 'b-1')).status;
      },
      onState: () => undefined,
      log,
    });
    // The link detects its own layout, which only one of the places has.
    await until(async () => link.current() !== null);
    await link.dispose();
    if (layout === 'databases' || cluster) expect(status).toBe('canceling');
  });

  it('reads results and attempts with kinds and codes of the old spelling', async () => {
    const relationship = { fromKind: 'organisation', toKind: 'person' };
    const attempt = {
      stage: 'ocr',
      attempt: 1,
      outcome: 'cancelled',
      error: { code: 'unrecognised', detail: '' },
    };
    await redis.roles.results.hset(redis.keys.documentResults('d1'), {
      'attempt:ocr:1': encode(attempt),
      'result:ocr': encode({ text: '', pages: [], warnings: [{ code: 'unrecognised', detail: '' }] }),
      'result:chunking': encode({ chunks: [] }),
      'result:entity_extraction': encode({ mentions: [{ kind: 'organisation' }, { kind: 'person' }] }),
      'result:entity_resolution': encode({
        entities: [{ kind: 'organisation' }],
        canonical: [{ kind: 'organisation' }],
      }),
      'result:relationship_building': encode({ relationships: [relationship] }),
      'result:finalization': encode({ warnings: [{ code: 'unrecognised', detail: '' }] }),
    });
    const [found] = await readResults(redis, ['d1']);
    expect(found?.attempts).toEqual([
      { ...attempt, outcome: 'canceled', error: { code: 'unrecognized', detail: '' } },
    ]);
    expect(JSON.stringify(found?.results)).not.toMatch(/organis|recognis/);
    expect(found?.results.relationship_building?.relationships).toEqual([
      { fromKind: 'organization', toKind: 'person' },
    ]);
    const { results } = await readInput(redis, 'd1', 'entity_resolution');
    expect(results.entity_extraction?.mentions).toEqual([{ kind: 'organization' }, { kind: 'person' }]);
  });

  it('moves canonical entities with kinds of the old spelling into history', async () => {
    const scope = new Lifetime();
    onTestFinished(() => scope.dispose());
    const history = await historyIn(scope);
    history.recordManifest(manifestOf('b-1', 1));
    const entity = (name: string) => ({
      kind: 'organisation',
      name,
      aliases: [],
      documents: [],
      mentions: 1,
    });
    const [from, to] = [
      { kind: 'organisation', name: 'Acme' },
      { kind: 'organisation', name: 'Beta' },
    ];
    const relationship = { kind: 'appears_with', from, to, weight: 1, documents: 1, evidence: [] };
    await redis.roles.results.hset(redis.keys.batchResolution('b-1', 1), {
      header: encode({ run: 1, documents: 1, missing: 0, entities: 2, relationships: 1, parts: 2 }),
      'part:0': encode({ entities: [entity('Acme'), entity('Beta')] }),
      'part:1': encode({ relationships: [relationship] }),
    });
    expect(await recordResolution(redis, history, 'b-1', 1)).toBe(true);
    const page = { batchId: 'b-1', cursor: null, limit: 10 };
    const query = { ...page, kind: 'organization', search: '' } as const;
    expect(history.listEntities(query)).toMatchObject({ total: 2 });
    expect(history.listRelationships({ ...page, entity: null }).items).toMatchObject([
      { from: { kind: 'organization', name: 'Acme' }, to: { kind: 'organization', name: 'Beta' } },
    ]);
  });

  it('reads events with codes of the old spelling', async () => {
    const groups = [[1, 'f', 1, 1, ['d1'], { code: ['unrecognised'], detail: ['no type'] }]];
    await redis.roles.batch.xadd(
      redis.keys.events(),
      '*',
      ...['b', 'b-1', 'q', '1', 'n', '1', 'a', '5', 't', 'cancelled', 'c'],
      packForLua(groups),
    );
    const entries: FeedEntry[] = [];
    const onEntries = async (read: readonly FeedEntry[]): Promise<void> => void entries.push(...read);
    const feed = startFeed(redis, null, { onEntries, onGap: async () => undefined }, log);
    await until(async () => entries.length > 0);
    await feed.dispose();
    expect(entries[0]).toMatchObject({ ended: 'canceled', events: [{ exception: 'unrecognized' }] });
  });
});
