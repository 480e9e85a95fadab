/** A session on a real stream: history follows events, gaps are filled from states, and the board is right. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Session, type SessionEvents, startSession } from '../../../src/core/app/session.ts';
import { openBroker } from '../../../src/core/batches/broker.ts';
import { advanceDocuments, createBatch } from '../../../src/core/batches/scripts.ts';
import { NO_METRICS, type StageUpdate } from '../../../src/core/batches/updates.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { encode } from '../../../src/core/redis/codec.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import { storeResults } from '../../../src/core/results/store.ts';
import { Lifetime } from '../../../src/core/util/lifecycle.ts';
import type { Batch } from '../../../src/shared/batches.ts';
import type { Manifest } from '../../../src/shared/manifest.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { manifestOf } from '../../support/manifest.ts';
import { PLACES, startTestRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

const log = pino({ level: 'silent' });

describe.each(PLACES)('live session, $name', ({ layout, cluster }) => {
  let server: TestRedis;
  let redis: RedisRoles;
  let folder: string;
  let history: History;
  let scope: Lifetime;
  let next = 0;
  let ended: Batch[];
  let changed: Batch[];

  beforeAll(async () => {
    server = await startTestRedis({ cluster });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    next += 1;
    redis = await server.roles({ layout, namespace: `live${next}` });
    folder = await mkdtemp(join(tmpdir(), 'redwell-live-'));
    history = openHistory({ path: join(folder, 'history.sqlite'), log });
    scope = new Lifetime();
    ended = [];
    changed = [];
  });
  afterEach(async () => {
    await scope.dispose();
    history.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const events: SessionEvents = {
    onBatch: (batch) => changed.push(batch),
    onDocuments: () => undefined,
    onEnded: (batch) => ended.push(batch),
  };
  const open = (trim = false): Promise<Session> =>
    startSession({ redis, broker: scope.own(openBroker(redis)) }, history, trim, events, scope, log);
  const create = async (id: string, documents: number): Promise<Manifest> => {
    const manifest = manifestOf(id, documents);
    history.recordManifest(manifest);
    await createBatch(
      redis,
      id,
      manifest,
      manifest.documents.map((d) => ({
        id: d.id,
        status: 'pending',
        code: null,
        bytes: d.bytes,
        warning: false,
      })),
      true,
    );
    return manifest;
  };
  const finish = async (manifest: Manifest, from = 0, to = manifest.documents.length): Promise<void> => {
    for (const d of manifest.documents.slice(from, to)) {
      await storeResults(redis, [
        {
          documentId: d.id,
          attempt: {
            stage: 'ocr',
            attempt: 1,
            startedAt: 1,
            endedAt: 2,
            waitedMs: 0,
            worker: 'w',
            outcome: 'completed',
            cached: false,
            engine: 'e',
            error: null,
          },
          result: encode({ text: `text of ${d.path}`, pages: [], metadata: {}, warnings: [] }),
        },
      ]);
    }
    const updates = STAGES.flatMap((stage) =>
      manifest.documents.slice(from, to).map(
        (d): StageUpdate => ({
          kind: 'stage',
          batchId: manifest.batchId,
          documentId: d.id,
          run: 1,
          stage,
          status: 'completed',
          attempt: 1,
          metrics: { ...NO_METRICS, ms: 5 },
        }),
      ),
    );
    await advanceDocuments(redis, updates);
  };
  const statuses = (batchId: string): Record<string, number> => {
    const found: Record<string, number> = {};
    for (const row of history.allDocuments(batchId)) found[row.status] = (found[row.status] ?? 0) + 1;
    return found;
  };

  it('writes a batch to history before it reports its end', async () => {
    await open();
    const manifest = await create('b-1', 250);
    let seen: Record<string, number> = {};
    events.onEnded = (batch) => {
      seen = statuses(batch.id);
      ended.push(batch);
    };
    await finish(manifest);
    await until(() => ended.length === 1);
    expect(seen).toEqual({ completed: 250 });
    expect(ended[0]).toMatchObject({ id: 'b-1', status: 'completed', percent: 100 });
    expect(history.batch('b-1')?.equation).toEqual({
      received: 250,
      completed: 250,
      duplicates: 0,
      excluded: 0,
      exceptions: 0,
      pending: 0,
    });
    expect(history.document(manifest.documents[3]?.id ?? '')?.text).toBe(
      `text of ${manifest.documents[3]?.path}`,
    );
    expect(changed.every((batch) => batch.status === 'running')).toBe(true);
  });

  it('catches up with events from while it was closed', async () => {
    const manifest = await create('b-1', 20);
    const first = new Lifetime();
    await startSession({ redis, broker: first.own(openBroker(redis)) }, history, false, events, first, log);
    await finish(manifest, 0, 5);
    await until(() => statuses('b-1').completed === 5);
    await first.dispose();
    await finish(manifest, 5);
    expect(ended).toHaveLength(0);
    await open();
    await until(() => ended.length === 1);
    expect(statuses('b-1')).toEqual({ completed: 20 });
    expect(history.stats().gaps).toBe(0);
  });

  it('records a gap and reads the states when events were removed', async () => {
    const manifest = await create('b-1', 20);
    const first = new Lifetime();
    await startSession({ redis, broker: first.own(openBroker(redis)) }, history, false, events, first, log);
    await finish(manifest, 0, 5);
    await until(() => statuses('b-1').completed === 5);
    await first.dispose();
    await finish(manifest, 5);
    await redis.roles.batch.xtrim(redis.keys.events(), 'MAXLEN', 0);
    await open();
    await until(() => ended.length === 1);
    expect(statuses('b-1')).toEqual({ completed: 20 });
    expect(history.stats().gaps).toBe(1);
  });

  it('records a gap and continues when the server lost its last events', async () => {
    const manifest = await create('b-1', 10);
    history.apply({ cursor: '9999999999999-0', events: [], results: [] });
    await open();
    await finish(manifest);
    await until(() => ended.length === 1);
    expect(statuses('b-1')).toEqual({ completed: 10 });
    expect(history.stats().gaps).toBe(1);
  });

  it('shows the right counters after the event loop was blocked', async () => {
    const session = await open();
    const manifest = await create('b-1', 400);
    await until(() => session.board.active().length === 1);
    for (let i = 0; i < 300; i += 20) await finish(manifest, i, i + 20);
    const blockedUntil = Date.now() + 300;
    while (Date.now() < blockedUntil);
    await until(() => session.board.active()[0]?.equation.completed === 300);
    await finish(manifest, 300);
    await until(() => ended.length === 1);
  });
});
