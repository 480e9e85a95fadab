/** Collects what stands beside the text of an OpenDocument file: notes, comments and tracked changes. */

export interface Aside {
  kind: 'Comment' | 'Footnote' | 'Endnote' | 'Deleted' | 'Inserted';
  /** Its number among the notes of its kind; 0 if it has none. */
  number: number;
  author: string;
  /** ISO 8601; '' if the file does not say. */
  date: string;
  /** The cell that it belongs to; '' outside spreadsheets. */
  cell: string;
  /** Its paragraphs. */
  lines: string[];
}

/** Text that was inserted while changes were tracked, by the ID of the change. */
interface Insertion {
  aside: Aside;
  open: boolean;
}

/** An insertion beyond this is the text itself; its start is shown. */
const MAX_INSERTED = 100_000;

export class Asides {
  readonly #open: Aside[] = [];
  #done: Aside[] = [];
  readonly #insertions = new Map<string, Insertion>();
  readonly #numbers = new Map<string, number>();
  #region = '';
  #field: 'author' | 'date' | null = null;

  /** Returns the aside that the element opens; null if it opens none. */
  openElement(name: string, attributes: Readonly<Record<string, string>>, cell: string): Aside | null {
    switch (name) {
      case 'annotation':
        return this.#start('Comment', cell);
      case 'note':
        return this.#start(attributes['note-class'] === 'endnote' ? 'Endnote' : 'Footnote', cell);
      case 'changed-region':
        this.#region = attributes.id ?? '';
        return null;
      case 'deletion':
      case 'cell-content-change':
        return this.#start('Deleted', '');
      case 'insertion': {
        const aside = this.#start('Inserted', '');
        this.#insertions.set(this.#region, { aside, open: false });
        return aside;
      }
      case 'change-start':
      case 'change-end': {
        const insertion = this.#insertions.get(attributes['change-id'] ?? '');
        if (insertion !== undefined) insertion.open = name === 'change-start';
        return null;
      }
      default:
        this.#field = name === 'creator' ? 'author' : name === 'date' ? 'date' : null;
        return null;
    }
  }

  /** Takes text outside paragraphs: who wrote the open aside, and when. */
  detail(text: string): void {
    const aside = this.#open.at(-1);
    if (aside !== undefined && this.#field !== null) aside[this.#field] += text;
  }

  /** Takes text of the body, which may have been inserted. */
  bodyText(text: string): void {
    for (const { aside, open } of this.#insertions.values())
      if (open && (aside.lines[0] ?? '').length < MAX_INSERTED)
        aside.lines[0] = (aside.lines[0] ?? '') + text;
  }

  /** Ends the innermost open aside. */
  close(): void {
    this.#field = null;
    const aside = this.#open.pop();
    if (aside !== undefined) this.#done.push(aside);
  }

  endField(): void {
    this.#field = null;
  }

  /** Returns a line per aside since the last call: notes first, then comments, then changes. */
  takeLines(): string[] {
    const order = ['Footnote', 'Endnote', 'Comment', 'Deleted', 'Inserted'];
    const asides = this.#done.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    this.#done = [];
    return asides.map(asideLine).filter((line) => line !== '');
  }

  #start(kind: Aside['kind'], cell: string): Aside {
    const number = kind === 'Footnote' || kind === 'Endnote' ? (this.#numbers.get(kind) ?? 0) + 1 : 0;
    this.#numbers.set(kind, number);
    const aside: Aside = { kind, number, author: '', date: '', cell, lines: [] };
    this.#open.push(aside);
    return aside;
  }
}

function asideLine({ kind, number, author, date, cell, lines }: Aside): string {
  const text = lines.join(' ').replace(/\s+/g, ' ').trim();
  if (text === '') return '';
  const day = /^\d{4}-\d{2}-\d{2}/.exec(date.trim())?.[0];
  const by = author.trim() === '' ? '' : ` by ${author.trim()}`;
  const where = cell === '' ? '' : ` on ${cell}`;
  return `[${kind}${number === 0 ? '' : ` ${number}`}${by}${where}${day === undefined ? '' : `, ${day}`}] ${text}`;
}
