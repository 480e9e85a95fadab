/**
 * The names of the bridge without its schemas, because the preload script may import only `electron` and must
 * not bundle zod. A name that is missing here, or that the bridge table does not list, fails to compile.
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
  'intake.edit': true,
  'intake.folder': true,
  'intake.join': true,
  'intake.loadFile': true,
  'intake.loadFileProblems': true,
  'intake.preflight': true,
  'intake.labels': true,
  'batches.submit': true,
  'batches.active': true,
  'batches.list': true,
  'batches.export': true,
  'batches.get': true,
  'batches.control': true,
  'batches.priority': true,
  'batches.retry': true,
  'batches.bank': true,
  'batches.passwords': true,
  'batches.rerun': true,
  'sample.start': true,
  'sample.get': true,
  'sample.cancel': true,
  'batches.reconcile': true,
  'reconcile.last': true,
  'reconcile.run': true,
  'batches.entities': true,
  'batches.relationships': true,
  'batches.times': true,
  'batches.warnings': true,
  'documents.list': true,
  'documents.get': true,
  'documents.page': true,
  'documents.words': true,
  'documents.ids': true,
  'documents.retry': true,
  'documents.exclude': true,
  'documents.priority': true,
  'tags.list': true,
  'tags.set': true,
  'views.list': true,
  'views.save': true,
  'views.rename': true,
  'views.remove': true,
  'views.default': true,
  'documents.rendering': true,
  'documents.similar': true,
  'documents.differences': true,
  'documents.statedText': true,
  'documents.custody': true,
  'documents.verify': true,
  'documents.open': true,
  'documents.reveal': true,
  'attention.list': true,
  'attention.summary': true,
  'attention.count': true,
  'attention.dismiss': true,
  'attention.assign': true,
  'attention.undo': true,
  'attention.reopen': true,
  'attention.retry': true,
  'handover.plan': true,
  'handover.start': true,
  'handover.cancel': true,
  'handover.list': true,
  'handover.verify': true,
  'handover.pick': true,
  'handover.reveal': true,
  'packs.list': true,
  'packs.pick': true,
  'packs.check': true,
  'packs.stop': true,
  'log.list': true,
  'log.verify': true,
  'log.server': true,
  'deletion.plan': true,
  'deletion.run': true,
  'retention.get': true,
  'retention.preview': true,
  'retention.set': true,
  'retention.hold': true,
  'retention.clock': true,
  'watch.state': true,
  'watch.pick': true,
  'replacements.look': true,
  'replacements.submit': true,
  'search.find': true,
  'search.facets': true,
  'search.marks': true,
  'compare.get': true,
  'compare.changes': true,
  'trends.get': true,
  'totals.get': true,
  'health.get': true,
  'settings.get': true,
  'settings.set': true,
  'redis.test': true,
} as const satisfies Record<RequestName, true>;

const EVENT_TABLE = {
  'batch.changed': true,
  'documents.changed': true,
  'attention.changed': true,
  'drop.changed': true,
  'handover.changed': true,
  'totals.changed': true,
  'health.changed': true,
  notification: true,
  'retention.due': true,
  navigate: true,
} as const satisfies Record<EventName, true>;

/** Returns the IPC channel of a request. Each name has its own channel, so an unlisted name has no handler. */
export const requestChannel = (name: RequestName): string => `redwell:${name}`;
/** The single IPC channel on which a host pushes an `EventFrame`. */
export const EVENT_CHANNEL = 'redwell:event';

export const isRequestName = (name: unknown): name is RequestName =>
  typeof name === 'string' && Object.hasOwn(REQUEST_TABLE, name);
export const isEventName = (name: unknown): name is EventName =>
  typeof name === 'string' && Object.hasOwn(EVENT_TABLE, name);

/** An event on the wire. `seq` counts from 1 on each connection; after a gap the page requests snapshots again. */
export interface EventFrame {
  readonly seq: number;
  readonly event: EventName;
  readonly payload: unknown;
}
