/** Finds given names that stand alone where a document names several people of one family: `Darnell` for Darnell Bellwether. */
import type { EntityMatch } from '../match.ts';
import { isOrdinary } from '../names/common-words.ts';
import { inNormalSpelling, lookUp } from '../names/dictionary.ts';
import { JOINTS, LEADING_WORDS } from '../names/lexicon.ts';
import type { Run } from '../names/runs.ts';

const ENDING = /,? (?:Jr|Sr)\.?$|,? (?:II|III|IV)$/;

/** Returns the mentions by given name alone. A given name that two people of the document have means neither. */
export function givenNames(names: readonly EntityMatch[], runs: readonly Run[]): EntityMatch[] {
  const full = fullNames(names);
  if (full.size === 0) return [];
  const found: EntityMatch[] = [];
  for (const { words } of runs)
    words.forEach(({ text, start }, i) => {
      const given = text.replace(/['’]s$|(?<=s)['’]$/, '');
      const person = full.get(given);
      if (person === undefined) return;
      const [before, after] = [words[i - 1]?.text, words[i + 1]?.text];
      const isFree = (word: string | undefined): boolean =>
        word === undefined || JOINTS.has(word) || LEADING_WORDS.has(word.toLowerCase());
      if (!isFree(before) || !(isFree(after) || text !== given)) return;
      found.push({ kind: 'person', start, end: start + given.length, normal: given, antecedent: person });
    });
  return found;
}

/** Returns the full name by the given name, for families of two or more. */
function fullNames(names: readonly EntityMatch[]): Map<string, string> {
  const families = new Map<string, Map<string, string>>();
  const others = new Set<string>();
  for (const { kind, normal, antecedent } of names) {
    if (kind === 'organization') for (const word of normal.split(/[ ,]+/)) others.add(word);
    if (kind !== 'person' || antecedent !== undefined) continue;
    const words = normal.replace(ENDING, '').split(' ').map(inNormalSpelling);
    const [given = '', family = ''] = [words[0], words.at(-1)];
    if (words.length < 2 || given.length < 3 || family.length < 3) continue;
    const members = families.get(family) ?? new Map<string, string>();
    members.set(given, members.get(given) ?? normal);
    families.set(family, members);
  }
  const full = new Map<string, string>();
  const twice = new Set<string>();
  for (const [family, members] of families)
    for (const [given, normal] of members) {
      if (full.has(given) || twice.has(given)) twice.add(given);
      // A family has two given names, of which each is one.
      const isFamily = members.size > 1 && !members.has(family);
      if (isFamily && lookUp(given).firstName && !isOrdinary(given.toLowerCase()) && !others.has(given))
        full.set(given, normal);
    }
  for (const given of twice) full.delete(given);
  return full;
}
