/** What can be wrong with the Redis server, as one closed list, and the sentences that staff read about it. */
import { z } from 'zod';

export const REDIS_CONDITIONS = [
  'away',
  'refused',
  'unknown_host',
  'hung_up',
  'loading',
  'out_of_memory',
  'evicts',
  'read_only',
  'not_saving',
  'no_replicas',
  'authentication',
  'no_permission',
  'protected_mode',
  'cluster_down',
  'wrong_node',
  'too_many_clients',
  'old_version',
  'wrong_type',
  'busy_script',
  'tls_untrusted',
  'tls_expired',
  'tls_name',
  'tls_client',
  'tls_none',
  'tls_files',
  'not_installed',
] as const;

export const redisConditionSchema = z.enum(REDIS_CONDITIONS);
export type RedisCondition = z.infer<typeof redisConditionSchema>;

interface ConditionText {
  /** What happened. */
  message: string;
  /** What to do. */
  action: string;
}

const CONTINUES = 'Nothing is lost. Processing continues by itself afterward.';
const TEXT: Readonly<Record<RedisCondition, ConditionText>> = {
  away: {
    message: 'The Redis server does not answer. You can still add documents and read History; batches wait.',
    action: `Check the network and the address in Settings. ${CONTINUES}`,
  },
  refused: {
    message: 'The Redis server does not answer, because no server runs at this address. Batches wait.',
    action: `Ask your administrator to start the Redis server, or correct the address in Settings. ${CONTINUES}`,
  },
  unknown_host: {
    message: 'There is no computer with the name in the address of Redis. Batches wait.',
    action: `Correct the address in Settings, or check the network. ${CONTINUES}`,
  },
  hung_up: {
    message: 'The server at the address of Redis ends every connection at once. Batches wait.',
    action:
      'If the server expects encrypted connections, start the address in Settings with rediss:// instead of redis://. Otherwise, ask your administrator.',
  },
  loading: {
    message: 'The Redis server has just started and is still reading its data. Batches wait.',
    action: 'Wait a few minutes. Processing continues by itself.',
  },
  out_of_memory: {
    message: 'The Redis server has no memory left, so processing is paused.',
    action: `Ask your administrator to raise maxmemory on the Redis server. ${CONTINUES}`,
  },
  evicts: {
    message: 'The Redis server deletes data when its memory is full, and batches can be lost.',
    action: 'Ask your administrator to set maxmemory-policy to "noeviction" on the Redis server.',
  },
  read_only: {
    message: 'The Redis server is a copy that can only be read, so processing is paused.',
    action: `Enter the address of the main Redis server in Settings, or ask your administrator to make this one the main server. ${CONTINUES}`,
  },
  not_saving: {
    message: 'The Redis server cannot save to its disk and refuses new data, so processing is paused.',
    action: `Ask your administrator to check the disk of the Redis server: it may be full. ${CONTINUES}`,
  },
  no_replicas: {
    message: 'The Redis server has too few copies running and refuses new data, so processing is paused.',
    action: `Ask your administrator to start the replicas of the Redis server. ${CONTINUES}`,
  },
  authentication: {
    message: 'The Redis server does not accept the user name or the password. Batches wait.',
    action: `Enter the address again in Settings, with the right user and password. ${CONTINUES}`,
  },
  no_permission: {
    message: 'The Redis server does not let this user do what Redwell needs. Batches wait.',
    action: `Ask your administrator to give the user the rights listed in docs/operations.md. ${CONTINUES}`,
  },
  protected_mode: {
    message: 'The Redis server only accepts connections from its own computer. Batches wait.',
    action: `Ask your administrator to set a password on the Redis server, and enter it in Settings. ${CONTINUES}`,
  },
  cluster_down: {
    message: 'Part of the Redis cluster is not working, so processing is paused.',
    action: `Ask your administrator to repair the cluster. ${CONTINUES}`,
  },
  wrong_node: {
    message: 'Another server of the Redis cluster has the data of Redwell. Batches wait.',
    action: `Ask your administrator which server it is, and enter its address in Settings. ${CONTINUES}`,
  },
  too_many_clients: {
    message: 'The Redis server has reached its limit of connections. Batches wait.',
    action: `Close programs that use the server, or ask your administrator to raise maxclients. ${CONTINUES}`,
  },
  old_version: {
    message: 'The Redis server is too old for Redwell, or commands that Redwell needs are turned off.',
    action: `Ask your administrator to install Redis 6.2 or newer. ${CONTINUES}`,
  },
  wrong_type: {
    message: 'Another program has overwritten data of Redwell on the Redis server.',
    action: 'Open Health, check the counters, and choose Repair. Nothing of the other program is deleted.',
  },
  busy_script: {
    message: 'The Redis server is busy with a script of another program, so processing is paused.',
    action: `Wait a few minutes. If this message stays, ask your administrator to stop the script. ${CONTINUES}`,
  },
  tls_untrusted: {
    message: 'The certificate of the Redis server was not issued by an authority that this computer trusts.',
    action:
      'Ask your administrator for the certificate of the authority, and enter its file in Settings as "Certificate authority".',
  },
  tls_expired: {
    message: 'The certificate of the Redis server has expired, or is not valid yet.',
    action: `Ask your administrator to renew it, and check the date and time of this computer. ${CONTINUES}`,
  },
  tls_name: {
    message: 'The certificate of the Redis server was issued for another name than the one in the address.',
    action: 'Enter the address in Settings with the name that the certificate has.',
  },
  tls_client: {
    message: 'The Redis server asks for a certificate of this computer, and does not accept what it got.',
    action:
      'Ask your administrator for a certificate and its key, and enter their files in Settings as "Client certificate" and "Client key".',
  },
  tls_none: {
    message: 'The Redis server does not offer encrypted connections at this address.',
    action: 'Ask your administrator for the address with encryption (its port is often 6380).',
  },
  tls_files: {
    message: 'A certificate file for the connection to Redis cannot be read.',
    action: 'Check the files under "Redis" in Settings.',
  },
  not_installed: {
    message: 'The program redis-server is not installed on this computer, so batches wait.',
    action: 'Open the Overview: it says how to install it, or how to use a server of your office.',
  },
};

const EMBEDDED: Partial<Readonly<Record<RedisCondition, ConditionText>>> = {
  away: {
    message:
      'The built-in Redis server is not running. You can still add documents and read History; batches wait.',
    action: 'Redwell restarts it automatically. If this message stays, restart Redwell.',
  },
  not_saving: {
    message: 'The built-in Redis server cannot write to the disk, so processing is paused.',
    action: `Free up space on the disk with the data folder. ${CONTINUES}`,
  },
};

/** What to tell staff about a server that is open to others. */
export const EXPOSURE_TEXT: Readonly<Record<'no_password' | 'not_encrypted', ConditionText>> = {
  no_password: {
    message:
      'Anyone on the network can read and change the documents’ text on the Redis server: it has no password.',
    action:
      'Ask your administrator to set a password or a user with few rights (docs/operations.md), and enter both in the address in Settings.',
  },
  not_encrypted: {
    message:
      'The connection to the Redis server is not encrypted: others on the network can read the documents’ text.',
    action:
      'Ask your administrator to turn on TLS on the server, and start the address in Settings with rediss://.',
  },
};

/**
 * Returns what to tell staff about a condition.
 * @param embedded whether it is the built-in server, which has no address that somebody could correct
 */
export function redisConditionText(condition: RedisCondition, embedded = false): ConditionText {
  if (!embedded) return TEXT[condition];
  const same: RedisCondition[] = ['refused', 'unknown_host', 'hung_up'];
  return EMBEDDED[same.includes(condition) ? 'away' : condition] ?? TEXT[condition];
}
