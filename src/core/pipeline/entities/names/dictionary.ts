/** Looks up words and short phrases in the lexicon of compromise and caches the answers. */
import nlp from 'compromise/three';
import { engineOf } from '../../../util/versions.ts';
import { STATES } from './lexicon.ts';

export const NAME_ENGINE = engineOf('compromise', 'compromise');

export interface LexiconEntry {
  firstName: boolean;
  lastName: boolean;
  place: boolean;
  organization: boolean;
}

/** Answers do not depend on the document, so the cache lives as long as the process. */
const cache = new Map<string, LexiconEntry>();
const MAX_CACHED = 50_000;

/** Returns the kinds of name a phrase can be. @param phrase as written; all capitals count as normal spelling */
export function lookUp(phrase: string): LexiconEntry {
  const spelled = /\p{Ll}/u.test(phrase) || phrase.length < 4 ? phrase : titleCase(phrase);
  const cached = cache.get(spelled);
  if (cached !== undefined) return cached;
  if (cache.size >= MAX_CACHED) cache.clear();
  const view = nlp(spelled);
  const entry: LexiconEntry = {
    firstName: view.has('^#FirstName$'),
    lastName: view.has('^#LastName$'),
    // compromise tags a place of several words on its first word.
    place: STATES.has(spelled.toLowerCase()) || view.has('^(#City|#Country|#Region|#Place)+ #ProperNoun?$'),
    organization: view.has('^#Organization+$'),
  };
  cache.set(spelled, entry);
  return entry;
}

export const titleCase = (phrase: string): string =>
  phrase
    .toLowerCase()
    .replace(/(?<![\p{L}\p{N}'’])\p{Ll}|(?<=\b(?:O['’]|Mc))\p{Ll}/gu, (c) => c.toUpperCase());
