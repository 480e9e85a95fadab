/**
 * Figures of batches. What can be counted from the documents' rows is counted from them, so that the equation
 * cannot drift from the list below it; the rest is as last saved.
 */
import { type Batch, type BatchStatus, type Equation, isTerminal } from '../../shared/batches.ts';
import type { DocumentStatus } from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { STAGES, type Stage, type StageStatus } from '../../shared/stages.ts';
import type { Database } from './connection.ts';
import { stageNamed } from './document-rows.ts';
import { shownStages, unpackStages } from './fold-events.ts';

export interface BatchRecord {
  n: number;
  id: string;
  name: string;
  matter: string;
  custodian: string;
  priority: Batch['priority'];
  created_at: number;
  saved: string | null;
  /** By `SHOWN_STATUS`. */
  shown: BatchStatus;
}

/**
 * A batch's status as its rows have it: open documents make it active, none make it ended. Whether it was
 * paused, canceled or has failed only the saved figures know. Expects `b` to be a row of `batches`.
 */
export const SHOWN_STATUS = `CASE
  WHEN EXISTS (SELECT 1 FROM documents d WHERE d.batch = b.n AND d.status IN ('pending', 'running')) THEN
    CASE WHEN b.status IN ('completed', 'completed_with_warnings', 'completed_with_exceptions', 'canceled',
      'failed') THEN 'running' ELSE b.status END
  WHEN b.status IN ('canceled', 'canceling') THEN 'canceled'
  WHEN b.status = 'failed' THEN 'failed'
  WHEN EXISTS (SELECT 1 FROM documents d WHERE d.batch = b.n AND d.status = 'exception')
    THEN 'completed_with_exceptions'
  WHEN EXISTS (SELECT 1 FROM documents d WHERE d.batch = b.n AND d.warned = 1) THEN 'completed_with_warnings'
  ELSE 'completed' END`;

/** Documents that entered the pipeline; what intake refused has no stage. */
const HAD_JOBS = `status NOT IN ('duplicate', 'excluded') AND (status <> 'exception' OR stage IS NOT NULL)`;

interface Counted {
  equation: Equation;
  running: number;
  warnings: number;
  causes: Batch['causes'];
  /** What takes a look at every row; only when it was asked for. */
  deep: { sums: Record<string, number | null>; stages: Batch['stages'] } | null;
}

const shownOf = ({ equation, running, warnings, causes }: Counted) => ({
  equation,
  running,
  warnings,
  causes,
});

export interface Figures {
  batch(record: BatchRecord): Batch;
  /** Counts of these batches are to be made anew. */
  forget(batches: Iterable<number>): void;
  forgetAll(): void;
}

export function figureReader(db: Database): Figures {
  const counts = new Map<number, Counted>();
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

  const counted = (batch: number): Counted => {
    const known = counts.get(batch);
    if (known !== undefined) return known;
    const rows = count.all(batch) as {
      status: DocumentStatus;
      stage: number | null;
      code: ExceptionCode | null;
      n: number;
    }[];
    const of = (...statuses: DocumentStatus[]): number =>
      rows.reduce((sum, row) => (statuses.includes(row.status) ? sum + row.n : sum), 0);
    const made: Counted = {
      equation: {
        received: rows.reduce((sum, row) => sum + row.n, 0),
        completed: of('completed'),
        duplicates: of('duplicate'),
        excluded: of('excluded', 'canceled'),
        exceptions: of('exception'),
        pending: of('pending', 'running'),
      },
      running: of('running'),
      warnings: (warned.get(batch) as { n: number }).n,
      causes: rows
        .flatMap(({ status, stage, code, n }) =>
          status === 'exception' && code !== null
            ? [{ stage: stage === null ? null : stageNamed(stage), code, count: n }]
            : [],
        )
        .sort((a, b) => b.count - a.count),
      deep: null,
    };
    counts.set(batch, made);
    return made;
  };

  const stageProgress = (batch: number, saved: Batch['stages'] | null): Batch['stages'] => {
    const stages = Object.fromEntries(
      STAGES.map((stage) => {
        const { cached = 0, totalMs = 0 } = saved?.[stage] ?? {};
        const none = { waiting: 0, running: 0, retrying: 0, completed: 0, failed: 0, skipped: 0 };
        return [stage, { ...none, cached, totalMs }];
      }),
    ) as Record<Stage, Record<StageStatus, number> & { cached: number; totalMs: number }>;
    for (const row of states.iterate(batch) as Iterable<{
      status: DocumentStatus;
      run: number;
      stages: string;
      n: number;
    }>) {
      const shown = shownStages({ ...row, stages: unpackStages(row.stages) });
      shown.forEach((status, index) => {
        stages[stageNamed(index)][status] += row.n;
      });
    }
    return stages;
  };

  /** What was saved before the last change of a row, or never: everything that rows can say is taken from them. */
  const fromRows = (record: BatchRecord, saved: Batch | null, own: Counted): Batch => {
    own.deep ??= {
      sums: sums.get(record.n) as Record<string, number | null>,
      stages: stageProgress(record.n, saved?.stages ?? null),
    };
    const { sums: row, stages } = own.deep;
    const of = (column: string): number => row[column] ?? 0;
    const places = Object.values(stages);
    const ended = places.reduce((sum, s) => sum + s.completed + s.failed + s.skipped, 0);
    const all = places.reduce((sum, s) => sum + s.waiting + s.running + s.retrying, ended);
    const over = isTerminal(record.shown);
    // After a retry the saved end is the first run's.
    const endedAt = over ? Math.max(saved?.endedAt ?? 0, row.ended_at ?? record.created_at) : null;
    const startedAt = saved?.startedAt ?? null;
    return {
      id: record.id,
      name: record.name,
      matter: record.matter,
      custodian: record.custodian,
      priority: saved?.priority ?? record.priority,
      status: record.shown,
      createdAt: record.created_at,
      startedAt,
      endedAt,
      durationMs:
        over && startedAt !== null && endedAt !== null ? endedAt - startedAt : (saved?.durationMs ?? null),
      ...shownOf(own),
      stages,
      percent: all === 0 ? 100 : (100 * ended) / all,
      bytes: of('bytes'),
      bytesDone: of('done'),
      pages: of('pages'),
      pagesOcr: of('pages_ocr'),
      characters: of('characters'),
      entities: of('entities'),
      cacheHits: saved?.cacheHits ?? 0,
      cacheMisses: saved?.cacheMisses ?? 0,
      savedMs: saved?.savedMs ?? 0,
      throughput: null,
      eta: null,
      pausedBy: null,
      submitted: saved?.submitted ?? 0,
      source: 'history',
    };
  };

  return {
    batch(record) {
      const saved = record.saved === null ? null : (JSON.parse(record.saved) as Batch);
      const own = counted(record.n);
      // While it goes on, what was saved is at most a moment old; at its end it must be the end.
      const over = isTerminal(record.shown);
      const current =
        saved !== null &&
        isTerminal(saved.status) === over &&
        (!over ||
          Object.entries(own.equation).every(([term, n]) => saved.equation[term as keyof Equation] === n));
      if (!current) return fromRows(record, saved, own);
      return { ...saved, ...shownOf(own), status: record.shown, source: 'history' };
    },
    forget(batches) {
      for (const batch of batches) counts.delete(batch);
    },
    forgetAll: () => counts.clear(),
  };
}
