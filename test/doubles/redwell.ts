/**
 * A small Redwell in memory, for tests of the hosts. It accepts files and keeps them for the test. Requests that hosts
 * don't handle themselves fail with `not_found`.
 */
import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import type { CoreHandlers, Redwell } from '../../src/core/app/types.ts';
import { NOTHING_BEFORE, sealed } from '../../src/core/operator-log/entry.ts';
import type { NewEntry } from '../../src/core/operator-log/log.ts';
import type { EventName, EventPayload, Settings } from '../../src/shared/bridge.ts';
import { RedwellError } from '../../src/shared/errors.ts';
import type { Drop } from '../../src/shared/intake.ts';

const refused = async (): Promise<never> => {
  throw new RedwellError('not_found', 'This double does not handle that request.');
};

const drop = (id: string, name: string, source: Drop['source']): Drop => ({
  id,
  name,
  source,
  status: source === 'upload' ? 'receiving' : 'walking',
  createdAt: 1_700_000_000_000,
  found: 0,
  read: 0,
  readBytes: 0,
  total: null,
  inventory: null,
  problems: [],
  batchId: null,
  error: null,
});

export interface RedwellDouble extends Redwell {
  /** A test puts its own in place. */
  readonly originals: { -readonly [K in keyof Redwell['originals']]: Redwell['originals'][K] };
  readonly files: Map<string, Buffer>;
  readonly settings: Settings;
  /** What was added to the operator log. */
  readonly kept: NewEntry[];
  readonly disposals: () => number;
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  listening(name: EventName): number;
}

export function smallConsole(): RedwellDouble {
  const events = new EventEmitter();
  events.setMaxListeners(0);
  const drops = new Map<string, Drop>();
  const files = new Map<string, Buffer>();
  let disposals = 0;
  const settings: Settings = {
    redisUrl: '',
    redisCa: '',
    redisCert: '',
    redisKey: '',
    notifications: true,
    quietHours: null,
    maxDocumentBytes: 1024 * 1024,
    maxPages: 100,
    stageTimeoutSeconds: 60,
    vault: 'copy',
    reserveBytes: null,
    concurrency: null,
    sliceSize: null,
    submitPerSecond: 1000,
    cacheMegabytes: 500,
    webhookUrl: '',
    webhookSecret: '',
    watch: null,
    savedSearches: [],
    exportProfiles: [],
    listColumns: {},
  };
  const known = (dropId: string): Drop => {
    const found = drops.get(dropId);
    if (found === undefined) throw new RedwellError('not_found', `There is no drop ${dropId}.`);
    return found;
  };
  const handlers = {
    'intake.begin': async (input) => {
      const started =
        input.kind === 'upload'
          ? drop(`d${drops.size + 1}`, input.name, 'upload')
          : drop(`d${drops.size + 1}`, input.paths.join(', '), 'path');
      drops.set(started.id, started);
      return started;
    },
    'intake.uploaded': async ({ dropId, files: count }) => {
      const ready: Drop = { ...known(dropId), status: 'ready', found: count, total: count };
      drops.set(dropId, ready);
      return ready;
    },
    'intake.list': async () => [...drops.values()],
    'intake.get': async ({ dropId }) => known(dropId),
    'intake.entries': refused,
    'intake.discard': refused,
    'intake.edit': refused,
    'intake.folder': refused,
    'intake.join': refused,
    'intake.loadFile': refused,
    'intake.loadFileProblems': refused,
    'intake.preflight': refused,
    'intake.labels': refused,
    'batches.submit': refused,
    'batches.active': async () => [],
    'batches.list': async () => ({ items: [], next: null, total: 0 }),
    'batches.export': refused,
    'batches.get': refused,
    'batches.control': refused,
    'batches.priority': refused,
    'batches.retry': refused,
    'intake.locked': refused,
    'intake.passwords': refused,
    'batches.bank': refused,
    'batches.passwords': refused,
    'batches.rerun': refused,
    'sample.start': refused,
    'sample.get': refused,
    'sample.cancel': refused,
    'batches.reconcile': refused,
    'reconcile.last': refused,
    'reconcile.run': refused,
    'batches.entities': refused,
    'batches.relationships': refused,
    'batches.times': refused,
    'batches.warnings': refused,
    'documents.list': refused,
    'documents.get': refused,
    'documents.page': refused,
    'documents.words': refused,
    'documents.ids': refused,
    'documents.retry': refused,
    'documents.exclude': refused,
    'documents.priority': refused,
    'tags.list': refused,
    'tags.set': refused,
    'views.list': refused,
    'views.save': refused,
    'views.rename': refused,
    'views.remove': refused,
    'views.default': refused,
    'documents.rendering': refused,
    'documents.similar': refused,
    'documents.differences': refused,
    'documents.statedText': refused,
    'documents.custody': refused,
    'documents.verify': refused,
    'attention.list': refused,
    'attention.summary': refused,
    'attention.count': refused,
    'attention.dismiss': refused,
    'attention.assign': refused,
    'attention.undo': refused,
    'attention.reopen': refused,
    'attention.retry': refused,
    'handover.plan': refused,
    'handover.start': refused,
    'handover.cancel': refused,
    'handover.list': refused,
    'handover.verify': refused,
    'packs.list': refused,
    'packs.check': refused,
    'packs.stop': refused,
    'log.list': refused,
    'log.verify': refused,
    'log.server': refused,
    'deletion.plan': refused,
    'deletion.run': refused,
    'retention.get': refused,
    'retention.preview': refused,
    'retention.set': refused,
    'retention.hold': refused,
    'retention.clock': refused,
    'watch.state': refused,
    'replacements.look': refused,
    'replacements.submit': refused,
    'search.find': refused,
    'search.facets': refused,
    'search.marks': refused,
    'compare.get': refused,
    'compare.changes': refused,
    'trends.get': refused,
    'totals.get': refused,
    'health.get': refused,
    'settings.get': async () => settings,
    'redis.test': async () => ({ usable: false, checks: [] }),
    'settings.set': async (changes) => Object.assign(settings, changes),
  } satisfies CoreHandlers;

  const kept: NewEntry[] = [];
  const originals = { copy: refused, read: refused, check: refused, dispose: async () => undefined };
  return {
    handlers,
    files,
    settings,
    disposals: () => disposals,
    on(name, listener) {
      events.on(name, listener);
      return () => void events.off(name, listener);
    },
    emit: (name, payload) => void events.emit(name, payload),
    originals,
    exports: { folderOf: refused, zipOf: refused },
    packs: { open: refused, openFile: refused },
    deleteDue: refused,
    operatorLog: {
      folder: '',
      add: async (entry) => {
        kept.push(entry);
        return sealed(
          {
            ...{ seq: kept.length, at: 0, up: 0, who: 'test', host: 'test', from: 'browser', marks: [] },
            ...{
              of: null,
              batch: null,
              documents: null,
              before: null,
              after: null,
              details: {},
              error: null,
            },
            ...entry,
          },
          NOTHING_BEFORE,
        );
      },
      list: refused,
      verify: refused,
    },
    kept,
    listening: (name) => events.listenerCount(name),
    async acceptFile(dropId: string, path: string, _modifiedAt: number | null, content: Readable) {
      known(dropId);
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk as Buffer);
      const whole = Buffer.concat(chunks);
      files.set(path, whole);
      return { bytes: whole.length };
    },
    async dispose() {
      disposals += 1;
    },
  } satisfies RedwellDouble;
}
