/**
 * Hosts in network namespaces on one bridge, for tests. This computer is the console, with an address on the bridge.
 * Everything has a name of this process, so that runs side by side do not meet.
 */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ip = (...args: string[]) => run('ip', args);

/** The last numbers of the addresses. */
export const PLACES = { console: 1, service: 10, redisA: 11, redisB: 12, workerA: 21, workerB: 22 } as const;
export type Place = keyof typeof PLACES;
type Host = Exclude<Place, 'console' | 'service'>;
const HOSTS: readonly Host[] = ['redisA', 'redisB', 'workerA', 'workerB'];

export interface Network {
  /** Returns the address of a place. `service` is the address that moves with the Redis that has the say. */
  addressOf(place: Place): string;
  /** Returns the words before a command that make it run on a host. */
  on(host: Host): string[];
  nameOf(host: Host): string;
  /** Cuts a host off, as if its cable were pulled. */
  cut(host: Host): Promise<void>;
  restore(host: Host): Promise<void>;
  /** Gives the service's address to a host. */
  moveService(to: Host): Promise<void>;
  dispose(): Promise<void>;
}

/** Returns why this computer cannot build such a network; null if it can. */
export function whyNoNetwork(): string | null {
  const name = `rwt${process.pid}`;
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (made.status !== 0) return `ip netns add: ${(made.stderr || String(made.error ?? made.status)).trim()}`;
  spawnSync('ip', ['netns', 'del', name]);
  const bridge = spawnSync('ip', ['link', 'add', name, 'type', 'bridge'], { encoding: 'utf8' });
  if (bridge.status !== 0) return `ip link add: ${bridge.stderr.trim()}`;
  spawnSync('ip', ['link', 'del', name]);
  return null;
}

/** Builds the bridge and all hosts. */
export async function openNetwork(): Promise<Network> {
  const id = process.pid % 100_000;
  const subnet = `10.231.${id % 250}`;
  const bridge = `rwb${id}`;
  const nameOf = (host: Host): string => `rw${id}-${host}`;
  const linkOf = (host: Host): string => `rw${id}${HOSTS.indexOf(host)}`;
  const addressOf = (place: Place): string => `${subnet}.${PLACES[place]}`;
  await ip('link', 'add', bridge, 'type', 'bridge');
  await ip('addr', 'add', `${addressOf('console')}/24`, 'dev', bridge);
  await ip('link', 'set', bridge, 'up');
  for (const host of HOSTS) {
    const name = nameOf(host);
    await ip('netns', 'add', name);
    await ip('link', 'add', linkOf(host), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    await ip('link', 'set', linkOf(host), 'master', bridge, 'up');
    await ip('-n', name, 'link', 'set', 'lo', 'up');
    await ip('-n', name, 'addr', 'add', `${addressOf(host)}/24`, 'dev', 'eth0');
    await ip('-n', name, 'link', 'set', 'eth0', 'up');
  }
  const service = `${addressOf('service')}/24`;
  return {
    addressOf,
    nameOf,
    on: (host) => ['ip', 'netns', 'exec', nameOf(host)],
    cut: async (host) => void (await ip('link', 'set', linkOf(host), 'down')),
    restore: async (host) => void (await ip('link', 'set', linkOf(host), 'up')),
    async moveService(to) {
      for (const host of ['redisA', 'redisB'] as const)
        if (host !== to)
          await ip('-n', nameOf(host), 'addr', 'del', service, 'dev', 'eth0').catch(() => undefined);
      await ip('-n', nameOf(to), 'addr', 'add', service, 'dev', 'eth0');
    },
    async dispose() {
      for (const host of HOSTS) await ip('netns', 'del', nameOf(host)).catch(() => undefined);
      await ip('link', 'del', bridge).catch(() => undefined);
    },
  };
}
