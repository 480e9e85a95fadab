/** Finds the positions of words in a text that was read, with the characters at which they stand. */
import type { Words } from '../../../shared/search-ast.ts';
import type { Positions } from './spans.ts';
import type { Tokenizer } from './tokenizer.ts';

export interface TextPositions {
  positions: Positions;
  /** Returns the UTF-16 offsets of the word at a position that belongs to one of the words. */
  offsets(position: number): { start: number; end: number };
}

interface Sought {
  words: readonly string[];
  prefix: boolean;
  found: number[];
}

export function textPositions(text: string, sought: readonly Words[], tokenizer: Tokenizer): TextPositions {
  const all = new Map<string, Sought>();
  for (const one of sought)
    all.set(keyOf(one), { words: tokenizer.words(one.text), prefix: one.prefix, found: [] });
  const list = [...all.values()].filter(({ words }) => words.length > 0);
  const longest = list.reduce((max, { words }) => Math.max(max, words.length), 0);
  const byLast = new Map<string, Sought[]>();
  const prefixes: Sought[] = [];
  for (const one of list) {
    const last = one.words.at(-1) ?? '';
    if (one.prefix) prefixes.push(one);
    else byLast.set(last, [...(byLast.get(last) ?? []), one]);
  }
  const starts: number[] = [];
  const ends: number[] = [];
  const recent: string[] = [];
  tokenizer.each(text, (word, start, end) => {
    const position = starts.length;
    starts.push(start);
    ends.push(end);
    recent.push(word);
    if (recent.length > longest) recent.shift();
    const note = ({ words, found }: Sought): void => {
      const from = recent.length - words.length;
      if (from < 0) return;
      for (let i = 0; i < words.length - 1; i += 1) if (recent[from + i] !== words[i]) return;
      found.push(position - words.length + 1);
    };
    for (const one of byLast.get(word) ?? []) note(one);
    for (const one of prefixes) if (word.startsWith(one.words.at(-1) ?? '')) note(one);
  });
  return {
    positions: {
      of: (words) => all.get(keyOf(words))?.found ?? [],
      length: (words) => all.get(keyOf(words))?.words.length ?? 1,
      walls: [],
    },
    offsets: (position) => ({ start: starts[position] ?? 0, end: ends[position] ?? 0 }),
  };
}

const keyOf = ({ text, prefix }: Words): string => `${text}${prefix ? '*' : ''}`;
