/** Puts paragraphs and the rows of tables one after the other. */
import type { ParagraphProperties } from './word-paragraph.ts';

interface Block {
  text: string;
  /** Rows of a table are on consecutive lines; an empty line separates paragraphs. */
  row: boolean;
}

export class TextFrames {
  /** The blocks of the text and of each open cell in it. */
  readonly #frames: Block[][] = [[]];
  readonly #rows: Block[][][] = [];
  #joined: ParagraphProperties | null = null;

  add(block: Block): void {
    if (block.text.trim() !== '') this.#frames.at(-1)?.push(block);
  }

  /** Keeps a paragraph that the next one continues. */
  handOver(paragraph: ParagraphProperties): void {
    this.#joined = paragraph;
  }

  /** Returns the paragraph that a new one continues, if there is one. */
  takeOver(): ParagraphProperties | null {
    const joined = this.#joined;
    this.#joined = null;
    return joined;
  }

  openRow(): void {
    this.#endJoined();
    this.#rows.push([]);
  }

  openCell(): void {
    this.#frames.push([]);
  }

  closeCell(): void {
    this.#endJoined();
    const cell = this.#frames.length > 1 ? this.#frames.pop() : undefined;
    if (cell !== undefined) this.#rows.at(-1)?.push(cell);
  }

  /** Writes a row with one block per cell as a single line; otherwise the blocks of all cells follow one another. */
  closeRow(): void {
    const cells = this.#rows.pop() ?? [];
    if (cells.every((cell) => cell.length <= 1))
      this.add({ text: cells.map((cell) => cell[0]?.text ?? '').join('\t'), row: true });
    else for (const block of cells.flat()) this.add(block);
  }

  /** Returns the whole text and starts a new one. */
  take(): string {
    this.#endJoined();
    const blocks = this.#frames.splice(0, this.#frames.length, []).flat();
    let text = '';
    for (const [i, block] of blocks.entries())
      text += i === 0 ? block.text : `${block.row && blocks[i - 1]?.row ? '\n' : '\n\n'}${block.text}`;
    return text;
  }

  #endJoined(): void {
    const joined = this.takeOver();
    if (joined !== null) this.add({ text: joined.shown(false), row: false });
  }
}
