/** Writes numbers the way Word's lists do (ISO 29500-1, 17.18.59). */

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];
const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = ' ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};
/** The footnote marks of the Chicago Manual of Style. */
const MARKS = ['*', '\u2020', '\u2021', '\u00a7'];
/** Letters and marks repeat once for each round; no list has more rounds. */
const MAX_REPEATS = 100;

function roman(value: number): string {
  if (value < 1 || value > 32_767) return String(value);
  let text = '';
  let rest = value;
  for (const [size, letters] of ROMAN)
    while (rest >= size) {
      text += letters;
      rest -= size;
    }
  return text;
}

/** Returns the sign of a value in an endless row of them: a, b, ..., z, aa, bb. */
function repeated(signs: readonly string[], value: number): string {
  if (value < 1 || value > signs.length * MAX_REPEATS) return String(value);
  return (signs[(value - 1) % signs.length] ?? '').repeat(Math.ceil(value / signs.length));
}

const row = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => String.fromCodePoint((first.codePointAt(0) ?? 0) + i));
const LATIN = row('a', 26);
const GREEK = row('\u03b1', 25).filter((c) => c !== '\u03c2');
// Word does not count with these letters.
const CYRILLIC = row('\u0430', 32).filter((c) => !'\u0439\u0449\u044a\u044b\u044c'.includes(c));

function ordinal(value: number): string {
  const teen = value % 100 > 10 && value % 100 < 14;
  return `${value}${(teen ? undefined : ['', 'st', 'nd', 'rd'][value % 10]) || 'th'}`;
}

function words(value: number): string {
  if (value < 20) return ONES[value] ?? '';
  if (value < 100) {
    const rest = value % 10;
    return `${TENS[Math.floor(value / 10)]}${rest === 0 ? '' : `-${ONES[rest]}`}`;
  }
  const [size, name] = value < 1000 ? [100, 'hundred'] : [1000, 'thousand'];
  const rest = value % size;
  return `${words(Math.floor(value / size))} ${name}${rest === 0 ? '' : ` ${words(rest)}`}`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const spelled = (value: number): boolean => value >= 0 && value < 1_000_000;

function ordinalWords(value: number): string {
  const text = words(value);
  const last = /[a-z]+$/.exec(text)?.[0] ?? '';
  const end = ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return `${text.slice(0, text.length - last.length)}${end}`;
}

const FORMATS = new Map<string, (value: number) => string>(
  Object.entries({
    none: () => '',
    bullet: () => '',
    decimalZero: (value: number) => String(value).padStart(2, '0'),
    decimalEnclosedParen: (value: number) => `(${value})`,
    decimalEnclosedFullstop: (value: number) => `${value}.`,
    numberInDash: (value: number) => `- ${value} -`,
    lowerRoman: roman,
    upperRoman: (value: number) => roman(value).toUpperCase(),
    lowerLetter: (value: number) => repeated(LATIN, value),
    upperLetter: (value: number) => repeated(LATIN, value).toUpperCase(),
    russianLower: (value: number) => repeated(CYRILLIC, value),
    russianUpper: (value: number) => repeated(CYRILLIC, value).toUpperCase(),
    ordinal,
    cardinalText: (value: number) => (spelled(value) ? capital(words(value)) : String(value)),
    ordinalText: (value: number) => (spelled(value) ? capital(ordinalWords(value)) : String(value)),
    hex: (value: number) => value.toString(16).toUpperCase(),
    chicago: (value: number) => repeated(MARKS, value),
  }),
);

/**
 * Returns a number in a format that Word names, e.g. `upperRoman`. A custom format is its own example, such as `001, 002, ...`.
 * Formats of other scripts come out as decimal numbers.
 */
export function formatNumber(value: number, format: string): string {
  const zeros = /^(0+)\d/.exec(format)?.[1];
  if (zeros !== undefined) return String(value).padStart(zeros.length + 1, '0');
  const known = FORMATS.get(format);
  if (known !== undefined) return known(value);
  if (format.startsWith('\u03b1,')) return repeated(GREEK, value);
  return format.startsWith('\u0391,') ? repeated(GREEK, value).toUpperCase() : String(value);
}
