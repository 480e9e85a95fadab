/** How long documents will take here, from what the last ones took. */
import type { FileType } from '../../shared/documents.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Database } from './connection.ts';

/** What is known of a document before it is processed. */
export interface ExpectedDocument {
  type: FileType;
  pages: number | null;
  pagesToOcr: number | null;
}

/** The newest attempts that are looked at: about a thousand documents, read in some fifteen milliseconds. */
const SAMPLE = 6000;
/** Fewer documents say nothing of the next ones. */
const LEAST_DOCUMENTS = 10;
/** With nothing running for longer than this, a batch was over, paused or not yet begun. ms */
const IDLE_MS = 250;

interface Row {
  document: number;
  stage: number;
  started_at: number;
  ended_at: number;
  type: FileType;
  pages: number | null;
  pages_ocr: number | null;
}

/** What documents of one type took, ms summed over them. */
interface Cost {
  documents: number;
  /** All six stages. */
  wholeMs: number;
  /** The same without the first stage of those that had pages to recognize. */
  restMs: number;
  /** Pages of those that have any, and how many those are. */
  pages: number;
  paged: number;
}

interface Model {
  costs: Map<FileType, Cost>;
  all: Cost;
  /** Of a page that must be recognized, ms; null while none was. */
  pageOcrMs: number | null;
  /** Attempts that ran at a time, while any did. */
  parallel: number;
}

const noCost = (): Cost => ({ documents: 0, wholeMs: 0, restMs: 0, pages: 0, paged: 0 });

export interface Forecast {
  /** Running time of all of them together, ms; null while too little was processed here to tell. */
  expectedMs(documents: Iterable<ExpectedDocument>): number | null;
}

export function forecastOf(db: Database): Forecast {
  const newest = db.prepare(
    `SELECT a.document, a.stage, a.started_at, a.ended_at, d.type, d.pages, d.pages_ocr
     FROM (SELECT document, stage, started_at, ended_at FROM attempts
       WHERE outcome = 'completed' AND cached = 0 ORDER BY ended_at DESC LIMIT ${SAMPLE}) a
     JOIN documents d ON d.n = a.document ORDER BY a.document, a.stage, a.started_at`,
  );
  return {
    expectedMs(documents) {
      const model = modelOf(newest.all() as unknown as Row[]);
      if (model === null) return null;
      let work = 0;
      for (const document of documents) {
        const ms = documentMs(model, document);
        if (ms === null) return null;
        work += ms;
      }
      return Math.round(work / model.parallel);
    },
  };
}

/** @param rows by document, then stage */
function modelOf(rows: readonly Row[]): Model | null {
  const costs = new Map<FileType, Cost>();
  const all = noCost();
  let ocrMs = 0;
  let ocrPages = 0;
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (rows[to]?.document === rows[from]?.document) to += 1;
    const own = rows.slice(from, to);
    from = to;
    const [first] = own;
    // Of a document at the edge of the sample, partly from the cache or run twice, it is not known what one run takes.
    if (first === undefined || own.some((row, stage) => row.stage !== stage) || own.length !== STAGES.length)
      continue;
    const ms = own.reduce((sum, row) => sum + row.ended_at - row.started_at, 0);
    const recognized = first.pages_ocr ?? 0;
    const recognizingMs = recognized === 0 ? 0 : first.ended_at - first.started_at;
    ocrMs += recognizingMs;
    ocrPages += recognized;
    const cost = costs.get(first.type) ?? noCost();
    costs.set(first.type, cost);
    for (const sum of [cost, all]) {
      sum.documents += 1;
      sum.wholeMs += ms;
      sum.restMs += ms - recognizingMs;
      sum.pages += first.pages ?? 0;
      sum.paged += first.pages === null ? 0 : 1;
    }
  }
  if (all.documents < LEAST_DOCUMENTS) return null;
  return { costs, all, pageOcrMs: ocrPages === 0 ? null : ocrMs / ocrPages, parallel: parallelOf(rows) };
}

/** The attempts' time over the time in which at least one of them ran. */
function parallelOf(rows: readonly Row[]): number {
  const spans = rows.map((row): [number, number] => [row.started_at, row.ended_at]);
  spans.sort(([a], [b]) => a - b);
  let work = 0;
  let busy = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [start, end] of spans) {
    work += end - start;
    const from = start - until <= IDLE_MS ? Math.min(until, end) : start;
    busy += Math.max(0, end - from);
    until = Math.max(until, end);
  }
  return busy === 0 ? 1 : work / busy;
}

/** null where it has pages to recognize and it is not known what one takes. */
function documentMs(model: Model, document: ExpectedDocument): number | null {
  const cost = model.costs.get(document.type) ?? model.all;
  const { pages, pagesToOcr } = document;
  if (pagesToOcr === null) return cost.wholeMs / cost.documents;
  if (pagesToOcr > 0 && model.pageOcrMs === null) return null;
  const usual = cost.paged === 0 ? null : cost.pages / cost.paged;
  // What a document costs besides its pages is taken for that of one page more.
  const size = pages === null || usual === null ? 1 : (1 + pages) / (1 + usual);
  return (cost.restMs / cost.documents) * size + pagesToOcr * (model.pageOcrMs ?? 0);
}
