/** Widens the place of two names to the sentence that states how they relate, so that a reader can judge it. */

import type { Entity, Relationship } from '../../../shared/mentions.ts';
import { hasLowerPair } from './letters.ts';
import type { Span } from './sentences.ts';

/** A reader takes in no more at once. Longer sentences are cut around the names, between words. */
const MOST_CHARACTERS = 600;

type Evidence = Relationship['evidence'][number];

/**
 * Returns the part of a sentence that is shown as evidence, without white space around it: all of the sentence if it is
 * short enough. It always has all of `place`.
 */
export function sentenceEvidence(text: string, sentence: Span, place: Span, { page }: Entity): Evidence {
  let start = afterHeading(text, Math.min(sentence.start, place.start), place.start);
  let end = Math.max(sentence.end, place.end);
  const room = Math.max(0, MOST_CHARACTERS - (place.end - place.start)) >> 1;
  if (end - start > MOST_CHARACTERS) {
    const before = place.start - room;
    const after = place.end + room;
    if (before > start) start = wordStart(text, before, place.start);
    if (after < end) end = wordEnd(text, after, place.end);
  }
  while (start < place.start && /\s/.test(text.charAt(start))) start += 1;
  while (end > place.end && /\s/.test(text.charAt(end - 1))) end -= 1;
  return { start, end, page };
}

/** The label of a docket number, which is a line of a caption. */
const LABEL = /^[ \t]*(?:civil|criminal|case|docket|cause|index|adv)\b[^\n]{0,60}\d[^\n]{0,20}$/i;

/** Skips the lines of a heading, which have no words in lower case and no period to part them from the sentence. */
function afterHeading(text: string, from: number, place: number): number {
  let start = from;
  for (let end = text.indexOf('\n', start); end >= 0 && end < place; end = text.indexOf('\n', start)) {
    const line = text.slice(start, end);
    if (hasLowerPair(line) && !LABEL.test(line)) break;
    start = end + 1;
  }
  return start;
}

function wordStart(text: string, from: number, most: number): number {
  let at = from;
  while (at < most && !/\s/.test(text.charAt(at))) at += 1;
  return at;
}

function wordEnd(text: string, from: number, least: number): number {
  let at = from;
  while (at > least && !/\s/.test(text.charAt(at))) at -= 1;
  return at;
}

/** Returns the sentence at a place. @param sentences without gaps, in text order */
export function sentenceAt(sentences: readonly Span[], at: number): Span {
  let low = 0;
  let high = sentences.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sentences[middle]?.start ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return sentences[low] ?? { start: at, end: at };
}
