/** Starts Redis once for all tests of a file or a suite. Call these functions where hooks are registered. */
import { openBroker } from '../../src/core/batches/broker.ts';
import type { Layout } from '../../src/core/redis/keys.ts';
import type { Lifetime } from '../../src/core/util/lifecycle.ts';
import { startTestRedis } from './redis.ts';
import { sharedFixture } from './shared-fixture.ts';

interface Place {
  layout?: Layout;
  cluster?: boolean;
}

async function redisIn(scope: Lifetime, { layout, cluster = false }: Place) {
  const server = await startTestRedis({ cluster });
  scope.defer(() => server.stop());
  return { server, redis: await server.roles(layout === undefined ? {} : { layout }) };
}

/** Starts a server and opens connections by role. */
export const sharedRedis = (place: Place = {}) => sharedFixture((scope) => redisIn(scope, place));

/** Starts a server, and opens connections by role and a broker. */
export const sharedBroker = () =>
  sharedFixture(async (scope) => {
    const { server, redis } = await redisIn(scope, {});
    return { server, redis, broker: scope.own(openBroker(redis)) };
  });
