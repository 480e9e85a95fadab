/** Finds the later mentions of the names that a document defines, and gives them their meaning. */

import { hasCompanyForm, organizationKey } from '../group-keys.ts';
import { hasCapital, isCapitalized, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isOrdinary } from '../names/common-words.ts';
import { LEADING_WORDS, STREETS } from '../names/lexicon.ts';
import type { Run, Word } from '../names/runs.ts';
import { type DocumentMemory, type Meaning, rootOf } from './document-memory.ts';

const INSIDE_WORD = pattern(String.raw`[\p{L}\p{N}./@_-]$`, 'u');
const DOT_AND_LETTER = pattern(String.raw`^\.\p{L}`, 'u');
const WORD_GOES_ON = pattern(String.raw`^(?:[\p{L}\p{N}]|-\p{L}|['’](?!s\b)\p{L})`, 'u');

interface Known extends Meaning {
  term: string;
}

/** A region, a road or a building that has the name of somebody. */
const NAMED_AFTER = new Set(
  `county parish city town township river creek island islands bay harbor lake mountain mount valley beach heights
  springs falls park bridge hall airport boulevard`.split(/\s+/),
);
const BEFORE_PERSON = pattern(
  String.raw`(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Hon|Judge|Justice|MR|MRS|MS|DR)\b\.?|\p{Lu}\.) ?$`,
  'u',
);

const GOVERNMENT = /^(?:the )?(?:city|county|town|village|borough|township|parish|state|commonwealth) of /i;
const BEFORE_PLACE = /\b(?:in|near|downtown|around|outside|to|from|at) $/i;

export interface Recalled {
  /** Mentions of defined terms. */
  mentions: EntityMatch[];
  /** Places of terms that stand for several, and of roles: no other name may be found there. */
  closed: { start: number; end: number }[];
}

/** Returns the mentions of terms among the capitalized words of a text. */
export function recallTerms(flowing: string, memory: DocumentMemory, runs: readonly Run[]): Recalled {
  const mentions: EntityMatch[] = [];
  const closed: { start: number; end: number }[] = [];
  if (memory.size === 0) return { mentions, closed };
  const byWord = byFirstWord(memory);
  for (const { words } of runs)
    for (let i = 0; i < words.length; i += 1) {
      const word = words[i];
      const known = word === undefined ? undefined : byWord.get(bareOf(word.text));
      if (word === undefined || known === undefined) continue;
      const found = known.find(({ term }) => isAt(flowing, term, word.start));
      if (found === undefined) continue;
      const { term, owner, role } = found;
      const end = word.start + term.length;
      if (!isFree(flowing, found, words, i, end)) continue;
      // `the Company` names nobody by itself, and no one else either.
      if (owner === null || role) closed.push({ start: word.start, end });
      else
        mentions.push({ kind: owner.kind, start: word.start, end, normal: term, antecedent: rootOf(owner) });
      while ((words[i + 1]?.start ?? Number.POSITIVE_INFINITY) < end) i += 1;
    }
  mentions.push(...oddTerms(flowing, memory));
  return { mentions, closed };
}

/** A document has few such terms, and each is looked for in all of it. */
const MOST_ODD = 40;

/** Returns the mentions of terms that do not start with a capital letter: `i-Escrow`, `2TheMart`. */
function oddTerms(flowing: string, memory: DocumentMemory): EntityMatch[] {
  const found: EntityMatch[] = [];
  let odd = 0;
  for (const [term, { owner, role }] of memory.terms()) {
    if (owner === null || role || isCapitalized(term) || !hasCapital(term)) continue;
    odd += 1;
    if (odd > MOST_ODD) break;
    for (let at = flowing.indexOf(term); at >= 0; at = flowing.indexOf(term, at + term.length)) {
      // A part of an address on the web is no mention.
      if (INSIDE_WORD.test(flowing.slice(Math.max(0, at - 1), at))) continue;
      if (
        !isAt(flowing, term, at) ||
        DOT_AND_LETTER.test(flowing.slice(at + term.length, at + term.length + 2))
      )
        continue;
      const end = at + term.length;
      found.push({ kind: owner.kind, start: at, end, normal: term, antecedent: rootOf(owner) });
    }
  }
  return found;
}

/** Returns the terms by their first word, the longest first. */
function byFirstWord(memory: DocumentMemory): Map<string, Known[]> {
  const byWord = new Map<string, Known[]>();
  for (const [term, meaning] of memory.terms()) {
    const first = bareOf(term.split(' ')[0] ?? '');
    const known = byWord.get(first);
    if (known === undefined) byWord.set(first, [{ term, ...meaning }]);
    else known.push({ term, ...meaning });
  }
  for (const known of byWord.values()) known.sort((a, b) => b.term.length - a.term.length);
  return byWord;
}

const bareOf = (word: string): string => word.replace(/['’](?:s|S)?$/, '').replace(/[.,]+$/, '');

const isAt = (flowing: string, term: string, start: number): boolean =>
  flowing.startsWith(term, start) &&
  !WORD_GOES_ON.test(`${flowing.slice(start + term.length, start + term.length + 2)} `);

/** Returns true unless the words around make the term a part of another name or a common word. */
function isFree(
  flowing: string,
  { role, from, owner }: Known,
  words: readonly Word[],
  at: number,
  end: number,
): boolean {
  const start = words[at]?.start ?? 0;
  if (role && start < from && !/^,? \(as (?:herein|\w+ )?defined/.test(flowing.slice(end, end + 20)))
    return false;
  const before = words[at - 1];
  const after = words.find((w) => w.start >= end);
  const next = after === undefined || after.start > end + 3 ? null : after.text;
  if (role) {
    // `Company Shares`, `the Selling Company`: another term.
    if (next !== null && isCapitalized(next)) return false;
    return before === undefined || LEADING_WORDS.has(before.text.toLowerCase());
  }
  // `the City of Albany ("Albany")` is a town too.
  if (
    owner !== null &&
    GOVERNMENT.test(owner.normal) &&
    BEFORE_PLACE.test(flowing.slice(Math.max(0, start - 12), start))
  )
    return false;
  if (BEFORE_PERSON.test(flowing.slice(Math.max(0, start - 10), start))) return false;
  if (next === null || !isCapitalized(next)) return true;
  const follows = next.toLowerCase().replace(/['’]s$|[.,]+$/g, '');
  return (
    !NAMED_AFTER.has(follows) &&
    !STREETS.has(follows) &&
    (isOrdinary(follows) || /\p{Ll}\p{Lu}/u.test(next) || flowing.charAt(end) !== ' ')
  );
}

/** Gives names that the document defines as another name for somebody their meaning, in whatever spelling. */
export function linkNames(names: readonly EntityMatch[], memory: DocumentMemory): EntityMatch[] {
  if (memory.size === 0) return [...names];
  const byKey = new Map<string, EntityMatch | null>();
  for (const [term, { owner, role }] of memory.terms())
    if (!role && (owner === null || owner.kind === 'organization')) {
      const key = organizationKey(term);
      const known = byKey.get(key);
      byKey.set(
        key,
        known === undefined || (known !== null && owner !== null && rootOf(known) === rootOf(owner))
          ? owner
          : null,
      );
    }
  return names.map((name) => {
    if (name.kind !== 'organization' || name.antecedent !== undefined) return name;
    const key = organizationKey(name.normal);
    const owner = byKey.get(key);
    // `Acme` stands for Acme Holdings, Inc.; a company that is called Acme, Inc. is another one.
    if (!key.includes(' ') && hasCompanyForm(name.normal)) return name;
    if (owner === undefined || owner === null || rootOf(owner) === name.normal) return name;
    return { ...name, antecedent: rootOf(owner) };
  });
}
