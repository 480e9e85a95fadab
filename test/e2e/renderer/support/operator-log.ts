/** Answers about the operator log from a few commands. */
import type { BridgeHandlers } from '../../../../src/shared/bridge.ts';
import type { DeletionPlan } from '../../../../src/shared/deletion.ts';
import type { CommandRecord, OperatorEntry } from '../../../../src/shared/operator-log.ts';
import type { Due, HoldTarget, Retention, RetentionRule } from '../../../../src/shared/retention.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';
import { missing } from './missing.ts';

type LogRequests =
  | 'log.list'
  | 'log.verify'
  | 'log.server'
  | 'deletion.plan'
  | 'deletion.run'
  | `retention.${'get' | 'preview' | 'set' | 'hold' | 'clock'}`
  | `watch.${'state' | 'pick'}`;

const COUNTS = { received: 100, completed: 90, duplicates: 3, excluded: 2, exceptions: 5, pending: 0 };

function entriesOf(host: BridgeHost): OperatorEntry[] {
  const [first] = [...host.batches.values()].map((one) => one.view(host.now()));
  const batch = first === undefined ? null : { id: first.id, name: first.name };
  const entry = (seq: number, change: Partial<OperatorEntry>): OperatorEntry => ({
    ...{ seq, at: host.now() - (5 - seq) * 3_600_000, up: seq * 3600, who: 'dana', host: 'desk-4' },
    ...{ from: 'window', what: 'app.open', phase: 'note', of: null, batch: null, documents: null },
    ...{ before: null, after: null, details: {}, error: null, marks: [] },
    ...{ previous: '0'.repeat(64), hash: String(seq).repeat(64) },
    ...change,
  });
  return [
    entry(4, {
      what: 'batch.priority',
      phase: 'failed',
      of: 3,
      batch,
      error: 'The batch has ended already.',
    }),
    entry(3, { what: 'settings.change', details: { maxPages: 500 }, marks: ['clock_back'] }),
    entry(2, {
      ...{ what: 'batch.retry', phase: 'done', of: 1, batch, documents: { count: 2, ids: ['d1', 'd2'] } },
      ...{ details: { retried: 2 }, before: COUNTS, after: { ...COUNTS, exceptions: 3, pending: 2 } },
    }),
    entry(1, { who: 'sam', from: 'browser', what: 'page.sign-in', details: { browser: 'Firefox' } }),
  ];
}

function planOf(host: BridgeHost, batchId: string): DeletionPlan {
  const batch = host.batches.get(batchId)?.view(host.now());
  if (batch === undefined) throw missing('batch');
  const { name, matter, equation, bytes } = batch;
  const left = [
    { what: '/out/Smith - load file', why: 'It was handed over. Delete it where it is, if it must go.' },
  ];
  return {
    batchId,
    name,
    matter,
    documents: equation.received,
    originals: equation.completed,
    bytes,
    kept: 2,
    left,
  };
}

/** Two commands from two computers. */
const commandsOf = (host: BridgeHost, batchId: string): CommandRecord[] =>
  host.batches.has(batchId)
    ? [
        {
          who: 'jordan',
          host: 'LAW-PC-7',
          from: 'window',
          what: 'batch.pause',
          at: host.now() - 3_600_000,
          hash: 'b'.repeat(64),
        },
        {
          who: 'pat',
          host: 'LAW-PC-3',
          from: 'browser',
          what: 'batch.submit',
          at: host.now() - 7_200_000,
          hash: 'a'.repeat(64),
        },
      ]
    : [];

export const logAnswers = (host: BridgeHost): Pick<BridgeHandlers, LogRequests> => ({
  'log.list': async ({ filter }) => {
    const items = entriesOf(host).filter(
      ({ who, what, batch }) =>
        who.includes(filter.who) &&
        (filter.what === null || what === filter.what) &&
        (filter.batch === '' || batch?.name.includes(filter.batch) === true),
    );
    return { items, next: null, total: items.length };
  },
  'log.verify': async () => ({
    ...{ whole: true, entries: 4, files: 1, torn: 0, marked: 1, faults: [] },
    ...{ first: host.now() - 14_400_000, last: host.now() - 3_600_000, head: '4'.repeat(64) },
  }),
  'log.server': async ({ batchId }) => commandsOf(host, batchId),
  ...retentionAnswers(host),
  'deletion.plan': async ({ batchId }) => planOf(host, batchId),
  'deletion.run': async ({ batchId }) => {
    const plan = planOf(host, batchId);
    host.batches.delete(batchId);
    return { ...plan, certificate: '/data/operator-log/deleted.json', certificateHash: 'a'.repeat(64) };
  },
});

/** One batch is older than a year. */
const previewOf = (host: BridgeHost, { count, unit }: RetentionRule): Due =>
  count * (unit === 'months' ? 30 : 1) > 365
    ? { due: [], dueCount: 0 }
    : {
        due: [
          {
            batchId: 'b-old',
            name: 'Miller v. Dane, production 1',
            matter: 'Miller',
            endedAt: host.now() - 366 * 24 * 3_600_000,
            deleteAt: host.now() + 3 * 24 * 3_600_000,
            hold: null,
          },
        ],
        dueCount: 1,
      };

/** Retention without batches that end: what is set is kept. */
function retentionAnswers(host: BridgeHost) {
  const { retention } = host;
  return {
    'retention.get': async () => retention,
    'retention.preview': async ({ rule }: { rule: RetentionRule }) => previewOf(host, rule),
    'retention.set': async ({ rule }: { rule: Retention['rule'] }) =>
      Object.assign(retention, {
        ...{ rule, confirmed: rule === null ? null : { at: host.now(), who: 'pat' } },
      }),
    'retention.hold': async ({
      target,
      isOn,
      reason,
    }: {
      target: HoldTarget;
      isOn: boolean;
      reason?: string;
    }) => {
      const others = retention.holds.filter((one) => JSON.stringify(one.target) !== JSON.stringify(target));
      const hold = { target, reason: reason ?? '', at: host.now(), who: 'pat' };
      return Object.assign(retention, { holds: isOn ? [...others, hold] : others });
    },
    'retention.clock': async () => Object.assign(retention, { clockWaitsUntil: null }),
    'watch.state': async () => host.watch,
    'watch.pick': async () => ({ folder: null }),
  };
}
