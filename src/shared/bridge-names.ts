/**
 * The bridge's names without its schemas, so that the preload script, which may load nothing but `electron`, does not
 * need zod. A name that is missing here, or that the table does not have, fails to compile.
 */
import type { EventName, RequestName } from './bridge.ts';

const REQUEST_TABLE = {
  'host.info': true,
  'intake.begin': true,
  'intake.uploaded': true,
  'intake.pick': true,
  'intake.list': true,
  'intake.get': true,
  'intake.entries': true,
  'intake.discard': true,
  'intake.locked': true,
  'intake.passwords': true,
  'batches.submit': true,
  'batches.active': true,
  'batches.list': true,
  'batches.get': true,
  'batches.control': true,
  'batches.priority': true,
  'batches.retry': true,
  'batches.bank': true,
  'batches.passwords': true,
  'batches.rerun': true,
  'batches.reconcile': true,
  'reconcile.last': true,
  'reconcile.run': true,
  'batches.entities': true,
  'batches.relationships': true,
  'documents.list': true,
  'documents.get': true,
  'totals.get': true,
  'health.get': true,
  'settings.get': true,
  'settings.set': true,
} as const satisfies Record<RequestName, true>;

const EVENT_TABLE = {
  'batch.changed': true,
  'documents.changed': true,
  'drop.changed': true,
  'totals.changed': true,
  'health.changed': true,
  notification: true,
  navigate: true,
} as const satisfies Record<EventName, true>;

/** Returns a request's IPC channel. Each name has its own, so a name that is not in the table reaches no handler. */
export const requestChannel = (name: RequestName): string => `redwell:${name}`;
/** The IPC channel on which the host sends every `EventFrame`. */
export const EVENT_CHANNEL = 'redwell:event';

export const isRequestName = (name: unknown): name is RequestName =>
  typeof name === 'string' && Object.hasOwn(REQUEST_TABLE, name);
export const isEventName = (name: unknown): name is EventName =>
  typeof name === 'string' && Object.hasOwn(EVENT_TABLE, name);

/** One event as it is sent. `seq` counts from 1 on each connection; after a gap the page asks for new snapshots. */
export interface EventFrame {
  readonly seq: number;
  readonly event: EventName;
  readonly payload: unknown;
}
