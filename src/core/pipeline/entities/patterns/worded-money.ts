/** Finds dollars and cents that are written in words: `Five Thousand and NO/100 Dollars`, `ten (10) dollars`, `50 cents`. */
import type { EntityMatch } from '../match.ts';

const SMALL: Readonly<Record<string, number>> = Object.fromEntries(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen`
    .split(/\s+/)
    .map((word, value) => [word, value]),
);
const TENS: Readonly<Record<string, number>> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, i) => [word, 20 + i * 10]),
);
const GROUPS: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9 };
const WORD = [...Object.keys(SMALL), ...Object.keys(TENS), 'hundred', ...Object.keys(GROUPS)].join('|');
const WORDS = String.raw`(?:${WORD})(?:(?:,? and |, | ?- ?| )(?:${WORD})){0,14}`;

/** The longest amount in words. */
const MOST_CHARACTERS = 180;
const UNIT = /\bdollars?(?![A-Za-z])|\bcents?(?![A-Za-z])|¢/gi;
const BEFORE_DOLLARS = new RegExp(
  String.raw`(?<![A-Za-z-])(${WORDS})(?: ?\(\$?([\d,]{1,15}(?:\.\d{2})?)\))?(?:,? and (no|xx|\d{1,2}|zero|-0-)/(?:100(?:ths?)?|xx))? ?(?:(?:U\.S\.|US|United States) )?$`,
  'i',
);
const BEFORE_CENTS = new RegExp(
  String.raw`(?:(?<![A-Za-z-])(${WORDS})(?: ?\((\d{1,2})\))?|(?<![\d.,$])(\d{1,2}(?:\.\d)?)) ?$`,
  'i',
);
const FIGURES = /^,? ?\((?:US|USD|U\.S\.)? ?\$/;
const OF_DOLLARS = /\bdollars? and $/i;

/** Returns the amounts. One whose words and figures differ is left out. */
export function findWordedMoney(text: string): EntityMatch[] {
  const found: EntityMatch[] = [];
  for (const { 0: unit, index } of text.matchAll(UNIT)) {
    const before = text.slice(Math.max(0, index - MOST_CHARACTERS), index);
    const dollars = unit.toLowerCase().startsWith('d');
    const m = (dollars ? BEFORE_DOLLARS : BEFORE_CENTS).exec(before);
    if (m === null) continue;
    const start = index - m[0].length;
    const end = index + unit.length;
    const value = dollars ? dollarsOf(m) : centsOf(m);
    // The figures in brackets that repeat the amount are the mention.
    if (value === null || FIGURES.test(text.slice(end, end + 8))) continue;
    const last = found.at(-1);
    if (!dollars && last !== undefined && OF_DOLLARS.test(text.slice(last.start, start))) {
      const whole = Number(last.normal.slice(4));
      found[found.length - 1] = { ...last, end, normal: `USD ${(whole + value).toFixed(2)}` };
    } else if (dollars || !OF_DOLLARS.test(before.slice(0, m.index)))
      found.push({ kind: 'money', start, end, normal: `USD ${value.toFixed(2)}` });
  }
  return found;
}

function dollarsOf([, words = '', figures, hundredths]: RegExpExecArray): number | null {
  const value = valueOfWords(words);
  if (value === null) return null;
  if (figures !== undefined && Math.floor(Number(figures.replaceAll(',', ''))) !== value) return null;
  const cents = /^\d+$/.test(hundredths ?? '') ? Number(hundredths) / 100 : 0;
  return value + (cents || Number(/\.\d\d$/.exec(figures ?? '')?.[0] ?? 0));
}

function centsOf([, words, bracketed, figures]: RegExpExecArray): number | null {
  if (words === undefined) return Number(figures) / 100;
  const value = valueOfWords(words);
  if (value === null || value > 99 || (bracketed !== undefined && Number(bracketed) !== value)) return null;
  return value / 100;
}

/** Returns the value of a number in words; null for words that make no number, such as `two three`. */
export function valueOfWords(text: string): number | null {
  let total = 0;
  let group = 0;
  let limit = Number.POSITIVE_INFINITY;
  let room = 1000;
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    const scale = GROUPS[word];
    const part = TENS[word] ?? SMALL[word];
    if (word === 'and') continue;
    if (scale !== undefined) {
      if (group === 0 || scale >= limit) return null;
      total += group * scale;
      limit = scale;
      group = 0;
      room = 1000;
    } else if (word === 'hundred') {
      if (group === 0 || group > 99 || room === 100) return null;
      group *= 100;
      room = 100;
    } else if (part === undefined || part >= room) return null;
    else {
      group += part;
      room = part >= 20 ? 10 : 0;
    }
  }
  return total + group;
}
