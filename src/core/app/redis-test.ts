/** Tries a Redis server before its address is saved: it connects, writes one small value, and asks for its settings. */
import { RedwellError, toWireError } from '../../shared/errors.ts';
import { EXPOSURE_TEXT, redisConditionText } from '../../shared/redis-condition.ts';
import type { RedisCheck, RedisTest } from '../../shared/redis-test.ts';
import { redisHealth } from '../live/health.ts';
import { parseAddress } from '../redis/address.ts';
import { connectRoles, type RedisTarget } from '../redis/connect.ts';

type Found = Awaited<ReturnType<typeof redisHealth>>;

const LEAST = [6, 2] as const;

/** Returns whether a version such as `7.0.15` is one that Redwell works with. */
function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}

const ok = (id: RedisCheck['id'], message: string): RedisCheck => ({ id, state: 'ok', message, action: '' });

function versionCheck({ version }: Found): RedisCheck {
  if (version === null)
    return {
      ...ok('version', 'The server does not say its version to this user.'),
      state: 'warn',
      action: 'Ask your administrator whether it is Redis 6.2 or newer.',
    };
  if (isNewEnough(version)) return ok('version', `Redis ${version}, which is new enough.`);
  return {
    id: 'version',
    state: 'bad',
    ...redisConditionText('old_version'),
    message: `Redis ${version} is too old.`,
  };
}

function rightsCheck({ condition }: Found): RedisCheck {
  if (condition === null) return ok('rights', 'Redwell may read and write there.');
  return { id: 'rights', state: 'bad', ...redisConditionText(condition) };
}

function memoryCheck({ evictionPolicy }: Found): RedisCheck {
  if (evictionPolicy === 'noeviction') return ok('memory', 'It never throws data away (noeviction).');
  if (evictionPolicy !== null) return { id: 'memory', state: 'warn', ...redisConditionText('evicts') };
  return {
    ...ok('memory', 'The server does not say whether it throws data away.'),
    state: 'warn',
    action: 'Ask your administrator whether maxmemory-policy is noeviction.',
  };
}

function persistenceCheck({ persistence }: Found): RedisCheck {
  if (persistence === 'append-only file') return ok('persistence', 'It saves every change to its disk.');
  return {
    id: 'persistence',
    state: 'warn',
    message:
      persistence === 'snapshots'
        ? 'It saves to its disk only now and then, or not at all. If it restarts, work since then is done again.'
        : 'It is not known to save to its disk. If it restarts, running batches start again from their originals.',
    action: 'Ask your administrator to turn on the append-only file (appendonly yes).',
  };
}

function exposureChecks({ exposure = [] }: Found): RedisCheck[] {
  if (exposure.length === 0) return [ok('exposure', 'Others on the network cannot read it.')];
  return exposure.map((one) => ({ id: 'exposure', state: 'warn', ...EXPOSURE_TEXT[one] }));
}

/**
 * Tries a server. It waits for an answer for about five seconds, and leaves one small value there for a minute.
 * @throws RedwellError invalid_input when the text is no address of Redis
 */
export async function testRedis(target: RedisTarget): Promise<RedisTest> {
  parseAddress(target.url);
  let redis: Awaited<ReturnType<typeof connectRoles>>;
  try {
    redis = await connectRoles(target, `test:${process.pid}`, { failFast: true });
  } catch (error) {
    if (!(error instanceof RedwellError)) throw error;
    const { message, action = '' } = toWireError(error);
    return { usable: false, checks: [{ id: 'answer', state: 'bad', message, action }] };
  }
  try {
    const found = await redisHealth(redis, 'shared');
    const checks = [
      ok('answer', 'The server answers.'),
      versionCheck(found),
      rightsCheck(found),
      memoryCheck(found),
      persistenceCheck(found),
      ...exposureChecks(found),
    ];
    return { usable: checks.every(({ state }) => state !== 'bad'), checks };
  } finally {
    await redis.dispose();
  }
}
