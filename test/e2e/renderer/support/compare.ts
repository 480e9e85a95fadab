/** Answers comparisons, times and work over time from the sample batches. */
import type { ComparedTimes } from '../../../../src/shared/batches.ts';
import type { BridgeHandlers } from '../../../../src/shared/bridge.ts';
import {
  CHANGE_KINDS,
  type Change,
  type ChangeKind,
  type ChangeSide,
  type Comparison,
} from '../../../../src/shared/bridge-compare.ts';
import type { DocumentRow } from '../../../../src/shared/documents.ts';
import { STAGES } from '../../../../src/shared/stages.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';

type CompareRequests = 'batches.times' | 'compare.get' | 'compare.changes' | 'trends.get';

const sideOf = (row: DocumentRow): ChangeSide => ({
  documentId: row.id,
  path: row.path,
  sha256: row.sha256,
  bytes: row.bytes,
  type: row.type,
  status: row.status,
  code: row.exception?.code ?? null,
  warnings: row.warnings.map(({ code }) => code),
});

/** Documents of the samples have no content, so what they are at the same place is told from their places. */
function kindOf(index: number, a: DocumentRow, b: DocumentRow): ChangeKind {
  if (index % 11 === 5) return 'changed';
  if (index % 13 === 7) return 'moved';
  if (a.status !== b.status || a.exception?.code !== b.exception?.code) return 'outcome';
  if (a.warnings.length !== b.warnings.length) return 'warnings';
  return 'same';
}

function changesOf(a: readonly DocumentRow[], b: readonly DocumentRow[]): Change[] {
  const size = Math.max(a.length, b.length);
  return Array.from({ length: size }, (_one, index): Change => {
    const [left, right] = [a[index], b[index]];
    if (left === undefined) return { kind: 'came', a: null, b: right === undefined ? null : sideOf(right) };
    if (right === undefined) return { kind: 'went', a: sideOf(left), b: null };
    const kind = kindOf(index, left, right);
    const moved = kind === 'moved' ? { path: `Older folder/${left.path}` } : {};
    return { kind, a: { ...sideOf(left), ...moved }, b: { ...sideOf(right), path: left.path } };
  });
}

const timesOf = (stage: number, factor: number): ComparedTimes => ({
  count: 240,
  ran: { p50: (900 / (stage + 1)) * factor, p95: (4000 / (stage + 1)) * factor },
  waited: { p50: 40 * factor, p95: 9000 * factor },
});

function both<K extends string>(a: readonly K[], b: readonly K[]): { key: K; a: number; b: number }[] {
  return [...new Set([...a, ...b])].map((key) => ({
    key,
    a: a.filter((one) => one === key).length,
    b: b.filter((one) => one === key).length,
  }));
}

const named = (name: string, documents: number) => ({
  kind: 'person' as const,
  name,
  documents,
  mentions: documents * 3,
});

function comparisonOf(host: BridgeHost, a: string, b: string): Comparison {
  const [left, right] = [host.batch(a), host.batch(b)];
  const all = changesOf(left.rows, right.rows);
  const codes = (rows: readonly DocumentRow[]) =>
    rows.flatMap(({ exception }) => (exception === null ? [] : [exception.code]));
  const warned = (rows: readonly DocumentRow[]) =>
    rows.flatMap((row) => row.warnings.map(({ code }) => code));
  return {
    a: left.view(host.now()),
    b: right.view(host.now()),
    at: host.now(),
    changes: Object.fromEntries(
      CHANGE_KINDS.map((kind) => [kind, all.filter((one) => one.kind === kind).length]),
    ) as Comparison['changes'],
    types: both(
      left.rows.map(({ type }) => type),
      right.rows.map(({ type }) => type),
    ).map(({ key, ...sides }) => ({ type: key, ...sides })),
    exceptions: both(codes(left.rows), codes(right.rows)).map(({ key, ...sides }) => ({
      code: key,
      ...sides,
    })),
    warnings: both(warned(left.rows), warned(right.rows)).map(({ key, ...sides }) => ({
      code: key,
      ...sides,
    })),
    stages: STAGES.map((stage, i) => ({ stage, a: timesOf(i, 1), b: i === 5 ? null : timesOf(i, 1.4) })),
    entities: {
      came: { count: 52, top: [named('Dana Reyes', 12), named('Miriam Oyelaran', 3)] },
      went: { count: 0, top: [] },
    },
  };
}

const HOUR = 3_600_000;

export const compareAnswers = (host: BridgeHost): Pick<BridgeHandlers, CompareRequests> => ({
  'compare.get': async ({ a, b }) => comparisonOf(host, a, b),
  'compare.changes': async ({ a, b, kind, cursor, limit }) => {
    const all = changesOf(host.batch(a).rows, host.batch(b).rows).filter((one) =>
      kind === null ? one.kind !== 'same' : one.kind === kind,
    );
    const from = cursor === null ? 0 : Number(cursor);
    const next = from + limit < all.length ? String(from + limit) : null;
    return { items: all.slice(from, from + limit), next, total: all.length };
  },
  'trends.get': async ({ edges }) => ({
    since: host.scenario === 'empty' ? null : (edges[1] ?? null),
    intervals: edges.slice(0, -1).map((at, i) => {
      const work = host.scenario === 'empty' || i % 7 > 4 ? 0 : 400 + ((i * 7919) % 800);
      return { at, completed: work, exceptions: Math.round(work / 40), pages: work * 4 };
    }),
  }),
  'batches.times': async ({ batchId }) => {
    const { createdAt, status } = host.batch(batchId).view(host.now());
    const run = (n: number, kind: 'first' | 'retry') => ({
      ...{ run: n, kind, startedAt: createdAt + n * HOUR, endedAt: createdAt + n * HOUR + 372_000 / n },
      ...{ activeMs: 372_000 / n, status: 'completed_with_exceptions' as const },
      ...{ documents: 240 / n, exceptions: 3 - n },
    });
    return {
      runs: status === 'running' ? [] : [run(1, 'first'), run(2, 'retry')],
      stages: STAGES.map((stage, i) => ({
        stage,
        here: i === 5 ? null : timesOf(i, i === 0 ? 2.3 : 1),
        past: i === 4 ? null : timesOf(i, 1),
      })),
      forecasts: [
        {
          ...{ run: 1, at: createdAt, basis: 'past', percent: 0 },
          ...{ leftMs: 300_000, lowMs: 240_000, highMs: 420_000, actualMs: 372_000 },
        },
        {
          ...{ run: 1, at: createdAt + 90_000, basis: 'pace', percent: 26 },
          ...{ leftMs: 280_000, lowMs: 250_000, highMs: 330_000, actualMs: 282_000 },
        },
      ],
      errors: { past: { off: 0.12, of: 34 }, pace: null },
    };
  },
});
