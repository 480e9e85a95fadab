/** Counts a batch's documents by status, cause and stage. */
import type { Batch, Equation } from '../../shared/batches.ts';
import type { DocumentStatus } from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { STAGES, type Stage, type StageStatus } from '../../shared/stages.ts';
import type { Database } from './connection.ts';
import { stageNamed } from './document-rows.ts';
import { shownStages, unpackStages } from './fold-events.ts';

/** Counts that the index alone answers. */
export interface BatchCounts {
  equation: Equation;
  started: number;
  canceled: number;
  warnings: number;
  causes: Batch['causes'];
}

/** Sums and stages, which need a look at every row of the batch. */
export interface BatchSums {
  /** Value of a column of the sums; 0 where the batch has none. */
  sum(column: string): number;
  endedAt: number | null;
  /** Whether a run of the batch has been recorded. */
  hasRun: boolean;
  stages: Batch['stages'];
}

export interface BatchCounter {
  /** Counts the documents of a batch. @param batch `batches.n` */
  counts(batch: number): BatchCounts;
  /** Sums up the documents of a batch. @param saved keeps the times and cache hits, which rows don't have */
  sums(batch: number, saved: Batch['stages'] | null): BatchSums;
}

/** Documents that entered the pipeline. A document that intake refused has no stage. */
const HAD_JOBS = `status NOT IN ('duplicate', 'excluded')
  AND (status <> 'exception' OR stage IS NOT NULL OR code = 'record_lost')`;

interface StatusCount {
  status: DocumentStatus;
  stage: number | null;
  code: ExceptionCode | null;
  n: number;
}

interface StateCount {
  status: DocumentStatus;
  run: number;
  stages: string;
  n: number;
}

export function batchCounter(db: Database): BatchCounter {
  const count = db.prepare(
    'SELECT status, stage, code, count(*) AS n FROM documents WHERE batch = ? GROUP BY status, stage, code',
  );
  const warned = db.prepare('SELECT count(*) AS n FROM documents WHERE batch = ? AND warned = 1');
  const sums = db.prepare(
    `SELECT sum(bytes) AS bytes, sum(CASE WHEN status IN ('completed', 'exception') THEN bytes END) AS done,
       sum(CASE WHEN final_at >= 0 THEN pages END) AS pages, sum(pages_ocr) AS pages_ocr,
       sum(characters) AS characters, sum(entities) AS entities, max(ended_at) AS ended_at
     FROM documents WHERE batch = ? AND ${HAD_JOBS}`,
  );
  const states = db.prepare(
    `SELECT status, run, stages, count(*) AS n FROM documents
     WHERE batch = ? AND ${HAD_JOBS}
     GROUP BY status, run, stages`,
  );
  const hasRun = db.prepare('SELECT 1 FROM batch_runs WHERE batch = ? LIMIT 1');
  return {
    counts(batch) {
      const rows = count.all(batch) as unknown as StatusCount[];
      return { ...countsOf(rows), warnings: (warned.get(batch) as { n: number }).n };
    },
    sums(batch, saved) {
      const row = sums.get(batch) as Record<string, number | null>;
      return {
        sum: (column) => row[column] ?? 0,
        endedAt: row.ended_at ?? null,
        hasRun: hasRun.get(batch) !== undefined,
        stages: progressOf(states.iterate(batch) as Iterable<StateCount>, saved),
      };
    },
  };
}

function countsOf(rows: readonly StatusCount[]): Omit<BatchCounts, 'warnings'> {
  const having = (...statuses: DocumentStatus[]): number =>
    rows.reduce((sum, row) => (statuses.includes(row.status) ? sum + row.n : sum), 0);
  return {
    equation: {
      received: rows.reduce((sum, row) => sum + row.n, 0),
      completed: having('completed'),
      duplicates: having('duplicate'),
      excluded: having('excluded', 'canceled'),
      exceptions: having('exception'),
      pending: having('pending', 'running'),
    },
    started: having('running'),
    canceled: having('canceled'),
    causes: rows
      .flatMap(({ status, stage, code, n }) =>
        status === 'exception' && code !== null
          ? [{ stage: stage === null ? null : stageNamed(stage), code, count: n }]
          : [],
      )
      .sort((a, b) => b.count - a.count),
  };
}

function progressOf(rows: Iterable<StateCount>, saved: Batch['stages'] | null): Batch['stages'] {
  const stages = Object.fromEntries(
    STAGES.map((stage) => {
      const { cached = 0, totalMs = 0 } = saved?.[stage] ?? {};
      const none = { waiting: 0, running: 0, retrying: 0, completed: 0, failed: 0, skipped: 0 };
      return [stage, { ...none, cached, totalMs }];
    }),
  ) as Record<Stage, Record<StageStatus, number> & { cached: number; totalMs: number }>;
  for (const row of rows) {
    shownStages({ ...row, stages: unpackStages(row.stages) }).forEach((status, index) => {
      stages[stageNamed(index)][status] += row.n;
    });
  }
  return stages;
}
