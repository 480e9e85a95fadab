/** Counts the citations that were found among those that eyecite's tests and the data of reporters-db expect. */
// cspell:ignore conll Conll CONLL eyecite Eyecite wikigold kleister DOCSTART Sprunk djvu juand freelawproject applicaai EkStep NLP

import type { Mention } from '../../../src/core/documents/types.ts';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import type { Expected, Sentence } from './eyecite.ts';

export interface CitationCounts {
  expected: number;
  hit: number;
  /** Found citations of the form, and those of them that nothing expects. */
  found: number;
  wrong: number;
  missed: string[];
}

const SHORT = /^(?:[Ii]d\b|[Ii]bid)|supra|\bat (?:p+\. )?[\d*¶]/;
const formOf = ({ kind, text }: Mention): Expected['form'] =>
  kind === 'statute'
    ? 'law'
    : SHORT.test(text) && !/\(.*\d{4}\)$|\d (?:[A-Z][\w.]* ?){1,4}\d+,? .*\bat\b/.test(text)
      ? 'short'
      : 'full';

/** Counts citations of each form. A short one may be found as part of a full one, but not the other way around. */
export function countCitations(sentences: readonly Sentence[]): Record<Expected['form'], CitationCounts> {
  const counts = { full: none(), short: none(), law: none(), journal: none() };
  for (const { text, expected } of sentences) {
    const found = extractEntities({ text, pages: [] }).mentions.filter(
      ({ kind }) => kind === 'case_citation' || kind === 'statute',
    );
    const free = new Set(found);
    for (const { form, has } of expected) {
      const count = counts[form];
      count.expected += 1;
      const match = [...free].find(
        (mention) =>
          (mention.kind === 'statute') === (form === 'law') &&
          has.every((word) => hasWord(mention.text, word)),
      );
      if (match === undefined) count.missed.push(text);
      else {
        free.delete(match);
        count.hit += 1;
      }
    }
    for (const mention of found) {
      const count = counts[formOf(mention)];
      count.found += 1;
      if (free.has(mention)) count.wrong += 1;
    }
  }
  return counts;
}

const none = (): CitationCounts => ({ expected: 0, hit: 0, found: 0, wrong: 0, missed: [] });

/** Returns true if a text has the words; white space does not count. */
const hasWord = (text: string, word: string): boolean => {
  const [a, b] = [text, word].map((each) => each.replace(/\s+/g, ''));
  return /^\d+$/.test(word)
    ? new RegExp(`(?<!\\d)${word}(?!\\d)`).test(text)
    : (a ?? '').includes(b ?? '') || (b ?? '').startsWith(a ?? '-');
};
