/** Puts the fields of a form among the characters of its page, next to their labels. */
import { type PageChar, type Word, wordsOf } from './chars.ts';
import { asLine, type Field } from './fields.ts';

/** A button's label is at most this many points away. */
const NEAR_BUTTON = 72;
/** A label on the right of a button is taken unless one on the left is this many times nearer. */
const PREFER_RIGHT = 2;
/** A field may overlap its label by this many points. */
const OVERLAP = 4;
/** A caption above or below a field is at most this many points away. */
const NEAR_CAPTION = 14;
/** A field that is higher has several lines, and its label stands at the first of them. */
const ONE_LINE = 30;
const FIRST_LINE = 16;

/** Words to insert before the character `at`. */
interface Insertion {
  at: number;
  text: string;
  base: number;
  field: Field;
}

/**
 * Returns the characters with the fields among them, and the fields without a label as lines of their own. A field
 * whose value the page shows already is left out.
 */
export function placeFields(
  chars: readonly PageChar[],
  fields: readonly Field[],
): { chars: PageChar[]; rest: string[] } {
  const words = wordsOf(chars).filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const insertions: Insertion[] = [];
  const rest: string[] = [];
  for (const field of fields) {
    if (!field.button && isShown(field, words)) continue;
    const place = field.button ? besideButton(field, fields, words) : besideValue(field, words);
    if (place === null) rest.push(asLine(field));
    else insertions.push({ ...place, field });
  }
  return { chars: inserted(chars, insertions), rest };
}

const squeezed = (text: string): string => text.replace(/\s+/g, '');

function isShown({ box, words }: Field, all: readonly Word[]): boolean {
  const within = all.filter(({ box: b }) => {
    const x = (b.x0 + b.x1) / 2;
    const y = (b.y0 + b.y1) / 2;
    return x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
  });
  return within.length > 0 && squeezed(within.map((w) => w.text).join('')).includes(squeezed(words));
}

function rowOf({ box }: Field, words: readonly Word[]): Word[] {
  const low = box.y1 - box.y0 > ONE_LINE ? box.y1 - FIRST_LINE : box.y0;
  const middle = (low + box.y1) / 2;
  return words.filter(({ box: b }) => {
    const y = (b.y0 + b.y1) / 2;
    return (y >= low && y <= box.y1) || (middle >= b.y0 && middle <= b.y1);
  });
}

type Place = { at: number; text: string; base: number } | null;

function besideButton(field: Field, fields: readonly Field[], words: readonly Word[]): Place {
  const row = rowOf(field, words);
  const { box } = field;
  const right = row
    .filter((w) => w.box.x0 >= box.x1 - OVERLAP)
    .reduce<Word | null>((best, w) => (best === null || w.box.x0 < best.box.x0 ? w : best), null);
  const left = lastBefore(row, box.x0 + OVERLAP);
  const toRight = right === null ? Number.POSITIVE_INFINITY : right.box.x0 - box.x1;
  const toLeft = left === null ? Number.POSITIVE_INFINITY : box.x0 - left.box.x1;
  const blocked = fields.some(
    (f) =>
      f !== field &&
      f.box.x0 >= box.x1 - OVERLAP &&
      right !== null &&
      f.box.x0 < right.box.x0 &&
      f.box.y0 < box.y1 &&
      f.box.y1 > box.y0,
  );
  if (right !== null && !blocked && toRight <= NEAR_BUTTON && toRight <= Math.max(0, toLeft) * PREFER_RIGHT)
    return before(right, field);
  if (left !== null && (toLeft <= NEAR_BUTTON || blocked)) return after(left, field);
  return null;
}

function lastBefore(row: readonly Word[], x: number): Word | null {
  return row
    .filter((w) => w.box.x1 <= x)
    .reduce<Word | null>((best, w) => (best === null || w.box.x1 > best.box.x1 ? w : best), null);
}

function besideValue(field: Field, words: readonly Word[]): Place {
  const { box } = field;
  const left = lastBefore(rowOf(field, words), box.x0 + OVERLAP);
  if (left !== null) return after(left, field);
  const over = words.filter((w) => w.box.x0 < box.x1 && w.box.x1 > box.x0);
  const above = over.filter((w) => gapTo(w, box.y1) <= NEAR_CAPTION && w.base >= box.y1 - OVERLAP);
  const below = over.filter((w) => box.y0 - w.box.y1 <= NEAR_CAPTION && w.base < box.y0);
  const caption = nearestLine(above, box.y1).sort((a, b) => b.end - a.end)[0];
  if (caption !== undefined) return after(caption, field);
  const under = nearestLine(below, box.y0).sort((a, b) => a.start - b.start)[0];
  return under === undefined ? null : before(under, field);
}

const before = ({ start, base }: Word, { words }: Field): Place => ({ at: start, text: `${words} `, base });
const after = ({ end, base }: Word, { words }: Field): Place => ({ at: end, text: ` ${words}`, base });

const gapTo = (word: Word, y: number): number => Math.abs(word.base - y);

function nearestLine(words: readonly Word[], y: number): Word[] {
  const nearest = Math.min(...words.map((w) => gapTo(w, y)));
  return words.filter((w) => gapTo(w, y) - nearest <= OVERLAP);
}

function inserted(chars: readonly PageChar[], insertions: readonly Insertion[]): PageChar[] {
  const ordered = [...insertions].sort((a, b) => a.at - b.at || a.field.box.x0 - b.field.box.x0);
  const result: PageChar[] = [];
  let next = 0;
  for (let at = 0; at <= chars.length; at += 1) {
    for (; ordered[next]?.at === at; next += 1) {
      const { text, field, base } = ordered[next] as Insertion;
      for (const part of text.split(/(\s)/)) {
        if (part === '') continue;
        const blank = part.trim() === '';
        result.push({ text: part, box: blank ? null : field.box, base: blank ? 0 : base });
      }
    }
    const char = chars[at];
    if (char !== undefined) result.push(char);
  }
  return result;
}
