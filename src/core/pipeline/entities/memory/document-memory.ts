/**
 * What a document says about its own names: which short name stands for whom. Generic terms for several (`Sellers`,
 * anything `collectively`) are nobody's: the memory keeps them, so that `Harlan` for two companies is not taken for one
 * of them or for a person of that name, but they are no entities of their own.
 */

import { organizationKey } from '../group-keys.ts';
// cspell:ignore LKPL
import { pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { parseName } from '../person-name.ts';
import type { Definition } from './definitions.ts';
import { wordsOf } from './fits.ts';
import { ownerOf } from './owners.ts';
import { isCollective, isRole } from './roles.ts';

const TITLE = /^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Hon|Judge|Justice)\b/;
/** Longer lists are of something else, and every term costs time. */
const MOST_TERMS = 2000;
/** The names before a definition that a term for a group may belong to. */
const MOST_NEAR = 8;
const MOST_BETWEEN = 400;

export interface Meaning {
  /** Whom the term stands for; null when it stands for several, or nobody can tell. */
  owner: EntityMatch | null;
  /** Where the term is defined. A role such as `Seller` has its meaning only from there on. */
  from: number;
  /** True for `Company`, `Landlord`, which are also common words. */
  role: boolean;
}

/** Returns the name that an entity's mentions resolve to. */
export const rootOf = (entity: EntityMatch): string => entity.antecedent ?? entity.normal;

export class DocumentMemory {
  readonly #meanings = new Map<string, Meaning>();
  get size(): number {
    return this.#meanings.size;
  }

  terms = (): IterableIterator<[term: string, Meaning]> => this.#meanings.entries();

  meaningOf = (term: string): Meaning | undefined => this.#meanings.get(term);

  /** Remembers a term. A term with two meanings has none. */
  learn(term: string, meaning: Meaning): void {
    const known = this.#meanings.get(term);
    if (known === undefined) {
      if (this.#meanings.size < MOST_TERMS) this.#meanings.set(term, meaning);
      return;
    }
    const from = Math.min(known.from, meaning.from);
    const same = known.owner !== null && meaning.owner !== null && isSame(known.owner, meaning.owner);
    this.#meanings.set(term, { ...known, owner: same ? known.owner : null, from });
  }
}

/** Returns true when two names surely are the same entity's. */
function isSame(a: EntityMatch, b: EntityMatch): boolean {
  const [one, other] = [rootOf(a), rootOf(b)];
  if (a.kind !== b.kind) return false;
  if (one === other) return true;
  if (a.kind === 'organization') return organizationKey(one) === organizationKey(other);
  if (a.kind !== 'person') return one.toLowerCase() === other.toLowerCase();
  const [p, q] = [parseName(one), parseName(other)];
  return p.family === q.family && p.given[0] === q.given[0] && p.ending === q.ending;
}

/**
 * Reads the definitions of a document.
 * @param flowing the text with wrapped lines joined
 * @param definitions in text order
 * @param names in text order, without overlaps
 */
export function rememberDefinitions(
  flowing: string,
  definitions: readonly Definition[],
  names: readonly EntityMatch[],
): DocumentMemory {
  const memory = new DocumentMemory();
  let before = 0;
  for (const definition of definitions) {
    while ((names[before]?.end ?? Number.POSITIVE_INFINITY) <= definition.start) before += 1;
    for (const term of definition.terms) {
      // `Ms. Harlan` says who is meant without a definition.
      if (TITLE.test(term.text)) continue;
      const last = wordsOf(term.text).at(-1) ?? '';
      const several = definition.collective || isCollective(last);
      const owner = several
        ? (groupOf(term.text, names, before, definition.start) ?? null)
        : ownerOf(flowing, definition, term, names, before);
      if (owner === undefined) continue;
      const role = isRole(last);
      memory.learn(term.text, { owner, from: definition.start, role });
      // A caption has `("HARLAN")` where the text has `Harlan`, and the other way round.
      if (!role && owner !== null)
        for (const form of otherForms(term.text, owner))
          memory.learn(form, { owner, from: definition.start, role });
    }
  }
  rememberMeanings(memory, flowing, names);
  return memory;
}

/** `"LKPL" means Link Plus Corporation`, `"Billing Party" shall mean the party that pays`. */
const MEANS = pattern(
  String.raw`["“](?:the )?(\p{Lu}[\p{L}\p{N}&.'’-]{0,30}(?: [\p{L}\p{N}&.'’()-]{1,30}){0,5})["”],? (?:means?|(?:shall|will) (?:mean|have the meaning)|refers? to|has the meaning)[:,]? (?:the )?`,
  'gu',
);

/** Reads a list of definitions: a term means the name after it. A term of several words that means no name is a thing. */
function rememberMeanings(memory: DocumentMemory, flowing: string, names: readonly EntityMatch[]): void {
  if (!/\bmean/.test(flowing)) return;
  const starts = new Map(names.map((name) => [name.start, name]));
  const firstWords = new Set(
    names.flatMap(({ kind, normal }) =>
      kind === 'person' ? wordsOf(normal) : kind === 'organization' ? wordsOf(normal).slice(0, 1) : [],
    ),
  );
  for (const match of flowing.matchAll(MEANS)) {
    const term = match[1] ?? '';
    const words = wordsOf(term);
    const role = isRole(words.at(-1) ?? '');
    const owner = starts.get(match.index + match[0].length);
    const own = match.index + 1;
    if (owner?.kind === 'organization' || owner?.kind === 'person')
      memory.learn(term, { owner, from: match.index, role });
    else if (
      words.length > 1 &&
      memory.meaningOf(term) === undefined &&
      !firstWords.has(words[0] ?? '') &&
      starts.get(own)?.kind !== 'place'
    )
      memory.learn(term, { owner: null, from: match.index, role: false });
  }
}

/**
 * Returns the company that a term for a group names: `Acme Corp. and its subsidiaries (collectively, "Acme")`. The term
 * must be the beginning of one name before it, and of no other.
 */
function groupOf(
  term: string,
  names: readonly EntityMatch[],
  before: number,
  start: number,
): EntityMatch | undefined {
  const words = wordsOf(term);
  const near = names
    .slice(Math.max(0, before - MOST_NEAR), before)
    .filter(
      (name) => start - name.end < MOST_BETWEEN && words.every((word, i) => wordsOf(name.normal)[i] === word),
    );
  const [owner] = near;
  const one = owner?.kind === 'organization' && near.every((name) => isSame(name, owner));
  return one && !isRole(words.at(-1) ?? '') ? owner : undefined;
}

/** Yields a term in capitals, and one in capitals as the owner or a title spells it. */
function* otherForms(term: string, owner: EntityMatch): Generator<string> {
  const capitals = term.toUpperCase();
  if (term !== capitals) yield capitals;
  else if (term.length > 3 && wordsOf(owner.normal).includes(term.toLowerCase()))
    yield term.charAt(0) + term.slice(1).toLowerCase();
}
