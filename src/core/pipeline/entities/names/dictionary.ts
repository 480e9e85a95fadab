/** What compromise's lexicon knows of single words and short phrases, asked once for each. */
import nlp from 'compromise/three';
import { engineOf } from '../../../util/versions.ts';
import { STATES } from './lexicon.ts';

export const NAME_ENGINE = engineOf('compromise', 'compromise');

export interface Known {
  firstName: boolean;
  lastName: boolean;
  place: boolean;
  organization: boolean;
}

/** Phrases asked for so far; the answers do not depend on the text, so they are kept for the process. */
const known = new Map<string, Known>();
const MAX_KNOWN = 50_000;

/** @param phrase as written; capitals throughout are read as ordinary spelling */
export function look(phrase: string): Known {
  const spelled = /\p{Ll}/u.test(phrase) || phrase.length < 4 ? phrase : titleCase(phrase);
  const before = known.get(spelled);
  if (before !== undefined) return before;
  if (known.size >= MAX_KNOWN) known.clear();
  const view = nlp(spelled);
  const answer: Known = {
    firstName: view.has('^#FirstName$'),
    lastName: view.has('^#LastName$'),
    // A place of several words is tagged on its first.
    place: STATES.has(spelled.toLowerCase()) || view.has('^(#City|#Country|#Region|#Place)+ #ProperNoun?$'),
    organization: view.has('^#Organization+$'),
  };
  known.set(spelled, answer);
  return answer;
}

export const titleCase = (phrase: string): string =>
  phrase
    .toLowerCase()
    .replace(/(?<![\p{L}\p{N}'’])\p{Ll}|(?<=\b(?:O['’]|Mc))\p{Ll}/gu, (c) => c.toUpperCase());
