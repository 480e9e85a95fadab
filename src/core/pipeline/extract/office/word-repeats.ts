/** Tells which elements of a Word document say nothing new: former properties, and second forms of the same content. */

/** Properties as they were before a change. */
const FORMER = new Set(
  `pPrChange rPrChange sectPrChange tblPrChange tblPrExChange tblGridChange tcPrChange trPrChange
  numberingChange`.split(/\s+/),
);
/** Forms of the same content, of which the first is read: the others are for older programs. */
const FORMS = new Set(['Choice', 'Fallback']);

export class OnlyOnce {
  /** Depth inside the elements that are left out. */
  #depth = 0;
  /** For each choice between forms: whether one was taken. */
  readonly #alternatives: boolean[] = [];

  get skips(): boolean {
    return this.#depth > 0;
  }

  /** Returns whether the element is left out. */
  open(name: string): boolean {
    if (this.#depth > 0) {
      this.#depth += 1;
      return true;
    }
    if (name === 'AlternateContent') this.#alternatives.push(false);
    const isForm = FORMS.has(name);
    const last = this.#alternatives.length - 1;
    if (FORMER.has(name) || (isForm && this.#alternatives[last] === true)) this.#depth = 1;
    else if (isForm && last >= 0) this.#alternatives[last] = true;
    return this.#depth > 0;
  }

  /** Returns whether the element was left out. */
  close(name: string): boolean {
    if (this.#depth > 0) {
      this.#depth -= 1;
      return true;
    }
    if (name === 'AlternateContent') this.#alternatives.pop();
    return false;
  }
}
