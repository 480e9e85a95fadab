/** Reads one WordprocessingML part: its paragraphs and tables in order, and its tracked changes. */
import { readXml } from './xml.ts';

/** Text that was inserted or deleted while changes were tracked. */
export interface Change {
  kind: 'inserted' | 'deleted';
  author: string;
  /** ISO 8601, as written; empty when not stated. */
  date: string;
  text: string;
}

/** A whole part, or one note or comment in it. */
export interface WordItem {
  attributes: Readonly<Record<string, string>>;
  text: string;
}

export interface WordText {
  items: WordItem[];
  changes: Change[];
}

interface Block {
  text: string;
  /** Rows of a table are on consecutive lines; an empty line separates paragraphs. */
  row: boolean;
}

/** Names of the elements that mark changes, without prefix (ISO 29500-1, 17.13.5). */
const CHANGES: Readonly<Record<string, Change['kind']>> = {
  ins: 'inserted',
  moveTo: 'inserted',
  del: 'deleted',
  moveFrom: 'deleted',
};

/**
 * Returns the text and the changes of a part. Insertions and hidden text are in the text; deletions are only in
 * `changes`.
 * @param item element of one item, e.g. `footnote`; without it the whole part is one item
 */
export function wordText(bytes: Buffer, item?: string): WordText {
  const reader = new WordReader(item);
  readXml(bytes, reader);
  return reader.done();
}

class WordReader {
  readonly #item: string | undefined;
  readonly #items: WordItem[] = [];
  readonly #changes: Change[] = [];
  readonly #frames: Block[][] = [[]];
  readonly #rows: Block[][][] = [];
  readonly #paragraphs: string[] = [];
  readonly #changing: Change[] = [];
  #attributes: Readonly<Record<string, string>> = {};
  #last: Change | null = null;
  #runs = 0;
  /** Depth inside `mc:Fallback`, which repeats a drawing for old programs. */
  #fallback = 0;
  #inText = false;

  constructor(item: string | undefined) {
    this.#item = item;
  }

  done(): WordText {
    if (this.#item === undefined) this.#endItem();
    return { items: this.#items, changes: this.#changes };
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'Fallback') this.#fallback += 1;
    if (this.#fallback > 0) return;
    this.#inText = name === 't' || name === 'delText';
    const kind = CHANGES[name];
    if (kind !== undefined)
      this.#changing.push({ kind, author: attributes.author ?? '', date: attributes.date ?? '', text: '' });
    if (name === this.#item) this.#attributes = attributes;
    else if (name === 'p') this.#paragraphs.push('');
    else if (name === 'tr') this.#rows.push([]);
    else if (name === 'tc') this.#frames.push([]);
    else if (name === 'r') this.#runs += 1;
    else if (this.#runs > 0) this.#character(name);
  }

  text(text: string): void {
    if (this.#inText && this.#fallback === 0) this.#add(text);
  }

  close(name: string): void {
    if (name === 'Fallback') this.#fallback -= 1;
    if (this.#fallback > 0) return;
    this.#inText = false;
    if (CHANGES[name] !== undefined) this.#changing.pop();
    if (name === this.#item) this.#endItem();
    else if (name === 'p') this.#block({ text: this.#paragraphs.pop() ?? '', row: false });
    else if (name === 'tc') this.#endCell();
    else if (name === 'tr') this.#endRow();
    else if (name === 'r') this.#runs -= 1;
  }

  /** Adds the character that an element in a run stands for. */
  #character(name: string): void {
    if (name === 'tab' || name === 'ptab') this.#add('\t');
    else if (name === 'br' || name === 'cr') this.#add('\n');
    else if (name === 'noBreakHyphen') this.#add('-');
  }

  #add(text: string): void {
    const change = this.#changing.at(-1);
    if (change !== undefined) this.#note(change, text);
    else if (text.trim() !== '') this.#last = null;
    // Text that was inserted and later deleted counts as deleted.
    if (this.#changing.some((c) => c.kind === 'deleted')) return;
    const at = this.#paragraphs.length - 1;
    if (at >= 0) this.#paragraphs[at] += text;
  }

  /** Joins the runs into which Word splits a single change. */
  #note(change: Change, text: string): void {
    const last = this.#last;
    if (last?.kind === change.kind && last.author === change.author && last.date === change.date) {
      last.text += text;
      return;
    }
    this.#last = { ...change, text };
    this.#changes.push(this.#last);
  }

  #block(block: Block): void {
    if (this.#last !== null && this.#changing.length === 0) this.#last.text += ' ';
    if (block.text.trim() !== '') this.#frames.at(-1)?.push(block);
  }

  #endCell(): void {
    const cell = this.#frames.length > 1 ? this.#frames.pop() : undefined;
    if (cell !== undefined) this.#rows.at(-1)?.push(cell);
  }

  /** Writes a row with one block per cell as a single line; otherwise the blocks of all cells follow one another. */
  #endRow(): void {
    const cells = this.#rows.pop() ?? [];
    if (cells.every((cell) => cell.length <= 1))
      this.#block({ text: cells.map((cell) => cell[0]?.text ?? '').join('\t'), row: true });
    else for (const block of cells.flat()) this.#block(block);
  }

  #endItem(): void {
    const blocks = this.#frames.splice(0, this.#frames.length, []).flat();
    let text = '';
    for (const [i, block] of blocks.entries())
      text += i === 0 ? block.text : `${block.row && blocks[i - 1]?.row ? '\n' : '\n\n'}${block.text}`;
    this.#items.push({ attributes: this.#attributes, text });
  }
}
