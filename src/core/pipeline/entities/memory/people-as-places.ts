/** Takes the surname of somebody whom a document names for a person, though a town is called so: `Defendant ASHCROFT`. */
// cspell:ignore ASHCROFT
import type { EntityMatch } from '../match.ts';
import { STATES } from '../names/lexicon.ts';

/** What stands before a place. */
const PLACED = /\b(?:in|at|near|from|to|into|around|outside|throughout|of|City|city|town|Town|County) $/;
const ENDING = /,? (?:Jr|Sr)\.?$|,? (?:II|III|IV)$/;

/**
 * Returns the names; a place of one word that is the surname of a person with a given name in the same document is that
 * person, unless one of its mentions stands where a place does, or a state follows.
 */
export function withoutPeopleAsPlaces(names: readonly EntityMatch[], flowing: string): EntityMatch[] {
  const surnames = new Set<string>();
  for (const { kind, normal } of names) {
    const words = normal.replace(ENDING, '').split(' ');
    if (kind === 'person' && words.length > 1) surnames.add((words.at(-1) ?? '').toLowerCase());
  }
  const places = new Set<string>();
  const isSurname = ({ kind, normal }: EntityMatch): boolean =>
    kind === 'place' && surnames.has(normal.toLowerCase()) && !STATES.has(normal.toLowerCase());
  for (const name of names)
    if (
      isSurname(name) &&
      (PLACED.test(flowing.slice(Math.max(0, name.start - 12), name.start)) ||
        /^, \p{Lu}/u.test(flowing.slice(name.end, name.end + 3)))
    )
      places.add(name.normal.toLowerCase());
  return names.map((name) =>
    isSurname(name) && !places.has(name.normal.toLowerCase()) ? { ...name, kind: 'person' } : name,
  );
}
