/** Decides which condition of the Redis server an error means. Nothing else reads the texts of Redis errors. */
import { RedwellError } from '../../shared/errors.ts';
import {
  type RedisCondition,
  redisConditionSchema,
  redisConditionText,
} from '../../shared/redis-condition.ts';

/** What the server answers. A script's error has the answer in the middle. */
const REPLIES: readonly (readonly [RegExp, RedisCondition])[] = [
  [/\bOOM command not allowed/, 'out_of_memory'],
  [/\bREADONLY\b|\bMASTERDOWN\b/, 'read_only'],
  [/\bMISCONF\b/, 'not_saving'],
  [/\bNOREPLICAS\b/, 'no_replicas'],
  [/\bNOAUTH\b|\bWRONGPASS\b|invalid password|without any password configured/, 'authentication'],
  [/\bNOPERM\b|user executing the script can't|No permissions to access a key/i, 'no_permission'],
  [/\bDENIED Redis is running in protected mode/, 'protected_mode'],
  [/\bCLUSTERDOWN\b|\bTRYAGAIN\b/, 'cluster_down'],
  [/^(MOVED|ASK) \d+/, 'wrong_node'],
  [/max number of clients/, 'too_many_clients'],
  [/\bLOADING\b/, 'loading'],
  [/\bBUSY Redis\b/, 'busy_script'],
  [/\bWRONGTYPE\b/, 'wrong_type'],
  [/unknown command|unknown subcommand|Redis version needs to be/i, 'old_version'],
];

/** Codes that mean this only when a connection was being opened; reading a file has them too. */
const CONNECT_CODES: Readonly<Record<string, RedisCondition>> = {
  ECONNREFUSED: 'refused',
  ENOENT: 'refused',
  EACCES: 'no_permission',
  EPERM: 'no_permission',
};
const CODES: Readonly<Record<string, RedisCondition>> = {
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls_none',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'tls_none',
};
/** Codes of OpenSSL and Node for a certificate that nobody vouches for. */
const UNTRUSTED = /^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/;
/** Alerts with which the server refuses the certificate of this computer, or the lack of one. */
const CLIENT_REFUSED =
  /^ERR_SSL_.*ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|HANDSHAKE_FAILURE|NO_CERTIFICATE|ACCESS_DENIED)/;
/** Errors of ioredis, and of a network that does not deliver. */
const AWAY =
  /Connection is closed|Stream isn't writeable|Command timed out|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ECONNABORTED/;

/** Returns the condition that an answer of the server means; null for other errors, such as those of a script. */
export function replyCondition(error: unknown): RedisCondition | null {
  if (!(error instanceof Error) || error.name !== 'ReplyError') return null;
  const own = REPLIES.find(([pattern]) => pattern.test(error.message))?.[1];
  if (own !== undefined) return own;
  // A transaction only says that something in it was refused; ioredis keeps what the server said about each command.
  const { previousErrors = [] } = error as { previousErrors?: readonly unknown[] };
  return previousErrors.map(replyCondition).find((condition) => condition !== null) ?? null;
}

/** Returns the condition that a connection error means; null if it has nothing to do with a connection. */
function connectionCondition(error: Error): RedisCondition | null {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  const opening = syscall === 'connect' ? CONNECT_CODES[code] : undefined;
  if (opening !== undefined) return opening;
  if (CLIENT_REFUSED.test(code)) return 'tls_client';
  const known = CODES[code];
  if (known !== undefined) return known;
  if (UNTRUSTED.test(code)) return 'tls_untrusted';
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return 'tls_none';
  if (error.name === 'MaxRetriesPerRequestError' || error.name === 'AbortError') return 'away';
  return AWAY.test(`${code} ${error.message}`) ? 'away' : null;
}

/**
 * Returns the condition of the server that an error of a connection or of a command means, or null. Call it only for
 * work that does little but talk to Redis: another program's broken pipe has the same code as a broken connection.
 */
export function conditionOf(error: unknown): RedisCondition | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof RedwellError) {
    const stated = redisConditionSchema.safeParse(error.details?.condition);
    return stated.success ? stated.data : null;
  }
  const own = replyCondition(error) ?? connectionCondition(error);
  if (own !== null) return own;
  // A name with several addresses fails with one error for each.
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return inner.map(conditionOf).find((condition) => condition !== null) ?? null;
}

/** Returns the error that staff sees for a condition. */
export function conditionError(condition: RedisCondition, embedded: boolean, cause?: unknown): RedwellError {
  const { message, action } = redisConditionText(condition, embedded);
  return new RedwellError('redis_unavailable', message, {
    action,
    details: { condition },
    ...(cause === undefined ? {} : { cause }),
  });
}
