/** Joins the words of a page with the names in its text. */
import type { Entity } from '../../shared/mentions.ts';
import type { LocatedWord } from '../../shared/review.ts';
import { sortEntities } from './segments.ts';

/** Returns for each word the entity that it is a part of; where entities overlap, the one that starts first. */
export function wordsOfEntities(
  words: readonly LocatedWord[],
  entities: readonly Entity[],
): Map<LocatedWord, Entity> {
  const found = new Map<LocatedWord, Entity>();
  const byStart = [...words].sort((a, b) => a.start - b.start);
  let from = 0;
  for (const entity of sortEntities(entities)) {
    while (from < byStart.length && (byStart[from]?.end ?? 0) <= entity.start) from += 1;
    for (let at = from; at < byStart.length; at += 1) {
      const word = byStart[at];
      if (word === undefined || word.start >= entity.end) break;
      if (word.end > entity.start && !found.has(word)) found.set(word, entity);
    }
  }
  return found;
}
