/** Converts database rows to the document rows that the app shows. */
import type { Attempt, DocumentException, DocumentRow, StageSummary } from '../../shared/documents.ts';
import { STAGES, type Stage } from '../../shared/stages.ts';
import type { Database } from './connection.ts';
import { CUSTODIAN } from './custodian.ts';
import { shownStages, unpackStages } from './fold-events.ts';

/** Columns of a `DocumentRecord`, selected from `documents d JOIN batches b`. */
export const RECORD_COLUMNS = `d.n, d.id, b.id AS batch_id, d.path, d.sha256, d.bytes, d.type, d.status, d.run,
  d.stages, d.parent_id, d.duplicate_of, d.exception, d.intake_warnings, d.warnings, d.pages, d.characters,
  d.entities, d.modified_at, d.excluded, d.control, ${CUSTODIAN} AS custodian`;

export interface DocumentRecord {
  n: number;
  id: string;
  batch_id: string;
  path: string;
  sha256: string | null;
  bytes: number;
  type: DocumentRow['type'];
  status: DocumentRow['status'];
  run: number;
  stages: string;
  parent_id: string | null;
  duplicate_of: string | null;
  exception: string | null;
  intake_warnings: string;
  warnings: string;
  pages: number | null;
  characters: number | null;
  entities: number | null;
  modified_at: number | null;
  excluded: string | null;
  control: string | null;
  custodian: string;
}

export interface AttemptRecord {
  stage: number;
  attempt: number;
  started_at: number;
  ended_at: number;
  waited_ms: number;
  worker: string;
  outcome: Attempt['outcome'];
  cached: number;
  engine: string | null;
  error_code: NonNullable<Attempt['error']>['code'] | null;
  error_detail: string | null;
}

/** Returns the stage with this index, 0-5. @throws RangeError for any other number */
export function stageNamed(index: number): Stage {
  const stage = STAGES[index];
  if (stage === undefined) throw new RangeError(`There is no stage ${index}`);
  return stage;
}

/** Attempts of run 2 start at 101, see `Attempt`. */
const ATTEMPTS_PER_RUN = 100;

const toAttempt = (a: AttemptRecord): Attempt => ({
  stage: stageNamed(a.stage),
  attempt: a.attempt,
  startedAt: a.started_at,
  endedAt: a.ended_at,
  waitedMs: a.waited_ms,
  worker: a.worker,
  outcome: a.outcome,
  cached: a.cached === 1,
  engine: a.engine,
  error: a.error_code === null ? null : { code: a.error_code, detail: a.error_detail ?? '' },
});

/**
 * Returns the attempts at one document with their runs. Run numbers in `attempt` leave gaps, because a rerun takes a
 * number that no document of its batch has had. Where attempts of the document may be lost, its runs cannot be counted.
 */
export function toAttempts(document: DocumentRecord, records: readonly AttemptRecord[]): Attempt[] {
  const isWhole = !toRow(document, []).warnings.some(({ code }) => code === 'record_incomplete');
  const runOf = (attempt: number): number => Math.floor((attempt - 1) / ATTEMPTS_PER_RUN);
  const runs = [...new Set(records.map(({ attempt }) => runOf(attempt)))].sort((a, b) => a - b);
  return records.map((record) => ({
    ...toAttempt(record),
    ...(isWhole ? { run: runs.indexOf(runOf(record.attempt)) + 1 } : {}),
    number: record.attempt - runOf(record.attempt) * ATTEMPTS_PER_RUN,
  }));
}

function summaries(record: DocumentRecord, attempts: readonly AttemptRecord[]): DocumentRow['stages'] {
  const shown = shownStages({ ...record, stages: unpackStages(record.stages) });
  const all = STAGES.map((stage, index): [Stage, StageSummary] => {
    const ofStage = attempts.filter((a) => a.stage === index);
    const last = ofStage.at(-1);
    const status = shown[index] ?? 'waiting';
    return [
      stage,
      {
        status,
        // Attempt records arrive when the document ends, so the attempt that is running now is added.
        attempts: ofStage.length + (status === 'running' ? 1 : 0),
        durationMs: last === undefined ? null : last.ended_at - last.started_at,
        cached: last?.cached === 1,
      },
    ];
  });
  return Object.fromEntries(all) as DocumentRow['stages'];
}

/** Returns the exception. When its detail is empty (it came from a state, not an event), the failed attempt's is used. */
export function exceptionOf(
  record: Pick<DocumentRecord, 'exception'>,
  attempts: readonly AttemptRecord[],
): DocumentException | null {
  if (record.exception === null) return null;
  const exception = JSON.parse(record.exception) as DocumentException;
  if (exception.detail !== '' || exception.stage === null) return exception;
  const index = STAGES.indexOf(exception.stage);
  const last = attempts.findLast((a) => a.stage === index && a.outcome === 'failed');
  return { ...exception, detail: last?.error_detail ?? '' };
}

/** @param attempts all attempts at the document, sorted by stage, then time */
export const toRow = (record: DocumentRecord, attempts: readonly AttemptRecord[]): DocumentRow => ({
  ...toFacts(record, attempts),
  stages: summaries(record, attempts),
});

/** Returns a row without its stages. @param attempts without an exception, none are needed */
export function toFacts(
  record: DocumentRecord,
  attempts: readonly AttemptRecord[],
): Omit<DocumentRow, 'stages'> {
  const facts: Omit<DocumentRow, 'stages'> = {
    id: record.id,
    batchId: record.batch_id,
    path: record.path,
    sha256: record.sha256,
    bytes: record.bytes,
    type: record.type,
    status: record.status,
    parentId: record.parent_id,
    duplicateOf: record.duplicate_of,
    exception: exceptionOf(record, attempts),
    warnings: [
      ...(JSON.parse(record.intake_warnings) as DocumentException[]),
      ...(JSON.parse(record.warnings) as DocumentException[]),
    ],
    pages: record.pages,
    characters: record.characters,
    entities: record.entities,
  };
  if (record.control !== null) facts.control = record.control;
  if (record.excluded !== null) facts.excluded = record.excluded;
  return facts;
}

/** Returns a function that reads the attempts at one document, sorted by stage, then time. */
export function attemptReader(db: Database): (document: number) => AttemptRecord[] {
  const read = db.prepare('SELECT * FROM attempts WHERE document = ? ORDER BY stage, started_at, attempt');
  return (document) => read.all(document) as AttemptRecord[];
}
