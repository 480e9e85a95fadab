/** Counts the numbered paragraphs of a Word document (ISO 29500-1, 17.9). */
import {
  LEVELS,
  type Level,
  type List,
  type ListDefinitions,
  type ParagraphList,
} from './list-definitions.ts';
import { formatNumber } from './number-format.ts';
import { symbolText } from './symbols.ts';

const BULLET = '\u2022';

/** Says which list, and which level of it, numbers a paragraph. */
export type ListPlaces = Pick<ListDefinitions, 'placeOf'>;

export interface ListLabel {
  text: string;
  isBullet: boolean;
}

/** Counts the paragraphs of one text, in their order. */
export class ListCounter {
  readonly #definitions: ListPlaces;
  /** By abstract list: lists with the same definition continue each other. */
  readonly #counts = new Map<string, (number | undefined)[]>();
  /** Lists and levels whose own start has been used. */
  readonly #restarted = new Set<string>();

  constructor(definitions: ListPlaces) {
    this.#definitions = definitions;
  }

  /** Returns the label of the next paragraph with what separates it from the text, or null when it has none. */
  next(paragraph: ParagraphList): ListLabel | null {
    const place = this.#definitions.placeOf(paragraph);
    if (place === null) return null;
    const { list, index } = place;
    const level = list.levels[index];
    if (level === undefined) return null;
    let counts = this.#counts.get(list.abstract);
    if (counts === undefined) {
      counts = new Array<number | undefined>(LEVELS).fill(undefined);
      this.#counts.set(list.abstract, counts);
    }
    // Levels that were skipped count as begun.
    for (let above = 0; above < index; above += 1) counts[above] ??= this.#start(list, above);
    const own = list.starts[index];
    const key = `${list.id} ${index}`;
    const count = this.#restarted.has(key) || own === undefined ? counts[index] : undefined;
    counts[index] = count === undefined ? this.#start(list, index) : count + 1;
    this.#restarted.add(key);
    for (let below = index + 1; below < LEVELS; below += 1)
      if (index < (list.levels[below]?.restart ?? below)) counts[below] = undefined;
    return label(list.levels, index, counts);
  }

  /** Without a start of its own a level starts at zero. */
  #start(list: List, index: number): number {
    return list.starts[index] ?? list.levels[index]?.start ?? 0;
  }
}

function label(
  levels: readonly (Level | undefined)[],
  index: number,
  counts: readonly (number | undefined)[],
): ListLabel | null {
  const level = levels[index];
  if (level === undefined) return null;
  if (level.format === 'bullet') {
    const sign = bullet(level);
    return sign === '' ? null : { text: `${sign} `, isBullet: true };
  }
  const text = level.text.replace(/%([1-9])/g, (_whole, digit: string) => {
    const at = Number(digit) - 1;
    // A level may not show those below it.
    if (at > index) return '';
    const format = levels[at]?.format ?? 'decimal';
    const legal = level.legal && !['none', 'bullet'].includes(format);
    return formatNumber(counts[at] ?? 1, legal ? 'decimal' : format);
  });
  const shown = level.font === undefined ? text : symbolText(text, level.font);
  return shown.trim() === '' ? null : { text: `${shown}${level.joined ? '' : ' '}`, isBullet: false };
}

/** Returns a box or tick as such, because it may carry meaning, and one sign for all other bullets. */
function bullet({ text, font }: Level): string {
  if (text === '') return '';
  const shown = font === undefined ? text : symbolText(text, font);
  return /^[\u2610-\u2612\u2713-\u2718]$/.test(shown) ? shown : BULLET;
}
