/** Finds the names of people, organizations and places. */
import type { EntityMatch } from '../match.ts';
import { withoutAuthorities } from './authorities.ts';
import { classifyRun } from './classify.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { findAddressees } from './headers.ts';
import { isHeading } from './headings.ts';
import { LEADING_WORDS } from './lexicon.ts';
import { findOrganizations } from './organizations.ts';
import { findTitledPeople } from './people.ts';
import { findCities } from './places.ts';
import { findRuns, type Run, unwrap } from './runs.ts';

/** `Last, First M.`, but not inside a list or a longer name. */
const INVERTED =
  /(?<![\p{L}\p{N}])(?<!\p{Lu}[\p{L}.]{0,20} |, )(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?), (\p{Lu}\p{Ll}+(?: \p{Lu}\.)?)(?![\p{L}]| \p{Lu}\p{L})/gu;

/** Returns names, most reliable first. They may overlap; the earlier one should win. */
export function findNames(text: string): EntityMatch[] {
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

/** Returns the parts of a run that are outside the names already found. */
function outside(run: Run, taken: Uint8Array): Run[] {
  const parts: Run[] = [{ words: [] }];
  for (const word of run.words) {
    if (taken[word.start] === 1 || taken[word.end - 1] === 1) parts.push({ words: [] });
    else parts.at(-1)?.words.push(word);
  }
  return parts.filter((part) => part.words.length > 0);
}

function findInverted(flowing: string): EntityMatch[] {
  const found: EntityMatch[] = [];
  for (const m of flowing.matchAll(INVERTED)) {
    const [whole, last = '', first = ''] = m;
    const given = first.split(' ')[0] ?? '';
    const family = last.toLowerCase();
    if (LEADING_WORDS.has(family) || lookUp(last).place || !lookUp(given).firstName) continue;
    // An ordinary word before a comma is usually a weekday or an adverb, unless an initial follows the first name.
    if (!first.endsWith('.') && (isOrdinary(family) || lookUp(last).firstName || lookUp(given).place))
      continue;
    found.push({ kind: 'person', start: m.index, end: m.index + whole.length, normal: `${first} ${last}` });
  }
  return found;
}

/** Returns each surname that stands alone, when the same document names that person in full. */
function surnames(names: readonly EntityMatch[], runs: readonly Run[]): EntityMatch[] {
  const familyNames = new Set<string>();
  for (const name of names) {
    if (name.kind !== 'person') continue;
    const last =
      name.normal
        .replace(/,? (?:Jr|Sr)\.?$|,? (?:II|III|IV)$/, '')
        .split(' ')
        .at(-1) ?? '';
    if (last.length > 2) familyNames.add(last);
  }
  return runs.flatMap((run) =>
    run.words
      .filter((w) => familyNames.has(w.text.replace(/['’]s$/, '')))
      .map((w): EntityMatch => {
        const text = w.text.replace(/['’]s$/, '');
        return { kind: 'person', start: w.start, end: w.start + text.length, normal: text };
      }),
  );
}
