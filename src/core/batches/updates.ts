/** What happened to documents, and the form in which scripts and readers of the event stream take it. */
import type { DocumentStatus } from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { STAGE_LETTER } from '../../shared/letters.ts';
import type { Stage, StageStatus } from '../../shared/stages.ts';
import { documentStatus, stageAt, stageNumber, stageStatus } from './state.ts';

/** What is known when a stage ends. Times in ms. */
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
      facts: StageMetrics | null;
    }
  | { kind: 'cancel' }
);

/** See lua/advance_documents.lua. Columns that are all zero or empty are left out, but for the time's bucket. */
type Columns = Record<string, (number | string)[]>;
type Group = [stage: number, letter: string, run: number, attempt: number, ids: string[], columns?: Columns];

const whole = (value: number): number => Math.max(0, Math.round(value));
const LOG_BASE = Math.log(1.2);
/** Buckets grow by a fifth, so a percentile read from them is right to a tenth. @param ms running time */
export const timeBucket = (ms: number): number => Math.floor(Math.log(whole(ms) + 1) / LOG_BASE);
/** The middle of a bucket, ms: within a tenth (and a millisecond) of everything in it. */
export const bucketTime = (bucket: number): number => Math.exp((bucket + 0.5) * LOG_BASE) - 1;

const COLUMNS: readonly [name: string, of: (f: StageMetrics) => number | string][] = [
  ['ms', (f) => whole(f.ms)],
  ['bucket', (f) => timeBucket(f.ms)],
  ['pages', (f) => f.pages],
  ['pagesOcr', (f) => f.pagesOcr],
  ['characters', (f) => f.characters],
  ['entities', (f) => f.entities],
  ['bytes', (f) => f.bytes],
  ['warn', (f) => (f.warning ? 1 : 0)],
  ['cached', (f) => (f.cached ? 1 : 0)],
  ['savedMs', (f) => whole(f.savedMs)],
  ['code', (f) => f.code ?? ''],
  ['detail', (f) => (f.detail === '' ? '' : f.detail.slice(0, 2000))],
];

/**
 * Updates of one batch as groups. What happened to one document keeps its order, and a document stands in a
 * group once, so that the script may take a whole group at a time.
 */
export function packUpdates(updates: readonly StageUpdate[]): Group[] {
  const groups: Group[] = [];
  const factsOf: StageMetrics[][] = [];
  const byKind = new Map<string, number>();
  const lastGroup = new Map<string, number>();
  for (const update of updates) {
    const stage = update.kind === 'cancel' ? 0 : stageNumber(update.stage);
    const letter = update.kind === 'cancel' ? 'x' : STAGE_LETTER[update.status];
    const attempt = update.kind === 'cancel' ? 0 : update.attempt;
    const facts = update.kind === 'cancel' ? null : update.facts;
    const kind = `${stage}${letter}${update.run}.${attempt}${facts === null ? '' : '+'}`;
    let index = byKind.get(kind);
    if (index === undefined || index <= (lastGroup.get(update.documentId) ?? -1)) {
      index = groups.length;
      byKind.set(kind, index);
      groups.push([stage, letter, update.run, attempt, []]);
      factsOf.push([]);
    }
    groups[index]?.[4].push(update.documentId);
    lastGroup.set(update.documentId, index);
    if (facts !== null) factsOf[index]?.push(facts);
  }
  groups.forEach((group, index) => {
    const facts = factsOf[index] ?? [];
    if (facts.length > 0) group[5] = toColumns(facts);
  });
  return groups;
}

const isSomething = (value: number | string): boolean => value !== 0 && value !== '';

function toColumns(facts: readonly StageMetrics[]): Columns {
  const columns: Columns = {};
  for (const [name, of] of COLUMNS) {
    // What took no time belongs to bucket 0; without the column it would not be counted at all.
    if (name === 'bucket' || facts.some((f) => isSomething(of(f)))) columns[name] = facts.map(of);
  }
  return columns;
}

/** One real change as a reader of the event stream sees it. */
export interface StageChange {
  documentId: string;
  run: number;
  /** null: the document was canceled, and its open stages with it. */
  stage: Stage | null;
  status: StageStatus;
  attempt: number;
  documentStatus: DocumentStatus;
  code: string;
  detail: string;
}

/** What the document became by a change; the script derives the same from its state. */
function statusAfter(stage: number, letter: string): DocumentStatus {
  if (letter === 'x') return documentStatus('x');
  if (letter === 'f') return 'exception';
  if (letter === 'w') return 'pending';
  return letter === 'c' && stage === 6 ? 'completed' : 'running';
}

/** The changes in an event's groups, without those at the ignored positions (counted from 1). */
export function unpackGroups(groups: unknown, ignored: ReadonlySet<number>): StageChange[] {
  const changes: StageChange[] = [];
  let position = 0;
  // An empty Lua table and an empty array are told apart by nobody.
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
