/** Applies the document's own memory to the names found in it. */
// cspell:ignore CDMO
import { hasCompanyForm } from '../group-keys.ts';
import type { EntityMatch } from '../match.ts';
import type { Alias } from '../names/aliases.ts';
import { isOrdinary } from '../names/common-words.ts';
import { lookUp } from '../names/dictionary.ts';
import type { Run } from '../names/runs.ts';
import { spelledOut } from './acronyms.ts';
import { withoutCompaniesAsPlaces } from './companies-as-places.ts';
import { findDefinitions } from './definitions.ts';
import { rememberDefinitions } from './document-memory.ts';
import { givenNames } from './given-names.ts';
import { knownAgain } from './known-names.ts';
import { learnAliases, linkAliases } from './link-aliases.ts';
import { withoutPeopleAsPlaces } from './people-as-places.ts';
import { linkNames, recallTerms } from './recall.ts';
import { shortOrganizations, surnames } from './short-forms.ts';
import { withoutCompaniesAsPeople } from './unlike-people.ts';
import { wholeNames } from './whole-names.ts';

/**
 * Returns the names with what they stand for, and the short forms. No two overlap.
 * @param names most reliable first; they may overlap
 * @param sure the first of them, which were found by their grammar
 */
export function resolveNames(
  flowing: string,
  names: readonly EntityMatch[],
  sure: number,
  runs: readonly Run[],
  aliases: readonly Alias[],
): EntityMatch[] {
  const surePeople = new Set(names.slice(0, sure).map((name) => name.start));
  const definitions = findDefinitions(flowing);
  const people = withoutCompanyWords(withoutCompaniesAsPeople(names, sure, flowing), sure);
  const whole = withoutOverlaps([...spelledOut(flowing, definitions), ...people], flowing.length);
  const { names: aliased, links } = linkAliases(flowing, whole, aliases);
  const memory = rememberDefinitions(flowing, definitions, aliased);
  learnAliases(memory, links);
  const linked = linkNames(aliased, memory);
  const { mentions, closed } = recallTerms(flowing, memory, runs);
  const spans = new Int32Array(flowing.length).fill(-1);
  linked.forEach((name, i) => void spans.fill(i, name.start, name.end));
  // `Acme JavaScript` is no person where Acme is a company, and nothing in it is a given name.
  const isGuess = (around: EntityMatch, start: number, end: number): boolean =>
    around.kind === 'person' &&
    !surePeople.has(around.start) &&
    around.start === start &&
    flowing
      .slice(end, around.end)
      .split(/[ \n]/)
      .every(
        (word) =>
          /\p{Lu}.*\p{Lu}/u.test(word) ||
          isOrdinary(word.toLowerCase()) ||
          word === '' ||
          word === '’s' ||
          word === "'s",
      );
  // `Harlan` in `Margaret Harlan` is not the company, and `Harlan` alone is not the town.
  const isInside = ({ start, end }: { start: number; end: number }): boolean => {
    const around = linked[spans[start] ?? -1];
    return (
      around !== undefined &&
      !isGuess(around, start, end) &&
      around.start <= start &&
      around.end >= end &&
      around.end - around.start > end - start
    );
  };
  const recalled = mentions.filter((mention) => !isInside(mention));
  const shut = closed.filter((span) => !isInside(span));
  const dropped = new Set<number>();
  for (const { start, end } of [...recalled, ...shut])
    for (let at = start; at < end; at += 1) if ((spans[at] ?? -1) >= 0) dropped.add(spans[at] ?? 0);
  const again = knownAgain(linked, runs, flowing);
  // A longer name that is known wins over what was found inside it.
  const longer = again.filter(({ start, end }) => {
    let covered = 0;
    for (let at = start; at < end; at += 1) if ((spans[at] ?? -1) >= 0) covered += 1;
    const [first, last] = [linked[spans[start] ?? -1], linked[spans[end - 1] ?? -1]];
    return covered > 0 && (first?.start ?? start) >= start && (last?.end ?? end) <= end && first !== last;
  });
  const kept = linked.filter((_name, i) => !dropped.has(i));
  const found = [
    ...wholeNames(linked, memory, runs, flowing).filter((name) => !isInside(name)),
    ...recalled,
    ...longer,
    ...kept,
    ...again,
    ...shortOrganizations(linked, memory, runs, flowing),
    ...givenNames(linked, runs),
    ...surnames(linked, memory, runs, flowing, (name) => surePeople.has(name.start)),
  ];
  const all = withoutPeopleAsPlaces(withoutOverlaps(found, flowing.length, shut), flowing);
  return withoutCompaniesAsPlaces(all, flowing);
}

/** Leaves out guessed people who start with the first word of a company: `iBio CDMO` beside iBio, Inc. */
function withoutCompanyWords(names: readonly EntityMatch[], sure: number): EntityMatch[] {
  const first = new Set<string>();
  for (const { kind, normal } of names) {
    const word = normal.split(/[ ,]/)[0] ?? '';
    const { firstName, lastName } = lookUp(word);
    if (kind === 'organization' && hasCompanyForm(normal) && word.length > 3 && !firstName && !lastName)
      if (!isOrdinary(word.toLowerCase())) first.add(word);
  }
  return names.filter(
    ({ kind, normal }, i) => i < sure || kind !== 'person' || !first.has(normal.split(' ')[0] ?? ''),
  );
}

/** Returns the names in text order; where two overlap, the first one in the list. */
function withoutOverlaps(
  names: readonly EntityMatch[],
  length: number,
  closed: readonly { start: number; end: number }[] = [],
): EntityMatch[] {
  const taken = new Uint8Array(length);
  for (const { start, end } of closed) taken.fill(1, start, end);
  return names
    .filter(({ start, end }) => {
      if (taken.subarray(start, end).includes(1)) return false;
      taken.fill(1, start, end);
      return start < end;
    })
    .sort((a, b) => a.start - b.start);
}
