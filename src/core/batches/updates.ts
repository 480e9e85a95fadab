/** Updates of documents, and the packed form in which scripts take them and the event stream carries them. */
import type { DocumentStatus } from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { STAGE_LETTER } from '../../shared/letters.ts';
import type { Stage, StageStatus } from '../../shared/stages.ts';
import { documentStatus, stageAt, stageNumber, stageStatus } from './state.ts';

/** The measurements of one attempt at a stage. Times are in ms. */
export interface StageMetrics {
  ms: number;
  waitedMs: number;
  pages: number;
  pagesOcr: number;
  characters: number;
  entities: number;
  bytes: number;
  warning: boolean;
  cached: boolean;
  savedMs: number;
  code: ExceptionCode | null;
  detail: string;
}

export const NO_METRICS: StageMetrics = {
  ms: 0,
  waitedMs: 0,
  pages: 0,
  pagesOcr: 0,
  characters: 0,
  entities: 0,
  bytes: 0,
  warning: false,
  cached: false,
  savedMs: 0,
  code: null,
  detail: '',
};

export type StageUpdate = {
  batchId: string;
  documentId: string;
  run: number;
} & (
  | {
      kind: 'stage';
      stage: Stage;
      status: 'running' | 'retrying' | 'completed' | 'failed';
      attempt: number;
      /** null for `running`. */
      metrics: StageMetrics | null;
    }
  | { kind: 'cancel' }
);

/** See lua/advance_documents.lua. Leaves out columns that are zero or empty throughout, except `bucket`. */
type Columns = Record<string, (number | string)[]>;
type Group = [stage: number, letter: string, run: number, attempt: number, ids: string[], columns?: Columns];

const whole = (value: number): number => Math.max(0, Math.round(value));
const LOG_BASE = Math.log(1.2);
/** Returns the histogram bucket of a running time in ms. Buckets grow by 20%, so percentiles are accurate to 10%. */
export const timeBucket = (ms: number): number => Math.floor(Math.log(whole(ms) + 1) / LOG_BASE);
/** Returns the middle of a bucket in ms, within 10% (and 1 ms) of every time in it. */
export const bucketTime = (bucket: number): number => Math.exp((bucket + 0.5) * LOG_BASE) - 1;

const COLUMNS: readonly [name: string, of: (m: StageMetrics) => number | string][] = [
  ['ms', (m) => whole(m.ms)],
  ['bucket', (m) => timeBucket(m.ms)],
  ['pages', (m) => m.pages],
  ['pagesOcr', (m) => m.pagesOcr],
  ['characters', (m) => m.characters],
  ['entities', (m) => m.entities],
  ['bytes', (m) => m.bytes],
  ['warn', (m) => (m.warning ? 1 : 0)],
  ['cached', (m) => (m.cached ? 1 : 0)],
  ['savedMs', (m) => whole(m.savedMs)],
  ['code', (m) => m.code ?? ''],
  ['detail', (m) => (m.detail === '' ? '' : m.detail.slice(0, 2000))],
];

/**
 * Packs the updates of one batch into groups. The updates of one document keep their order, and a group contains a
 * document only once, so that the script can apply a group as a whole.
 */
export function packUpdates(updates: readonly StageUpdate[]): Group[] {
  const groups: Group[] = [];
  const metricsOf: StageMetrics[][] = [];
  const byKind = new Map<string, number>();
  const lastGroup = new Map<string, number>();
  for (const update of updates) {
    const stage = update.kind === 'cancel' ? 0 : stageNumber(update.stage);
    const letter = update.kind === 'cancel' ? 'x' : STAGE_LETTER[update.status];
    const attempt = update.kind === 'cancel' ? 0 : update.attempt;
    const metrics = update.kind === 'cancel' ? null : update.metrics;
    const kind = `${stage}${letter}${update.run}.${attempt}${metrics === null ? '' : '+'}`;
    let index = byKind.get(kind);
    if (index === undefined || index <= (lastGroup.get(update.documentId) ?? -1)) {
      index = groups.length;
      byKind.set(kind, index);
      groups.push([stage, letter, update.run, attempt, []]);
      metricsOf.push([]);
    }
    groups[index]?.[4].push(update.documentId);
    lastGroup.set(update.documentId, index);
    if (metrics !== null) metricsOf[index]?.push(metrics);
  }
  groups.forEach((group, index) => {
    const metrics = metricsOf[index] ?? [];
    if (metrics.length > 0) group[5] = toColumns(metrics);
  });
  return groups;
}

const isSomething = (value: number | string): boolean => value !== 0 && value !== '';

function toColumns(metrics: readonly StageMetrics[]): Columns {
  const columns: Columns = {};
  for (const [name, of] of COLUMNS) {
    // Bucket 0 holds the shortest times. Without its column they would not be counted.
    if (name === 'bucket' || metrics.some((m) => isSomething(of(m)))) columns[name] = metrics.map(of);
  }
  return columns;
}

/** One applied change, as readers of the event stream see it. */
export interface StageChange {
  documentId: string;
  run: number;
  /** null if the document was canceled, which skips its open stages. */
  stage: Stage | null;
  status: StageStatus;
  attempt: number;
  documentStatus: DocumentStatus;
  code: string;
  detail: string;
}

/** Returns the document's status after a change. lua/include/apply_updates.lua must agree. */
function statusAfter(stage: number, letter: string): DocumentStatus {
  if (letter === 'x') return documentStatus('x');
  if (letter === 'f') return 'exception';
  if (letter === 'w') return 'pending';
  return letter === 'c' && stage === 6 ? 'completed' : 'running';
}

/** Returns the changes in an event's groups, without those at the ignored positions (counted from 1). */
export function unpackGroups(groups: unknown, ignored: ReadonlySet<number>): StageChange[] {
  const changes: StageChange[] = [];
  let position = 0;
  // The data is untyped: anything but a list contains no changes.
  for (const [stage, letter, run, attempt, ids, columns] of Array.isArray(groups)
    ? (groups as Group[])
    : []) {
    ids.forEach((documentId, i) => {
      position += 1;
      if (ignored.has(position)) return;
      changes.push({
        documentId,
        run,
        stage: stage === 0 ? null : stageAt(stage),
        status: letter === 'x' ? 'skipped' : stageStatus(letter),
        attempt,
        documentStatus: statusAfter(stage, letter),
        code: String(columns?.code?.[i] ?? ''),
        detail: String(columns?.detail?.[i] ?? ''),
      });
    });
  }
  return changes;
}
