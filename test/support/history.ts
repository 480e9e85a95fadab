/** Opens a history for a test, and the session that writes it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type Session, type SessionEvents, startSession } from '../../src/core/app/session.ts';
import type { Broker } from '../../src/core/batches/broker.ts';
import { openHistory } from '../../src/core/history/index.ts';
import type { History } from '../../src/core/history/types.ts';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import type { Lifetime } from '../../src/core/util/lifecycle.ts';

const log = pino({ level: 'silent' });

/** Opens an empty history in a folder of its own. `scope` disposes both, after everything that was added to it later. */
export async function historyIn(scope: Lifetime): Promise<History> {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-history-'));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  return scope.own(openHistory({ path: join(folder, 'history.sqlite'), log }));
}

/**
 * Starts a session, which writes events from Redis into history until `scope` ends.
 * @param events the events of the session that the test needs
 * @param trim whether the session trims the event stream behind its cursor
 */
export function follow(
  { redis, broker }: { redis: RedisRoles; broker: Broker },
  history: History,
  scope: Lifetime,
  events: Partial<SessionEvents> = {},
  trim = false,
): Promise<Session> {
  const nothing = (): void => undefined;
  const handlers = { onBatch: nothing, onDocuments: nothing, onEnded: nothing, ...events };
  return startSession({ redis, broker }, history, trim, handlers, scope, log);
}
