/**
 * The Redis servers for tests that run in all PLACES. A new cluster accepts no writes for two seconds, so importing
 * this file starts the cluster before the first test of a file, while the tests of the other places run.
 */
import { afterAll, beforeAll } from 'vitest';
import { startTestRedis, type TestRedis } from './redis.ts';

let cluster: Promise<TestRedis> | undefined;
beforeAll(() => {
  cluster = startTestRedis({ cluster: true });
  // `serverFor` reports the error to the tests that need the cluster.
  cluster.catch(() => undefined);
});
afterAll(async () => {
  await (await cluster)?.stop();
});

/** Returns a new server, or the cluster of this test file. The caller stops it. */
export function serverFor(place: { cluster: boolean }): Promise<TestRedis> {
  return place.cluster && cluster !== undefined ? cluster : startTestRedis(place);
}
