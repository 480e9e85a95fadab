/** Connects to Redis without intake or a worker, for `live`, `batch-dashboard` and `reconcile`. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { prepareDataDir } from '../core/app/data-dir.ts';
import { type Connected, openRedisLink } from '../core/app/redis-link.ts';
import { openSettings } from '../core/app/settings.ts';
import { openLog } from '../core/log/index.ts';
import { Lifetime } from '../core/util/lifecycle.ts';
import { closing, redisAddress, untilRedis } from './host.ts';

export interface RedisOptions {
  dataDir: string;
  redisUrl: string | null;
}

export interface RedisAccess extends Connected {
  mode: 'embedded' | 'shared';
  log: Logger;
  lifetime: Lifetime;
}

/**
 * Connects to the server of a data folder, or to the stated one, and closes everything when `work` ends.
 * @throws RedwellError redis_unavailable
 */
export async function withRedis<T>(
  options: RedisOptions,
  work: (access: RedisAccess) => Promise<T>,
): Promise<T> {
  const lifetime = new Lifetime();
  await prepareDataDir(options.dataDir);
  const file = join(options.dataDir, 'log', 'redwell.log');
  const { log, dispose: closeLog } = openLog({ file }, 'warn', { part: 'cli' });
  const note = (error: unknown): void => log.error({ error }, 'command did not stop cleanly');
  const dispose = (): Promise<void> => lifetime.dispose();
  return closing(dispose, note, async () => {
    const settings = await openSettings(options.dataDir, null);
    const address = settings.redis(redisAddress(options.redisUrl));
    if (address.unknown !== null) throw address.unknown;
    const link = lifetime.own(
      openRedisLink({
        dataDir: options.dataDir,
        address,
        namespace: undefined,
        onConnected: async () => undefined,
        onState: () => undefined,
        log,
      }),
    );
    await untilRedis(
      async () => ({
        ready: link.current() !== null,
        address: link.address(),
        error: link.lastError(),
        condition: link.condition(),
      }),
      null,
    );
    return await link.run((connected) => work({ ...connected, mode: link.mode, log, lifetime }));
  }).finally(closeLog);
}
