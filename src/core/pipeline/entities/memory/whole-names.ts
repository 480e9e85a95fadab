/** Finds companies by their whole name without its form: `Thunder Road` for Thunder Road, Inc. */
// cspell:ignore Lassiter

import { hasCompanyForm, organizationKey } from '../group-keys.ts';
import type { EntityMatch } from '../match.ts';
import { inNormalSpelling, lookUp } from '../names/dictionary.ts';
import { DROPPED_FORMS, LEADING_WORDS } from '../names/lexicon.ts';
import type { Run, Word } from '../names/runs.ts';
import { type DocumentMemory, rootOf } from './document-memory.ts';

/** Each name is looked for in the whole text. */
const MOST = 200;

/** Returns the words between the small ones: `Bighorn and Lassiter` are two names. */
export function partsOf({ words }: Run): (readonly Word[])[] {
  const parts: Word[][] = [[]];
  for (const word of words)
    if (word.text === 'and') parts.push([]);
    else parts.at(-1)?.push(word);
  return parts.length === 1 ? [words] : [words, ...parts];
}

/**
 * Returns each name of two words or more that stands alone without the form of its company. Words that the text also has
 * in lower case, people and places are left alone, and so is a name that two companies share.
 */
export function wholeNames(
  names: readonly EntityMatch[],
  memory: DocumentMemory,
  runs: readonly Run[],
  flowing: string,
): EntityMatch[] {
  const owners = ownersOf(names, memory, flowing);
  if (owners.size === 0) return [];
  const found: EntityMatch[] = [];
  for (const words of runs.flatMap(partsOf)) {
    let at = 0;
    while (LEADING_WORDS.has(words[at]?.text.toLowerCase() ?? '')) at += 1;
    const own = words.slice(at);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined || own.length < 2) continue;
    const text = own
      .map((word) => word.text)
      .join(' ')
      .replace(/['’]s$|(?<=s)['’]$/, '');
    const owner = owners.get(inNormalSpelling(text));
    if (owner === null || owner === undefined) continue;
    const end = first.start + text.length;
    if (flowing.slice(first.start, end) !== text) continue;
    found.push({ kind: 'organization', start: first.start, end, normal: text, antecedent: rootOf(owner) });
  }
  return found;
}

function ownersOf(
  names: readonly EntityMatch[],
  memory: DocumentMemory,
  flowing: string,
): Map<string, EntityMatch | null> {
  const owners = new Map<string, EntityMatch | null>();
  const people = new Set<string>();
  for (const name of names) {
    if (name.kind === 'person') people.add(inNormalSpelling(name.normal));
    if (name.kind !== 'organization' || !hasCompanyForm(name.normal)) continue;
    const words = name.normal.replace(/,/g, '').split(' ');
    while (words.length > 1 && DROPPED_FORMS.has(words.at(-1)?.toLowerCase().replaceAll('.', '') ?? ''))
      words.pop();
    if (words.length < 2 || words.length > 5) continue;
    const own = inNormalSpelling(words.join(' '));
    const known = owners.get(own);
    const same =
      known === undefined ||
      (known !== null && organizationKey(rootOf(known)) === organizationKey(rootOf(name)));
    if (known !== undefined || owners.size < MOST) owners.set(own, same ? (known ?? name) : null);
  }
  for (const own of owners.keys())
    if (
      people.has(own) ||
      memory.meaningOf(own) !== undefined ||
      lookUp(own).place ||
      flowing.includes(own.toLowerCase())
    )
      owners.delete(own);
  return owners;
}
