/** Finds out whether others can read or change what Redwell keeps on a server. */
import type { Exposure } from '../../shared/health.ts';
import { conditionOf } from './condition.ts';
import type { RedisRoles } from './connect.ts';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;
/** The answer hardly changes, and Health asks every two seconds. */
const KEPT_MS = 60_000;

const answers = new WeakMap<RedisRoles, { at: number; found: Promise<Exposure[]> }>();

/**
 * Returns what leaves the server open to others. What the user may not ask counts as safe, except for what the address
 * itself says.
 * @throws whatever ioredis throws while Redis is away
 */
export function exposureOf(redis: RedisRoles): Promise<Exposure[]> {
  const kept = answers.get(redis);
  if (kept !== undefined && Date.now() - kept.at < KEPT_MS) return kept.found;
  const found = find(redis);
  answers.set(redis, { at: Date.now(), found });
  found.catch(() => answers.delete(redis));
  return found;
}

async function find(redis: RedisRoles): Promise<Exposure[]> {
  const url = new URL(redis.target.url);
  const isRemote = url.protocol !== 'unix:' && !LOOPBACK.test(url.hostname);
  const exposure: Exposure[] = [];
  if (isRemote && url.protocol === 'redis:') exposure.push('not_encrypted');
  if ((await isOpenToAll(redis)) && (isRemote || (await listensToOthers(redis))))
    exposure.push('no_password');
  return exposure;
}

/** Asks what an ACL may forbid. */
async function ask(redis: RedisRoles, command: string, ...args: string[]): Promise<string[]> {
  try {
    return flat(await redis.roles.batch.call(command, ...args));
  } catch (error) {
    const condition = conditionOf(error);
    // A command that is turned off, or unknown to an old server, is as good as forbidden.
    if (condition === 'no_permission' || condition === 'old_version') return [];
    throw error;
  }
}

/** Returns every text in a reply, whether it came as lists or as maps. */
function flat(reply: unknown): string[] {
  if (Array.isArray(reply)) return reply.flatMap(flat);
  if (reply instanceof Map) return [...reply].flatMap(flat);
  if (typeof reply === 'object' && reply !== null) return Object.entries(reply).flatMap(flat);
  return [String(reply)];
}

/** Whether a client needs neither a password nor a certificate that names its user. */
async function isOpenToAll(redis: RedisRoles): Promise<boolean> {
  const user = await ask(redis, 'ACL', 'GETUSER', 'default');
  // Without an answer, the address says it: it has no password, and the server let us in.
  if (user.length === 0) return new URL(redis.target.url).password === '';
  return user.includes('on') && user.includes('nopass');
}

/** Whether the server accepts connections from other computers. */
async function listensToOthers(redis: RedisRoles): Promise<boolean> {
  const setting = async (name: string): Promise<string | null> =>
    (await ask(redis, 'CONFIG', 'GET', name))[1] ?? null;
  const [bind, port, tlsPort, isProtected] = await Promise.all(
    ['bind', 'port', 'tls-port', 'protected-mode'].map(setting),
  );
  if (bind === null || bind === undefined || (port === '0' && (tlsPort ?? '0') === '0')) return false;
  // Protected mode turns away other computers as long as there is no password.
  if (isProtected === 'yes') return false;
  const addresses = bind.split(' ').map((address) => address.replace(/^-/, ''));
  return bind === '' || addresses.some((address) => address !== '' && !LOOPBACK.test(address));
}
