/** Counts the items of OpenDocument lists and headings, and writes their numbers. */
import type { ListLevel } from './odf-styles.ts';

interface OpenList {
  style: string;
  /** The item has no paragraph yet. An item that begins with another list has no number of its own. */
  begins: boolean;
  /** The number that the item states; NaN if none. */
  stated: number;
}

const ROMAN: readonly (readonly [string, number])[] = [
  ['m', 1000],
  ['cm', 900],
  ['d', 500],
  ['cd', 400],
  ['c', 100],
  ['xc', 90],
  ['l', 50],
  ['xl', 40],
  ['x', 10],
  ['ix', 9],
  ['v', 5],
  ['iv', 4],
  ['i', 1],
];
const MAX_ROMAN = 4000;

export class ListNumbers {
  readonly #styles: ReadonlyMap<string, readonly (ListLevel | undefined)[]>;
  /** The last numbers of each list style by level. */
  readonly #counts = new Map<string, number[]>();
  readonly #open: OpenList[] = [];

  constructor(styles: ReadonlyMap<string, readonly (ListLevel | undefined)[]>) {
    this.#styles = styles;
  }

  openList(attributes: Readonly<Record<string, string>>): void {
    const style = attributes['style-name'] ?? this.#open.at(-1)?.style ?? '?';
    const goesOn = attributes['continue-numbering'] === 'true' || attributes['continue-list'] !== undefined;
    this.#open.push({ style, begins: false, stated: Number.NaN });
    if (!goesOn) this.#countsOf(style).length = Math.min(this.#countsOf(style).length, this.#open.length);
  }

  /** Whether the items of the innermost list have bullets, and no numbers. */
  get hasBullets(): boolean {
    const style = this.#open.at(-1)?.style ?? '';
    return (this.#styles.get(style)?.[this.#open.length]?.format ?? '') === '';
  }

  closeList(): void {
    this.#open.pop();
  }

  openItem(attributes: Readonly<Record<string, string>>): void {
    const list = this.#open.at(-1);
    if (list === undefined) return;
    list.begins = true;
    list.stated = Number(attributes['start-value'] ?? Number.NaN);
  }

  /** Returns the number of an item before its first paragraph, with a blank behind it; otherwise ''. */
  takeLabel(): string {
    const list = this.#open.at(-1);
    if (list === undefined || !list.begins) return '';
    for (const open of this.#open) open.begins = false;
    const label = this.#next(list.style, this.#open.length, list.stated);
    return label === '' ? '' : `${label} `;
  }

  /** Returns the number of a heading with a blank behind it; '' if headings are not numbered. */
  heading(level: number): string {
    const label = this.#styles.has('') ? this.#next('', level, Number.NaN) : '';
    return label === '' ? '' : `${label} `;
  }

  #countsOf(style: string): number[] {
    let counts = this.#counts.get(style);
    if (counts === undefined) {
      counts = [];
      this.#counts.set(style, counts);
    }
    return counts;
  }

  #next(style: string, level: number, stated: number): string {
    const levels = this.#styles.get(style);
    const definition = levels?.[level];
    if (definition === undefined) return '';
    const counts = this.#countsOf(style);
    const before = counts[level];
    counts[level] = Number.isInteger(stated) ? stated : before === undefined ? definition.start : before + 1;
    counts.length = level + 1;
    if (definition.format === '') return '';
    const shown: string[] = [];
    for (let at = Math.max(1, level - definition.levels + 1); at <= level; at += 1) {
      const format = levels?.[at]?.format ?? '';
      if (format !== '') shown.push(written(counts[at] ?? levels?.[at]?.start ?? 1, format));
    }
    return `${definition.prefix}${shown.join('.')}${definition.suffix}`.trim();
  }
}

/** Returns a number in a format of lists, e.g. 3 as `c`. */
function written(number: number, format: string): string {
  const kind = format[0] ?? '1';
  if (number < 1) return String(number);
  // After `z` comes `aa`, then `bb`.
  if (kind.toLowerCase() === 'a') {
    const letter = String.fromCharCode(kind.charCodeAt(0) + ((number - 1) % 26));
    return letter.repeat(Math.min(10, Math.floor((number - 1) / 26) + 1));
  }
  if (kind.toLowerCase() !== 'i' || number >= MAX_ROMAN) return String(number);
  let roman = '';
  let rest = number;
  for (const [letters, value] of ROMAN)
    while (rest >= value) {
      roman += letters;
      rest -= value;
    }
  return kind === 'I' ? roman.toUpperCase() : roman;
}
