/** Writes items with a level as lists inside lists. */
import type { RenderWriter } from './render-writer.ts';

export class NestedLists {
  readonly #writer: RenderWriter;
  readonly #open: ('ul' | 'ol')[] = [];
  #inItem = false;

  constructor(writer: RenderWriter) {
    this.#writer = writer;
  }

  /** Begins an item, in the list of its level and kind. @param level 0 is the outermost @param start its number, for `ol` */
  openItem(kind: 'ul' | 'ol', level: number, start: number): void {
    this.closeItem();
    while (this.#open.length > level + 1) this.#closeList();
    if (this.#open.length === level + 1 && this.#open[level] !== kind) this.#closeList();
    while (this.#open.length < level + 1) {
      this.#writer.open(kind, kind === 'ol' && start > 1 ? { start } : {});
      this.#open.push(kind);
    }
    this.#writer.open('li');
    this.#inItem = true;
  }

  /** @returns whether there was an item to end */
  closeItem(): boolean {
    const was = this.#inItem;
    if (was) this.#writer.close('li');
    this.#inItem = false;
    return was;
  }

  /** Ends all lists. */
  end(): void {
    this.closeItem();
    while (this.#open.length > 0) this.#closeList();
  }

  #closeList(): void {
    const kind = this.#open.pop();
    if (kind !== undefined) this.#writer.close(kind);
  }
}
