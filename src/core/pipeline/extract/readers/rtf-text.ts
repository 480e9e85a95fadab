/** Collects the texts of an RTF file: the main one, those beside it, and the changes in all of them. */
import { type Change, ChangeLog } from '../office/word-changes.ts';
import type { Aside } from './rtf-words.ts';

/** A tracked change at one place: who made it and when, by the numbers of the file. */
export interface Tracked {
  on: boolean;
  reviewer: number;
  date: number;
}

/** Text that is being collected. */
export interface Sink {
  done: string;
  /** The paragraph that has not ended. */
  line: string;
  isEndnote: boolean;
}

export interface RtfAside {
  kind: Aside | 'endnote';
  author: string;
  date: string;
  text: string;
}

/** What decides how a text is kept. */
interface Place {
  sink: Sink;
  inserted: Tracked;
  deleted: Tracked;
  /** The text is the number of a paragraph in a list. */
  isLabel: boolean;
}

export class RtfText {
  readonly main: Sink = { done: '', line: '', isEndnote: false };
  readonly asides: RtfAside[] = [];
  readonly #log = new ChangeLog();
  readonly #reviewers: string[] = [];
  #commentAuthor = '';
  #commentDate = '';
  /** Whether the paragraph is in a list, and has its number. */
  #isListed = false;
  #isLabeled = false;
  #hasText = false;
  /** Characters written so far. */
  written = 0;
  /** A paragraph in a list came without its number. */
  lacksNumbers = false;

  get changes(): readonly Change[] {
    return this.#log.changes;
  }

  setReviewers(names: readonly string[]): void {
    this.#reviewers.push(...names);
  }

  setCommentAuthor(name: string): void {
    this.#commentAuthor = name;
  }

  setCommentDate(date: number): void {
    this.#commentDate = dateOf(date);
  }

  add(text: string, { sink, inserted, deleted, isLabel }: Place): void {
    if (deleted.on) this.#log.add(this.#change('deleted', deleted), text);
    else if (inserted.on) this.#log.add(this.#change('inserted', inserted), text);
    else this.#log.unchanged(text);
    if (deleted.on) return;
    this.written += text.length;
    // The tab after a number only aligns the text.
    sink.line += isLabel ? text.replaceAll('\t', ' ') : text;
    if (isLabel) this.#isLabeled = true;
    else this.#hasText ||= text.trim() !== '';
  }

  /** Ends a paragraph. */
  break({ sink, deleted }: Place): void {
    this.#log.paragraph();
    this.endItem();
    if (deleted.on) return;
    sink.done += `${sink.line}\n`;
    sink.line = '';
  }

  /** Says that the paragraphs from here on are in a list, or no longer. */
  list(isListed: boolean): void {
    this.#isListed = isListed;
  }

  /** Ends a paragraph or a cell, each of which has its own number. */
  endItem(): void {
    if (this.#hasText && this.#isListed && !this.#isLabeled) this.lacksNumbers = true;
    this.#hasText = false;
    this.#isLabeled = false;
  }

  /** Ends a text beside another one. */
  endAside(kind: Aside, { done, line, isEndnote }: Sink, around: Sink): void {
    const text = (done + line).trim();
    if (kind === 'box') around.done += text === '' ? '' : `${text}\n`;
    else if (text !== '') {
      const by = kind === 'comment' ? [this.#commentAuthor, this.#commentDate] : [];
      this.asides.push({ kind: isEndnote ? 'endnote' : kind, author: by[0] ?? '', date: by[1] ?? '', text });
    }
    if (kind === 'comment') [this.#commentAuthor, this.#commentDate] = ['', ''];
  }

  #change(kind: Change['kind'], { reviewer, date }: Tracked): Omit<Change, 'text'> {
    const author = this.#reviewers[reviewer] ?? '';
    return { kind, author: author === 'Unknown' ? '' : author, date: dateOf(date) };
  }
}

/** Returns a date (DTTM: fields of bits) as ISO 8601, or an empty string when it is none. */
function dateOf(value: number): string {
  const bits = value >>> 0;
  const [year, month, day] = [((bits >>> 20) & 0x1ff) + 1900, (bits >>> 16) & 0xf, (bits >>> 11) & 0x1f];
  if (month < 1 || month > 12 || day < 1) return '';
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
