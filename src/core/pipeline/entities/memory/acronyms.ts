/** Finds the full names of organizations by the acronyms that are defined right after them. */
import { pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { COMPANY_FORMS, ORGANIZATION_HEADS } from '../names/lexicon.ts';
import type { Definition } from './definitions.ts';

const SMALL = new Set(['of', 'the', 'and', 'for', 'in', 'on', '&']);
const ACRONYM = pattern(String.raw`^\p{Lu}{3,8}$`, 'u');
/** The words right before a definition, on the same line. */
const WORDS_BEFORE = pattern(String.raw`(?:[\p{L}&][\p{L}\p{N}.'’&-]{0,30} ){2,16}$`, 'u');

/**
 * Returns the organizations that an acronym spells out: `Federal Energy Regulatory Commission (FERC)`. The acronym says
 * where the name starts, which nothing else in a row of capitalized words does.
 */
export function spelledOut(flowing: string, definitions: readonly Definition[]): EntityMatch[] {
  const found: EntityMatch[] = [];
  for (const { start, terms, collective } of definitions)
    for (const { text } of collective ? [] : terms) {
      if (!ACRONYM.test(text)) continue;
      const before = WORDS_BEFORE.exec(flowing.slice(Math.max(0, start - 160), start))?.[0];
      const name = before === undefined ? null : namedBy(text, before.trimEnd().split(' '));
      if (name === null) continue;
      const end = start - 1;
      found.push({ kind: 'organization', start: end - name.length, end, normal: name });
    }
  return found;
}

/** Returns the last words whose initials are the letters of the acronym, if they are the name of an organization. */
function namedBy(acronym: string, words: readonly string[]): string | null {
  const last = (words.at(-1) ?? '').toLowerCase();
  let at = words.length;
  for (const letter of [...acronym].reverse()) {
    at -= 1;
    while (SMALL.has(words[at] ?? '') && at > 0) at -= 1;
    if (words[at]?.charAt(0) !== letter) return null;
  }
  const name = words.slice(at);
  const heads = name.filter((word) => ORGANIZATION_HEADS.has(word.toLowerCase()));
  const isNamed =
    ORGANIZATION_HEADS.has(last) || COMPANY_FORMS.has(last) || /^\p{Lu}\S* of /u.test(name.join(' '));
  return heads.length > 0 && isNamed ? name.join(' ') : null;
}
