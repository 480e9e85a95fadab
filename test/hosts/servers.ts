/** Two Redis servers with TLS and ACL, one the replica of the other, and three Sentinels that watch them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type MadeCertificate, makeAuthority, makeCertificate } from '../support/certificates.ts';
import { until } from '../support/until.ts';
import type { Network } from './network.ts';

const PORT = 6380;
const SENTINEL_PORT = 26380;
const OPERATIONS = join(import.meta.dirname, '..', '..', 'docs', 'operations.md');
/** How long a server must be silent before Sentinel replaces it. ms */
const DOWN_AFTER_MS = 3000;

type RedisHost = 'redisA' | 'redisB';

export interface Servers {
  /** What the console and the workers are told. */
  url: string;
  /** Path of the authority's certificate. */
  ca: string;
  /** Kills the first server with SIGKILL. */
  killFirst(): Promise<void>;
  /** Asks a server for its role. */
  roleOf(host: RedisHost): Promise<string>;
  dispose(): Promise<void>;
}

/** Returns the rule for the user that docs/operations.md states. */
async function documentedUser(): Promise<string> {
  const text = await readFile(OPERATIONS, 'utf8');
  const lines = text.slice(text.indexOf('<!-- acl -->')).split('\n');
  const commands = lines.find((line) => line.startsWith('+')) ?? '';
  return (lines.find((line) => line.startsWith('user redwell ')) ?? '').replace('COMMANDS', commands);
}

const tls = (ca: string, { cert, key }: MadeCertificate): string[] => [
  'port 0',
  `tls-cert-file ${cert}`,
  `tls-key-file ${key}`,
  `tls-ca-cert-file ${ca}`,
  'tls-auth-clients no',
  'tls-replication yes',
  'protected-mode no',
];

async function launch(words: readonly string[]): Promise<ChildProcess> {
  const [program = '', ...args] = words;
  const child = spawn(program, args, { stdio: 'ignore' });
  await once(child, 'spawn');
  return child;
}

async function startServer(network: Network, host: RedisHost, folder: string, lines: readonly string[]) {
  const dir = join(folder, host);
  await mkdir(dir);
  const config = join(dir, 'redis.conf');
  const own = [
    ...[`dir ${dir}`, `tls-port ${PORT}`, 'appendonly yes', 'appendfsync everysec', 'save ""'],
    ...['maxmemory-policy noeviction', 'masteruser ops', 'masterauth ops', 'repl-diskless-sync-delay 0'],
    `replica-announce-ip ${network.addressOf(host)}`,
  ];
  await writeFile(config, [...lines, ...own].join('\n'));
  return launch([...network.on(host), 'redis-server', config]);
}

/** Sentinel calls this with the old and the new address. It moves the address that everybody uses. */
const script = (network: Network): string => `#!/bin/sh
# name role state from-ip from-port to-ip to-port
case "$6" in
  ${network.addressOf('redisA')}) to=${network.nameOf('redisA')}; from=${network.nameOf('redisB')} ;;
  *) to=${network.nameOf('redisB')}; from=${network.nameOf('redisA')} ;;
esac
ip -n "$from" addr del ${network.addressOf('service')}/24 dev eth0 2>/dev/null
ip -n "$to" addr add ${network.addressOf('service')}/24 dev eth0 2>/dev/null
# The others forget which computer had the address, as a gratuitous ARP makes them do.
ip neigh flush to ${network.addressOf('service')}
ip -n ${network.nameOf('workerA')} neigh flush to ${network.addressOf('service')}
ip -n ${network.nameOf('workerB')} neigh flush to ${network.addressOf('service')}
exit 0
`;

async function startSentinels(network: Network, folder: string, lines: readonly string[]) {
  const move = join(folder, 'move.sh');
  await writeFile(move, script(network));
  await chmod(move, 0o755);
  const places: { words: string[]; address: string }[] = [
    { words: [], address: network.addressOf('console') },
    { words: network.on('redisA'), address: network.addressOf('redisA') },
    { words: network.on('redisB'), address: network.addressOf('redisB') },
  ];
  return Promise.all(
    places.map(async ({ words, address }, at) => {
      const config = join(folder, `sentinel-${at}.conf`);
      const own = [
        ...[`dir ${folder}`, `tls-port ${SENTINEL_PORT}`, `bind ${address}`],
        `sentinel announce-ip ${address}`,
        `sentinel monitor office ${network.addressOf('redisA')} ${PORT} 2`,
        ...['sentinel auth-user office ops', 'sentinel auth-pass office ops'],
        `sentinel down-after-milliseconds office ${DOWN_AFTER_MS}`,
        'sentinel failover-timeout office 20000',
        `sentinel client-reconfig-script office ${move}`,
      ];
      await writeFile(config, [...lines, ...own].join('\n'));
      return launch([...words, 'redis-server', config, '--sentinel']);
    }),
  );
}

/** Starts all of it, and waits until the replica follows and the Sentinels know each other. */
export async function startServers(network: Network, folder: string): Promise<Servers> {
  const authority = await makeAuthority(folder, 'office');
  const names = (['service', 'redisA', 'redisB', 'console'] as const)
    .map((place) => `IP:${network.addressOf(place)}`)
    .join(',');
  const lines = tls(authority.cert, await makeCertificate(folder, 'redis', authority, names));
  const acl = join(folder, 'users.acl');
  const users = ['user default off', 'user ops on >ops ~* &* +@all', await documentedUser()];
  await writeFile(acl, `${users.join('\n')}\n`);
  await network.moveService('redisA');
  const first = await startServer(network, 'redisA', folder, [...lines, `aclfile ${acl}`]);
  const follow = [`replicaof ${network.addressOf('redisA')} ${PORT}`];
  const second = await startServer(network, 'redisB', folder, [...lines, `aclfile ${acl}`, ...follow]);
  const ca = await readFile(authority.cert, 'utf8');
  const ask = async (
    host: string,
    port: number,
    words: string[],
    user?: { username: string; password: string },
  ) => {
    const redis = new Redis({
      host,
      port,
      tls: { ca },
      ...user,
      connectTimeout: 2000,
      retryStrategy: () => 100,
    });
    redis.on('error', () => undefined);
    try {
      const [command = '', ...args] = words;
      return String(await redis.call(command, ...args));
    } finally {
      redis.disconnect();
    }
  };
  const ops = { username: 'ops', password: 'ops' };
  const replication = (host: RedisHost) => ask(network.addressOf(host), PORT, ['INFO', 'replication'], ops);
  await until(async () => (await replication('redisB')).includes('master_link_status:up'));
  const sentinels = await startSentinels(network, folder, lines);
  await until(async () => {
    const known = await ask(network.addressOf('console'), SENTINEL_PORT, ['SENTINEL', 'MASTER', 'office']);
    return known.includes('num-other-sentinels,2') && known.includes('num-slaves,1');
  });
  return {
    url: `rediss://redwell:secret@${network.addressOf('service')}:${PORT}`,
    ca: authority.cert,
    async killFirst() {
      const gone = once(first, 'exit');
      first.kill('SIGKILL');
      await gone;
    },
    roleOf: async (host) => /role:(\w+)/.exec(await replication(host))?.[1] ?? '',
    async dispose() {
      const children = [...sentinels, first, second].filter(
        (child) => child.exitCode === null && child.signalCode === null,
      );
      await Promise.all(
        children.map(async (child) => {
          const gone = once(child, 'exit');
          child.kill('SIGKILL');
          await gone;
        }),
      );
    },
  };
}
