/** Draws the pages of a document in order; where a page cannot be drawn, a slip sheet takes its place. */
import type { LeftOutReason } from '../../../shared/handover.ts';
import type { DrawnDocument, DrawnPage, DrawOptions, PageDrawer, SheetFile } from './types.ts';

export interface DrawJob {
  drawer: PageDrawer;
  document: DrawnDocument;
  /** Pages that have numbers. */
  pages: number;
  options: DrawOptions;
  signal: AbortSignal;
  /** Returns the lines of the slip sheet for a page. */
  slipLines(page: number, reason: string): string[];
  /** Hears what has no image. */
  onLeftOut(reason: Extract<LeftOutReason, `page${string}`>, detail: string): Promise<void>;
}

/** Yields as many sheets as the document has numbers. No more than one answer of the drawer is in memory. */
export async function* drawDocument(job: DrawJob): AsyncGenerator<SheetFile, void> {
  const { pages, signal } = job;
  let actual: number | null = null;
  let limit = pages;
  for (let next = 1; next <= pages; ) {
    signal.throwIfAborted();
    const answer = await job.drawer.pages(
      job.document,
      { first: next, last: Math.min(limit, pages) },
      job.options,
      signal,
    );
    if ('problem' in answer) {
      // One page may have killed the process that drew several: each gets its own try.
      if (answer.lost && limit > next) {
        limit = next;
        continue;
      }
      const isForAll = !answer.lost;
      const last: number = isForAll ? pages : next;
      for (; next <= last; next += 1) yield await slipFor(job, next, answer.problem);
      limit = next;
      continue;
    }
    actual = answer.pages;
    const before = next;
    for (const page of answer.drawn) {
      if (page.page !== next || next > pages) break;
      yield await sheetOf(job, page);
      next += 1;
    }
    if (next === before) {
      yield await slipFor(job, next, 'Nothing was drawn');
      next += 1;
    }
    // After a lost process, pages are drawn one by one to the end of the document.
    limit = limit < pages ? next : pages;
  }
  if (actual !== null && actual > pages)
    await job.onLeftOut('pages_not_counted', `It has ${actual} pages; ${pages} were counted.`);
}

async function sheetOf(job: DrawJob, page: DrawnPage): Promise<SheetFile> {
  return 'sheet' in page ? page.sheet : slipFor(job, page.page, page.problem);
}

async function slipFor(job: DrawJob, page: number, problem: string): Promise<SheetFile> {
  await job.onLeftOut('page_not_drawn', `Page ${page}: ${problem.replace(/\.$/, '')}.`);
  return job.drawer.slip(job.slipLines(page, problem), job.options, job.signal);
}
