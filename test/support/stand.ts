/** What stands for all tests of a file or a suite: registers the hooks that start and end it. */
import { afterAll, beforeAll } from 'vitest';
import { type Broker, openBroker } from '../../src/core/batches/broker.ts';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import type { Layout } from '../../src/core/redis/keys.ts';
import { startTestRedis, type TestRedis } from './redis.ts';

interface Place {
  layout?: Layout;
  cluster?: boolean;
}

interface RedisStand {
  readonly server: TestRedis;
  readonly redis: RedisRoles;
}

interface BrokerStand extends RedisStand {
  readonly broker: Broker;
}

function standing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Only from the first test to the last');
  return value;
}

/** A server with connections by role. The members may be read once a test runs, not before. */
export function standingRedis({ layout, cluster = false }: Place = {}): RedisStand {
  let server: TestRedis | undefined;
  let redis: RedisRoles | undefined;
  beforeAll(async () => {
    server = await startTestRedis({ cluster });
    redis = await server.roles(layout === undefined ? {} : { layout });
  });
  afterAll(() => server?.stop());
  return {
    get server() {
      return standing(server);
    },
    get redis() {
      return standing(redis);
    },
  };
}

/** As `standingRedis`, with a broker, which is closed before the server ends. */
export function standingBroker(place: Place = {}): BrokerStand {
  const stand = standingRedis(place);
  let broker: Broker | undefined;
  beforeAll(() => {
    broker = openBroker(stand.redis);
  });
  afterAll(() => broker?.dispose());
  return {
    get server() {
      return stand.server;
    },
    get redis() {
      return stand.redis;
    },
    get broker() {
      return standing(broker);
    },
  };
}
