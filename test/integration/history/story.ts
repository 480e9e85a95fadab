/** Generates the events and results of documents, for tests of history. */
import fc from 'fast-check';
import type { DocumentResults, History, StageEvent } from '../../../src/core/history/types.ts';
import type { Attempt } from '../../../src/shared/documents.ts';
import type { ExceptionCode } from '../../../src/shared/exceptions.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { idsOf } from '../../support/search.ts';

/** One run of a document: the retries of each stage, and how the run ends. */
export interface Run {
  retries: number[];
  /** The stage that fails permanently, 0-5; null for none. */
  failsAt: number | null;
  /** The stage before which the document is canceled; null for none. */
  canceledAt: number | null;
}

export interface Story {
  documentId: string;
  events: StageEvent[];
  results: DocumentResults[];
}

const T0 = 1_700_000_000_000;
const CODES: ExceptionCode[] = ['corrupt', 'encrypted', 'ocr_timeout'];

/** Returns a valid story, in which each run starts at the stage that failed in the run before. */
export function storyOf(documentId: string, runs: readonly Run[]): Story {
  const events: StageEvent[] = [];
  const results: DocumentResults[] = [];
  const attempts: Attempt[] = [];
  const kept: DocumentResults['results'] = {};
  let at = T0 + Number(documentId.slice(-5)) * 977;
  let begin = 0;
  const say = (stage: number, change: Partial<StageEvent>): void => {
    at += 1000;
    events.push({
      batchId: documentId.slice(0, documentId.lastIndexOf('-')),
      documentId,
      run: 1,
      stage: STAGES[stage]!,
      status: 'running',
      attempt: 1,
      at,
      documentStatus: 'running',
      exception: null,
      detail: '',
      ...change,
    });
  };
  const record = (stage: number, run: number, attempt: number, error: ExceptionCode | null): void => {
    attempts.push({
      stage: STAGES[stage]!,
      attempt: (run - 1) * 100 + attempt,
      startedAt: at - 500,
      endedAt: at,
      waitedMs: 7,
      worker: 'w1',
      outcome: error === null ? 'completed' : 'failed',
      cached: (stage + attempt) % 2 === 0,
      engine: stage === 0 ? 'test 1' : null,
      error: error === null ? null : { code: error, detail: `said ${run}.${attempt}` },
    });
  };
  const end = (): void => void results.push({ documentId, attempts: [...attempts], results: { ...kept } });

  for (const [index, plan] of runs.entries()) {
    const run = index + 1;
    if (run > 1) say(begin, { run, status: 'waiting', attempt: 0, documentStatus: 'pending' });
    for (let stage = begin; stage < STAGES.length; stage += 1) {
      if (plan.canceledAt !== null && stage >= plan.canceledAt) {
        say(0, { run, status: 'skipped', attempt: 0, documentStatus: 'canceled' });
        end();
        return { documentId, events, results };
      }
      const retries = plan.retries[stage] ?? 0;
      const code = CODES[stage % CODES.length]!;
      for (let attempt = 1; attempt <= retries; attempt += 1) {
        say(stage, { run, attempt });
        say(stage, { run, attempt, status: 'retrying', exception: code, detail: 'again' });
        record(stage, run, attempt, code);
      }
      const attempt = retries + 1;
      say(stage, { run, attempt });
      if (plan.failsAt === stage) {
        say(stage, {
          run,
          attempt,
          status: 'failed',
          documentStatus: 'exception',
          exception: code,
          detail: `for good in run ${run}`,
        });
        record(stage, run, attempt, code);
        end();
        begin = stage;
        break;
      }
      const last = stage === STAGES.length - 1;
      say(stage, { run, attempt, status: 'completed', documentStatus: last ? 'completed' : 'running' });
      record(stage, run, attempt, null);
      keep(kept, stage, `${documentId} run ${run}`);
      if (last) {
        end();
        return { documentId, events, results };
      }
    }
  }
  return { documentId, events, results };
}

function keep(kept: DocumentResults['results'], stage: number, text: string): void {
  const body = `John Smith wrote ${text}`;
  const entity = {
    kind: 'person',
    text: 'John Smith',
    canonical: 'John Smith',
    start: 0,
    end: 10,
    page: 1,
  } as const;
  if (stage === 0)
    kept.ocr = {
      text: body,
      pages: [{ page: 1, start: 0, end: body.length, source: 'text', confidence: null }],
      metadata: { title: text.slice(0, text.indexOf(' ')) },
      warnings: [],
    };
  else if (stage === 3) kept.entity_resolution = { entities: [entity], canonical: [] };
  else if (stage === 4)
    kept.relationship_building = {
      relationships: [
        {
          kind: 'appears_with',
          from: 'John Smith',
          fromKind: 'person',
          to: text,
          toKind: 'organization',
          weight: 0.5,
          evidence: [{ start: 0, end: 10, page: 1 }],
        },
      ],
    };
  else if (stage === 5)
    kept.finalization = {
      pages: 1,
      pagesOcr: 0,
      characters: body.length,
      entities: 1,
      relationships: 1,
      warnings: text.endsWith('run 2') ? [{ code: 'low_or_no_text', detail: 'thin' }] : [],
    };
}

const stage = fc.integer({ min: 0, max: 5 });
const runArb: fc.Arbitrary<Run> = fc.record({
  retries: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 }),
  failsAt: fc.option(stage, { freq: 1 }),
  canceledAt: fc.option(stage, { freq: 6 }),
});
/** Up to three runs of one document. */
export const runsArb = fc.array(runArb, { minLength: 1, maxLength: 3 });

/** Returns everything that history has about a batch, to compare two histories. */
export const everything = (history: History, batchId: string): unknown => {
  const rows = [...history.allDocuments(batchId)];
  return {
    batch: history.batch(batchId),
    rows,
    details: rows.map((row) => history.document(row.id)),
    open: history.openDocuments(batchId),
    totals: history.totals(24, T0 + 3_600_000),
    found: idsOf(history, 'smith'),
  };
};
