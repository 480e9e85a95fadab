/** A session rolls minutes up into hours, and Health reads the result. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSession } from '../../../src/core/app/session.ts';
import { openBroker } from '../../../src/core/batches/broker.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import { Lifetime } from '../../../src/core/util/lifecycle.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

const log = pino({ level: 'silent' });
let server: TestRedis;
let folder: string;
let scope: Lifetime;
beforeEach(async () => {
  server = await startTestRedis();
  folder = await mkdtemp(join(tmpdir(), 'redwell-work-'));
  scope = new Lifetime();
});
afterEach(async () => {
  await scope.dispose();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it('rolls up the minutes that workers wrote while no app was connected', async () => {
  const redis = await server.roles();
  const { keys, roles } = redis;
  const minute = Math.floor(Date.now() / 60_000);
  // Two hours of work by workers without an app.
  for (let back = 0; back < 120; back += 1)
    await roles.batch.hset(keys.minute(minute - back), { c: 1, 'h1:20': 3 });
  const history = openHistory({ path: join(folder, 'history.sqlite'), log });
  scope.defer(() => history.dispose());
  const nothing = (): void => undefined;
  const events = { onBatch: nothing, onDocuments: nothing, onEnded: nothing };
  const broker = scope.own(openBroker(redis));
  const { work } = await startSession({ redis, broker }, history, false, events, scope, log);
  await until(async () => (await roles.batch.exists(keys.minute(minute - 119))) === 0);
  expect(await roles.batch.hget(keys.hour(Math.floor((minute - 119) / 60)), 'c')).not.toBeNull();
  const statistics = await work.read(Date.now());
  expect(statistics.documents).toBe(120);
  expect(statistics.stageTimes).toMatchObject([{ stage: 'ocr', count: 360 }]);
});
