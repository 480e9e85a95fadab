/** Collects the tracked changes of a Word or RTF document, and writes labels that name an author and a day. */

/** Text that was inserted or deleted while changes were tracked. */
export interface Change {
  kind: 'inserted' | 'deleted';
  author: string;
  /** ISO 8601, as written; empty when not stated. */
  date: string;
  text: string;
}

/** The changes in the order of the text, with the pieces of a single change joined. */
export class ChangeLog {
  readonly changes: Change[] = [];
  #last: Change | null = null;

  /** Adds text of a change. Programs split a single change into several pieces. */
  add({ kind, author, date }: Omit<Change, 'text'>, text: string): void {
    const last = this.#last;
    if (last?.kind === kind && last.author === author && last.date === date) {
      last.text += text;
      return;
    }
    this.#last = { kind, author, date, text };
    this.changes.push(this.#last);
  }

  /** Text outside of changes ends the last one. */
  unchanged(text: string): void {
    if (text.trim() !== '') this.#last = null;
  }

  /** A change goes on in the next paragraph. */
  paragraph(): void {
    if (this.#last !== null) this.#last.text += ' ';
  }
}

/** Returns a label such as `Comment by Jane Doe, 2025-03-03`. */
export function labelOf(
  kind: string,
  { author = '', date = '' }: { author?: string; date?: string },
): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(date)?.[0];
  return `${kind}${author === '' ? '' : ` by ${author}`}${day === undefined ? '' : `, ${day}`}`;
}

/** Returns the line that tells of a change, or an empty string when it has no text. */
export function changeLine(change: Change): string {
  const text = change.text.replace(/\s+/g, ' ').trim();
  if (text === '') return '';
  return `[${labelOf(change.kind === 'inserted' ? 'Inserted' : 'Deleted', change)}] ${text}`;
}
