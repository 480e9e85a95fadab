/** The properties of a paragraph that decide how its text is shown. */
import type { ParagraphList } from './list-definitions.ts';
import type { ListLabel } from './list-numbers.ts';
import { integer } from './xml.ts';

export class ParagraphProperties implements ParagraphList {
  text: string;
  style = '';
  list: number | undefined;
  level: number | undefined;
  /** The end of the paragraph was deleted, so the next one continues it. */
  isJoined = false;
  #label: ListLabel | null;
  #counted: boolean;
  /** Depth inside the properties. */
  #depth = 0;

  /** @param start the paragraph before, if its end was deleted */
  constructor(start: ParagraphProperties | null) {
    this.text = start?.text ?? '';
    this.#label = start?.text.trim() ? start.#label : null;
    this.#counted = this.#label !== null;
  }

  get isNumbered(): boolean {
    return this.#counted;
  }

  setLabel(label: ListLabel | null): void {
    this.#label = label;
    this.#counted = true;
  }

  /** Returns whether the element is one of the properties. */
  open(name: string, attributes: Readonly<Record<string, string>>): boolean {
    if (this.#depth === 0 && name !== 'pPr') return false;
    this.#depth += 1;
    if (name === 'pStyle') this.style = attributes.val ?? '';
    else if (name === 'numId') this.list = integer(attributes.val);
    else if (name === 'ilvl') this.level = integer(attributes.val);
    // Word 2003 writes the number itself.
    else if (name === 't' && attributes.val !== undefined) this.#write(attributes.val);
    else if (name === 'del' || name === 'moveFrom') this.isJoined = true;
    return true;
  }

  #write(number: string): void {
    const isBullet = !/[\p{L}\p{N}]/u.test(number);
    this.setLabel(number.trim() === '' ? null : { text: isBullet ? '\u2022 ' : `${number} `, isBullet });
  }

  /** Returns whether the element was one of the properties. */
  close(): boolean {
    if (this.#depth === 0) return false;
    this.#depth -= 1;
    return true;
  }

  /**
   * Returns the text after its number. Without text the number counts only in a table, where it may be all that a cell
   * has.
   */
  shown(inTable: boolean): string {
    const label = this.#label;
    if (label === null) return this.text;
    if (this.text.trim() === '') return inTable && !label.isBullet ? label.text.trimEnd() : '';
    return `${label.text}${this.text}`;
  }
}
