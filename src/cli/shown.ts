/**
 * Text for the terminal. A file name may hold commands to the terminal, so `Output` prints a plain string in one line with
 * its controls visible. Whatever has more lines, or is for scripts, must be made here.
 */
import { visible, visibleJson, visibleText } from '../shared/visible.ts';

const PROOF = Symbol('shown');

/** Text that is safe to print as it is. */
export class Shown {
  readonly text: string;

  /** @param proof known to this file only */
  constructor(text: string, proof: typeof PROOF) {
    if (proof !== PROOF) throw new TypeError('Use one of the functions in shown.ts.');
    this.text = text;
  }

  /** A part from the beginning; see `String.slice`. */
  upTo(end: number): Shown {
    return new Shown(this.text.slice(0, end), PROOF);
  }
}

const made = (text: string): Shown => new Shown(text, PROOF);

/** What may be printed. */
export type Printable = string | Shown;

export const textOf = (text: Printable): string => (text instanceof Shown ? text.text : visible(text));

/** A text of several lines. */
export const shownText = (text: string): Shown => made(visibleText(text));
/** JSON for scripts: exact data. */
export const shownJson = (value: unknown): Shown => made(visibleJson(value));
/** Pieces after each other. */
export const joined = (pieces: readonly Printable[], between: '\n' | '\n\n' | ''): Shown =>
  made(pieces.map(textOf).join(between));
