/** Estimates how long documents will take on this computer, from the time that recent documents took. */
import type { FileType } from '../../shared/file-types.ts';
import { STAGES } from '../../shared/stages.ts';
import type { Database } from './connection.ts';

/** What intake knows about a document before it is processed. */
export interface ExpectedDocument {
  type: FileType;
  pages: number | null;
  pagesToOcr: number | null;
}

/** Attempts in the sample, newest first: about 1,000 documents, read in about 15 ms. */
const SAMPLE = 6000;
/** A sample of fewer documents is too small for an estimate. */
const MIN_DOCUMENTS = 10;
/** A longer gap without a running attempt, ms, is idle time: a batch ended, paused, or had not started. */
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

/** Sums over the documents of one type; times in ms. */
interface Cost {
  documents: number;
  /** Time of all six stages. */
  wholeMs: number;
  /** The same without the first stage of documents that needed OCR. */
  restMs: number;
  /** Pages of the documents that have pages. */
  pages: number;
  /** Documents that have pages. */
  paged: number;
}

interface Model {
  costs: Map<FileType, Cost>;
  all: Cost;
  /** OCR time per page, ms; null when the sample has none. */
  pageOcrMs: number | null;
  /** Average number of attempts that ran at the same time. */
  parallel: number;
}

const noCost = (): Cost => ({ documents: 0, wholeMs: 0, restMs: 0, pages: 0, paged: 0 });

export interface Forecast {
  /** Estimates the time until all documents are done, ms; null when the sample is too small. */
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

/** @param rows sorted by document, then stage @returns null when the sample is too small */
function modelOf(rows: readonly Row[]): Model | null {
  const costs = new Map<FileType, Cost>();
  const all = noCost();
  let ocrMs = 0;
  let ocrPages = 0;
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (rows[to]?.document === rows[from]?.document) to += 1;
    const attempts = rows.slice(from, to);
    from = to;
    const [first] = attempts;
    // Skip documents that are cut off by the sample, came partly from the cache, or ran twice.
    const oneRun = attempts.length === STAGES.length && attempts.every((row, stage) => row.stage === stage);
    if (first === undefined || !oneRun) continue;
    const ms = attempts.reduce((sum, row) => sum + row.ended_at - row.started_at, 0);
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
  if (all.documents < MIN_DOCUMENTS) return null;
  return { costs, all, pageOcrMs: ocrPages === 0 ? null : ocrMs / ocrPages, parallel: parallelOf(rows) };
}

/** Divides the total time of the attempts by the time in which at least one of them ran. */
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

/** Estimates one document, ms; null when it needs OCR and the sample has none. */
function documentMs(model: Model, document: ExpectedDocument): number | null {
  const cost = model.costs.get(document.type) ?? model.all;
  const { pages, pagesToOcr } = document;
  if (pagesToOcr === null) return cost.wholeMs / cost.documents;
  if (pagesToOcr > 0 && model.pageOcrMs === null) return null;
  const usual = cost.paged === 0 ? null : cost.pages / cost.paged;
  // The fixed cost of a document counts as one more page.
  const size = pages === null || usual === null ? 1 : (1 + pages) / (1 + usual);
  return (cost.restMs / cost.documents) * size + pagesToOcr * (model.pageOcrMs ?? 0);
}
