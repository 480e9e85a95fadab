/** Names of people, organisations and places in a text. */
import type { Found } from '../found.ts';
import { classifyRun } from './classify.ts';
import { look } from './dictionary.ts';
import { findAddressees } from './headers.ts';
import { findOrganisations } from './organisations.ts';
import { findTitledPeople } from './people.ts';
import { findCities } from './places.ts';
import { findRuns, unwrap } from './runs.ts';

/** `Last, First M.` at the beginning of a line or inside one. */
const INVERTED =
  /(?<![\p{L}\p{N},] ?)(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?), (\p{Lu}\p{Ll}+(?: \p{Lu}\.)?)(?![\p{L}])/gu;

/** In the order of trust: where two overlap, the earlier one stands. */
export function findNames(text: string): Found[] {
  const flowing = unwrap(text);
  const runs = findRuns(flowing);
  const sure = [
    ...findAddressees(text),
    ...findOrganisations(flowing),
    ...findCities(flowing),
    ...findTitledPeople(flowing),
    ...findInverted(flowing),
  ];
  const classified = runs.flatMap((run) => classifyRun(run, flowing));
  return [...sure, ...classified, ...surnames([...sure, ...classified], runs)];
}

function findInverted(flowing: string): Found[] {
  const found: Found[] = [];
  for (const m of flowing.matchAll(INVERTED)) {
    const [whole, last = '', first = ''] = m;
    const given = first.split(' ')[0] ?? '';
    if (
      !look(given).firstName ||
      look(given).place ||
      look(last).place ||
      look(last).firstName ||
      look(last).common
    )
      continue;
    found.push({ kind: 'person', start: m.index, end: m.index + whole.length, normal: `${first} ${last}` });
  }
  return found;
}

/** A surname alone is a person when the same document names that person in full. */
function surnames(found: readonly Found[], runs: ReturnType<typeof findRuns>): Found[] {
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
