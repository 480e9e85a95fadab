/** Reads a document page by page within its limits. A bad page does not cost the other pages. */

import type { WarningCode } from '../../../shared/warnings.ts';
import { DocumentError, machineFault } from '../../documents/errors.ts';
import type { StageWarning } from '../../documents/types.ts';
import type { PageText, Source } from './types.ts';

/** Something to know about a page that was read. Pages with the same note share one warning. */
export interface PageNote {
  code: WarningCode;
  /** A sentence that suits any page. */
  detail: string;
}

/** A page that was read. `damaged` tells what was wrong with it when part of it is missing. */
export interface ReadPage extends PageText {
  damaged?: string;
  notes?: readonly PageNote[];
}

/** A page that needs OCR; it is read after all pages that have their text at once. */
export interface SlowPage {
  /** Text to use if OCR fails, such as a stamp or the values of a form; empty when the page has none. */
  meanwhile: string;
  /** What to say when no time is left. Without it the page counts as not read, so it comes before the others. */
  unread?: PageNote;
  read(): Promise<ReadPage>;
}

export interface Pages {
  pages: PageText[];
  warnings: StageWarning[];
}

/** Share of a stage's time that is reserved for handing over the pages read so far, and its bounds in milliseconds. */
const RESERVE_SHARE = 0.1;
const MIN_RESERVE_MS = 1000;
const MAX_RESERVE_MS = 10_000;

/**
 * Returns the `performance.now()` time at which reading must stop, so that the pages read so far arrive before the
 * parent process kills this one.
 */
export function readingDeadline(timeoutMs: number): number {
  const reserve = Math.min(MAX_RESERVE_MS, Math.max(MIN_RESERVE_MS, timeoutMs * RESERVE_SHARE));
  return performance.now() + timeoutMs - reserve;
}

const isPageFault = (error: unknown): error is DocumentError =>
  error instanceof DocumentError &&
  !machineFault(error.cause) &&
  (error.code === 'corrupt' || error.code === 'ocr_timeout');

/**
 * Reads at most `limits.maxPages` pages. A page that fails or runs out of time stays empty and is named in a warning.
 * @param total number of pages in the document
 * @param read returns page `number`, counted from 1, or a way to read it later
 * @throws DocumentError corrupt or ocr_timeout when no page could be read; any error that is not the fault of a page
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
  // OCR comes last: if time runs out, only scanned pages are lost and no text layer is.
  const optional = ([, slow]: [number, SlowPage]): number => (slow.unread === undefined ? 0 : 1);
  for (const [number, slow] of reading.later.toSorted((a, b) => optional(a) - optional(b)))
    if (reading.characters <= source.limits.maxCharacters)
      await reading.take(number, () => slow.read(), slow.unread);
  const { pages, failed, late } = reading;
  if (pages.length > 0 && reading.unread === pages.length) {
    const noneRead = total === 1 ? 'The page could not be read' : `None of the ${total} pages could be read`;
    if (late.length > 0) throw new DocumentError('ocr_timeout', `${noneRead} in the time allowed`);
    throw new DocumentError('corrupt', `${noneRead}: ${failed[0]?.reason}`);
  }
  return { pages, warnings: [...warningsOf(total, last, failed, late), ...reading.notes.values()] };
}

/** The pages read so far and the ones still to read. */
class Reading {
  readonly pages: PageText[] = [];
  readonly failed: { page: number; reason: string }[] = [];
  readonly late: number[] = [];
  readonly later: [number, SlowPage][] = [];
  readonly notes = new Map<string, StageWarning & { pages: number[] }>();
  characters = 0;
  unread = 0;
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /**
   * Reads one page and records it.
   * @param read may return a slow page, which is queued in `later`
   * @param unread the page keeps the text it has, with this note, when no time is left
   */
  async take(number: number, read: () => Promise<ReadPage | SlowPage>, unread?: PageNote): Promise<void> {
    if (performance.now() >= this.#source.deadline)
      return unread === undefined ? this.#lose(number, null) : this.#note(number, unread);
    try {
      const result = await read();
      if ('meanwhile' in result) {
        const { meanwhile: text, unread: optional } = result;
        this.later.push([number, result]);
        if (optional !== undefined) this.characters += text.length;
        this.#put({ page: number, text, source: text === '' ? 'none' : 'text', confidence: null });
        return;
      }
      const { damaged, notes = [], ...page } = result;
      for (const note of notes) this.#note(number, note);
      if (damaged !== undefined) this.failed.push({ page: number, reason: damaged });
      this.characters += page.text.length - (unread === undefined ? 0 : this.#lengthOf(number));
      this.#put(page);
    } catch (error) {
      if (!isPageFault(error)) throw error;
      if (unread !== undefined) return this.#note(number, unread);
      this.#lose(number, error.code === 'ocr_timeout' ? null : error.message);
    }
  }

  /** Records a page that was not read. @param reason null when time ran out */
  #lose(number: number, reason: string | null): void {
    if (reason === null) this.late.push(number);
    else this.failed.push({ page: number, reason });
    this.unread += 1;
    // A second attempt that fails keeps the text of the first.
    if (this.pages[number - 1] === undefined)
      this.#put({ page: number, text: '', source: 'none', confidence: null });
  }

  #note(number: number, { code, detail }: PageNote): void {
    const key = `${code} ${detail}`;
    const warning = this.notes.get(key) ?? { code, detail, pages: [] };
    warning.pages = [...new Set([...warning.pages, number])].sort((a, b) => a - b);
    this.notes.set(key, warning);
  }

  #lengthOf(number: number): number {
    return this.pages[number - 1]?.text.length ?? 0;
  }

  /** Stores a page, or replaces it when OCR has read it later. */
  #put(page: PageText): void {
    this.pages[page.page - 1] = page;
  }
}

function warningsOf(
  total: number,
  last: number,
  failed: readonly { page: number; reason: string }[],
  late: readonly number[],
): StageWarning[] {
  const warnings: StageWarning[] = [];
  if (failed.length > 0)
    warnings.push({
      code: 'partial_pages',
      detail: `${failed.length} of ${total} pages could not be read: ${failed[0]?.reason}`,
      pages: failed.map((f) => f.page),
    });
  if (late.length > 0)
    warnings.push({
      code: 'partial_pages',
      detail: `${late.length} of ${total} pages could not be read in the time allowed`,
      pages: [...late],
    });
  if (last < total)
    warnings.push({ code: 'text_limit', detail: `Only the first ${last} of ${total} pages were read` });
  return warnings;
}
