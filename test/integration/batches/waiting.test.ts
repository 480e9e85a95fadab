/** Batches that wait in the outbox can be controlled like any other. */
import pino from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createOutbox, type Outbox } from '../../../src/core/app/outbox.ts';
import type { RedisLink } from '../../../src/core/app/redis-link.ts';
import { cancelBatch, pauseBatch, prioritizeBatch } from '../../../src/core/batches/control.ts';
import { stageJobId } from '../../../src/core/batches/jobs.ts';
import { NO_MIRROR } from '../../../src/core/history/cache-mirror.ts';
import type { History } from '../../../src/core/history/types.ts';
import type { Intake } from '../../../src/core/intake/types.ts';
import { toBatch } from '../../../src/core/live/batch-view.ts';
import type { Batch } from '../../../src/shared/batches.ts';
import type { Manifest } from '../../../src/shared/manifest.ts';
import { expectInvariants, readBatch } from '../../support/batch.ts';
import { LIMITS } from '../../support/flow-fixture.ts';
import { manifestOf } from '../../support/manifest.ts';
import { sharedBroker } from '../../support/shared-redis.ts';
import { until } from '../../support/until.ts';

const stand = sharedBroker();
let outbox: Outbox | undefined;
afterEach(async () => {
  await outbox?.dispose();
  await stand().redis.roles.batch.flushall();
});

/** Creates an outbox with one frozen batch, and stubs for the modules that it calls. */
function outboxWith(manifest: Manifest, recorded: Batch | null = null): Outbox {
  const { redis, broker } = stand();
  const waiting = new Set([manifest.batchId]);
  const intake: Partial<Intake> = {
    unsubmitted: () => [...waiting].map((batchId) => ({ dropId: 'drop', batchId })),
    readManifest: async () => manifest,
    markSubmitted: async (_dropId, batchId) => void waiting.delete(batchId),
  };
  const history = {
    recordManifest: () => undefined,
    placeBatch: () => undefined,
    batch: () => recorded,
    unsettledAt: () => [],
    cacheMirror: NO_MIRROR,
  } as unknown as History;
  const link: Partial<RedisLink> = { current: () => ({ redis, broker }) };
  const log = pino({ level: 'silent' });
  outbox = createOutbox({
    intake: intake as Intake,
    history,
    redis: { link: () => link as RedisLink, isReady: () => true },
    limits: () => LIMITS,
    log,
  });
  return outbox;
}

const submitted = (batchId: string): Promise<void> =>
  until(async () => {
    const { redis } = stand();
    return (await redis.roles.batch.hget(redis.keys.batch(batchId), 'flow')) === '1';
  });

describe('a batch in the outbox', () => {
  it('keeps a pause and a priority that it got before it was submitted', async () => {
    const { redis, broker } = stand();
    const waiting = outboxWith(manifestOf('b-1', 300));
    await waiting.register('b-1', redis);
    await pauseBatch(redis, 'b-1');
    await prioritizeBatch(redis, broker, 'b-1', 'high');
    waiting.kick();
    await submitted('b-1');
    expect((await readBatch(redis, 'b-1')).status).toBe('paused');
    const job = await broker.queues.ocr.getJob(stageJobId('b-1-d00001', 1, 'ocr'));
    expect(job?.priority).toBe(1);
    await expectInvariants(redis, 'b-1');
  });

  it('adds no job if it was canceled before it was submitted', async () => {
    const { redis, broker } = stand();
    const waiting = outboxWith(manifestOf('b-1', 300));
    await waiting.register('b-1', redis);
    await cancelBatch(redis, broker, 'b-1');
    waiting.kick();
    await submitted('b-1');
    expect((await expectInvariants(redis, 'b-1')).status).toBe('canceled');
    expect(await broker.queues.ocr.getJobCounts('prioritized', 'waiting', 'active')).toEqual({
      prioritized: 0,
      waiting: 0,
      active: 0,
    });
  });

  it('keeps a pause and a priority if Redis loses the batch before the drop is marked as submitted', async () => {
    const { redis, broker } = stand();
    const manifest = manifestOf('b-1', 30);
    const recorded = { ...toBatch('b-1', { status: 'paused', priority: 'high' }, 0) };
    outboxWith(manifest, recorded).kick();
    await submitted('b-1');
    const batch = await readBatch(redis, 'b-1');
    expect([batch.status, batch.priority]).toEqual(['paused', 'high']);
    expect((await broker.queues.ocr.getJob(stageJobId('b-1-d00001', 1, 'ocr')))?.priority).toBe(1);
  });

  it('ignores a batch that is not in the outbox', async () => {
    const { redis } = stand();
    await outboxWith(manifestOf('b-1', 3)).register('b-2', redis);
    expect(await redis.roles.batch.exists(redis.keys.batch('b-2'))).toBe(0);
  });
});
