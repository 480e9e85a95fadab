/** Reads a document page by page inside its limits: what one page lacks costs that page, never the others. */
import { DocumentError, machineFault } from '../../documents/errors.ts';
import type { StageWarning } from '../../documents/types.ts';
import type { PageText, Source } from './types.ts';

/** A page that was read, and what was wrong with it all the same. */
export interface ReadPage extends PageText {
  damaged?: string;
}

/** A page that takes its time: it is read after all that are had at once. */
export interface SlowPage {
  /** What stands in for it when it cannot be read: a stamp, a form's values. Empty when there is nothing. */
  meanwhile: string;
  read(): Promise<ReadPage>;
}

export interface Pages {
  pages: PageText[];
  warnings: StageWarning[];
}

/** Share of a stage's time that is kept for handing over what was read, and its bounds, ms. */
const RESERVE_SHARE = 0.1;
const MIN_RESERVE_MS = 1000;
const MAX_RESERVE_MS = 10_000;

/**
 * When reading must stop so that what was read still arrives before the stage's own limit ends the child.
 * @returns a time of `performance.now()`
 */
export function readingDeadline(timeoutMs: number): number {
  const reserve = Math.min(MAX_RESERVE_MS, Math.max(MIN_RESERVE_MS, timeoutMs * RESERVE_SHARE));
  return performance.now() + timeoutMs - reserve;
}

const faultOfPage = (error: unknown): error is DocumentError =>
  error instanceof DocumentError &&
  !machineFault(error.cause) &&
  (error.code === 'corrupt' || error.code === 'ocr_timeout');

/**
 * Pages that fail or for which no time is left stay empty and are named in a warning.
 * @param total pages the document has; at most `limits.maxPages` are read
 * @param read gives page `number`, counted from 1, or how to get it later
 * @throws DocumentError corrupt or ocr_timeout when no page could be read; whatever is not a page's own fault
 */
export async function readPages(
  total: number,
  source: Source,
  read: (number: number) => Promise<ReadPage | SlowPage>,
): Promise<Pages> {
  const last = Math.min(total, source.limits.maxPages);
  const reading = new Reading(source);
  for (let number = 1; number <= last && reading.characters <= source.limits.maxCharacters; number += 1)
    await reading.take(number, () => read(number));
  // OCR comes last: when the time runs out, it takes scanned pages only and no text that was there to be had.
  for (const [number, slow] of reading.later)
    if (reading.characters <= source.limits.maxCharacters) await reading.take(number, () => slow.read());
  const { pages, failed, late } = reading;
  if (pages.length > 0 && reading.unread === pages.length) {
    if (late.length > 0)
      throw new DocumentError('ocr_timeout', `None of the ${total} pages could be read in the time given`);
    throw new DocumentError('corrupt', `None of the ${total} pages can be read: ${failed[0]?.said}`);
  }
  return { pages, warnings: warningsOf(total, last, failed, late) };
}

class Reading {
  readonly pages: PageText[] = [];
  readonly failed: { page: number; said: string }[] = [];
  readonly late: number[] = [];
  readonly later: [number, SlowPage][] = [];
  characters = 0;
  unread = 0;
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  async take(number: number, read: () => Promise<ReadPage | SlowPage>): Promise<void> {
    if (performance.now() >= this.#source.deadline) return this.#lose(number, null);
    try {
      const got = await read();
      if ('meanwhile' in got) {
        const { meanwhile: text } = got;
        this.later.push([number, got]);
        this.#put({ page: number, text, source: text === '' ? 'none' : 'text', confidence: null });
        return;
      }
      const { damaged, ...page } = got;
      if (damaged !== undefined) this.failed.push({ page: number, said: damaged });
      this.characters += page.text.length;
      this.#put(page);
    } catch (error) {
      if (!faultOfPage(error)) throw error;
      this.#lose(number, error.code === 'ocr_timeout' ? null : error.message);
    }
  }

  #lose(number: number, said: string | null): void {
    if (said === null) this.late.push(number);
    else this.failed.push({ page: number, said });
    this.unread += 1;
    // What stands in for it stays.
    if (this.pages[number - 1] === undefined)
      this.#put({ page: number, text: '', source: 'none', confidence: null });
  }

  /** Pages come in order the first time; the second time they take their place. */
  #put(page: PageText): void {
    this.pages[page.page - 1] = page;
  }
}

function warningsOf(
  total: number,
  last: number,
  failed: readonly { page: number; said: string }[],
  late: readonly number[],
): StageWarning[] {
  const warnings: StageWarning[] = [];
  if (failed.length > 0)
    warnings.push({
      code: 'partial_pages',
      detail: `${failed.length} of ${total} pages could not be read: ${failed[0]?.said}`,
      pages: failed.map((f) => f.page),
    });
  if (late.length > 0)
    warnings.push({
      code: 'partial_pages',
      detail: `${late.length} of ${total} pages could not be read in the time given`,
      pages: [...late],
    });
  if (last < total)
    warnings.push({ code: 'text_limit', detail: `The document has ${total} pages; the limit is ${last}` });
  return warnings;
}
