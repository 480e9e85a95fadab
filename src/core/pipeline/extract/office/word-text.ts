/** Text of one WordprocessingML part: paragraphs and tables in order, and what was changed in it and by whom. */
import { readXml } from './xml.ts';

/** Text that was put in or taken out while changes were tracked. */
export interface Change {
  kind: 'inserted' | 'deleted';
  author: string;
  /** As written, ISO 8601; empty when not stated. */
  date: string;
  text: string;
}

/** A part as a whole, or one of the notes or comments it is made of. */
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
  /** Rows of a table follow each other line by line; paragraphs are parted by an empty line. */
  row: boolean;
}

/** Element names, without prefix, that hold what was inserted and deleted (ISO 29500-1, 17.13.5). */
const CHANGES: Readonly<Record<string, Change['kind']>> = {
  ins: 'inserted',
  moveTo: 'inserted',
  del: 'deleted',
  moveFrom: 'deleted',
};

/**
 * Insertions are text, deletions are not; both are listed as changes. Hidden text is text.
 * @param item element that holds one item, e.g. `footnote`; the whole part is one when it is not given
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
  /** Depth inside what repeats a drawing for old readers (`mc:Fallback`). */
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

  /** Elements of a run that stand for a character. */
  #character(name: string): void {
    if (name === 'tab' || name === 'ptab') this.#add('\t');
    else if (name === 'br' || name === 'cr') this.#add('\n');
    else if (name === 'noBreakHyphen') this.#add('-');
  }

  #add(text: string): void {
    const change = this.#changing.at(-1);
    if (change !== undefined) this.#note(change, text);
    else if (text.trim() !== '') this.#last = null;
    // What was inserted and deleted again is deleted.
    if (this.#changing.some((c) => c.kind === 'deleted')) return;
    const at = this.#paragraphs.length - 1;
    if (at >= 0) this.#paragraphs[at] += text;
  }

  /** Word cuts one change into many runs; here they are one again. */
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

  /** Cells of one line each are a line; longer ones stay what they are, one after the other. */
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
