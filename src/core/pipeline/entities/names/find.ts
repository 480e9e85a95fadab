/** Names of people, organizations and places in a text. */
import type { Found } from '../found.ts';
import { withoutAuthorities } from './authorities.ts';
import { classifyRun } from './classify.ts';
import { isOrdinary } from './common-words.ts';
import { look } from './dictionary.ts';
import { findAddressees } from './headers.ts';
import { isHeading } from './headings.ts';
import { LEADING_WORDS } from './lexicon.ts';
import { findOrganizations } from './organizations.ts';
import { findTitledPeople } from './people.ts';
import { findCities } from './places.ts';
import { findRuns, type Run, unwrap } from './runs.ts';

/** `Last, First M.`, not in the middle of a list or of a longer name. */
const INVERTED =
  /(?<![\p{L}\p{N}])(?<!\p{Lu}[\p{L}.]{0,20} |, )(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?), (\p{Lu}\p{Ll}+(?: \p{Lu}\.)?)(?![\p{L}]| \p{Lu}\p{L})/gu;

/** In the order of trust: where two overlap, the earlier one stands. */
export function findNames(text: string): Found[] {
  const flowing = withoutAuthorities(unwrap(text));
  const runs = findRuns(flowing);
  const sure = [
    ...findAddressees(text),
    ...findOrganizations(flowing).filter((found) => !isHeading(found.normal)),
    ...findCities(flowing),
    ...findTitledPeople(flowing),
    ...findInverted(flowing),
  ];
  const taken = new Uint8Array(text.length);
  for (const { start, end } of sure) taken.fill(1, start, end);
  const classified = runs
    .flatMap((run) => outside(run, taken))
    .flatMap((run) => classifyRun(run, flowing))
    .filter(({ kind, normal }) => kind !== 'organization' || !isHeading(normal));
  return [...sure, ...classified, ...surnames([...sure, ...classified], runs)];
}

/** What is left of a run beside names that are already sure. */
function outside(run: Run, taken: Uint8Array): Run[] {
  const parts: Run[] = [{ words: [] }];
  for (const word of run.words) {
    if (taken[word.start] === 1 || taken[word.end - 1] === 1) parts.push({ words: [] });
    else parts.at(-1)?.words.push(word);
  }
  return parts.filter((part) => part.words.length > 0);
}

function findInverted(flowing: string): Found[] {
  const found: Found[] = [];
  for (const m of flowing.matchAll(INVERTED)) {
    const [whole, last = '', first = ''] = m;
    const given = first.split(' ')[0] ?? '';
    const family = last.toLowerCase();
    if (LEADING_WORDS.has(family) || look(last).place || !look(given).firstName) continue;
    // A weekday or an adverb before a comma is no family name, but an initial settles it.
    if (!first.endsWith('.') && (isOrdinary(family) || look(last).firstName || look(given).place)) continue;
    found.push({ kind: 'person', start: m.index, end: m.index + whole.length, normal: `${first} ${last}` });
  }
  return found;
}

/** A surname alone is a person when the same document names that person in full. */
function surnames(found: readonly Found[], runs: readonly Run[]): Found[] {
  const known = new Set<string>();
  for (const f of found) {
    if (f.kind !== 'person') continue;
    const last =
      f.normal
        .replace(/,? (?:Jr|Sr)\.?$|,? (?:II|III|IV)$/, '')
        .split(' ')
        .at(-1) ?? '';
    if (last.length > 2) known.add(last);
  }
  return runs.flatMap((run) =>
    run.words
      .filter((w) => known.has(w.text.replace(/['’]s$/, '')))
      .map((w): Found => {
        const text = w.text.replace(/['’]s$/, '');
        return { kind: 'person', start: w.start, end: w.start + text.length, normal: text };
      }),
  );
}
