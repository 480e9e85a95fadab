/** Finds runs of capitalized words, which may be names. */

export interface Word {
  text: string;
  start: number;
  end: number;
}
export interface Run {
  words: Word[];
}

const WORD = String.raw`(?:\p{Lu}\.(?:\p{Lu}\.){0,4}(?![\p{L}])|\p{Lu}[\p{L}\p{N}]{0,40}(?:['’\-]\p{L}{1,30}){0,4}(?:['’](?!s\b))?|&)`;
const PARTICLE = String.raw`(?:of the|of|for the|and|de la|de|del|della|der|di|da|du|la|le|van der|van|von|den|bin|al|el|y|dos|das)`;
const RUN = new RegExp(
  String.raw`(?<![\p{L}\p{N}_@])${WORD}(?: {1,2}(?:${PARTICLE} ){0,1}${WORD}){0,11}`,
  'gu',
);
const TOKEN = /[^\s]+/g;

/** A line with at least this many characters is a wrapped line that continues in the next one. */
const WRAPPED_LINE = 50;

/**
 * Replaces the line breaks of wrapped lines with spaces, so that a name may continue on the next line. Breaks after
 * short lines (headings, addresses, signatures) stay. Offsets do not change.
 */
export function unwrap(text: string): string {
  const lines = text.split('\n');
  let flowing = '';
  lines.forEach((line, i) => {
    flowing += line;
    if (i === lines.length - 1) return;
    const next = lines[i + 1] ?? '';
    flowing += line.length >= WRAPPED_LINE && next.trim() !== '' && !/[.:;!?]$/.test(line) ? ' ' : '\n';
  });
  return flowing;
}

/** Returns the runs of capitalized words. @param flowing the text as returned by `unwrap` */
export function findRuns(flowing: string): Run[] {
  const runs: Run[] = [];
  for (const match of flowing.matchAll(RUN)) {
    const words: Word[] = [];
    for (const token of match[0].matchAll(TOKEN)) {
      const start = match.index + token.index;
      words.push({ text: token[0], start, end: start + token[0].length });
    }
    runs.push({ words });
  }
  return runs;
}
