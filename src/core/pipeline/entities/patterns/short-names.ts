/** The short names of the cases that a document cites in full. */
import { shortNames } from './case-name.ts';
import type { Authority } from './citation-forms.ts';

/** Looks up cases by a short name such as `Twombly` or `Grutter v. Bollinger`. */
export interface CaseNames {
  /** The number of names. */
  size: number;
  /** The first words of all short names. */
  has: (firstWord: string) => boolean;
  /** The groups of the cases with this name that are cited before `at`. */
  groups: (name: string, at: number) => ReadonlySet<number>;
  /** The normal form of a case: that of its first citation with a page. */
  normalOf: (group: number) => string;
  /** True when one of the citations of a case is in this volume of any reporter. */
  hasVolume: (group: number, volume: string) => boolean;
  /** True when the case is cited from another volume of this reporter: `Roe, 12 F.3d at 3` is not the Roe in 45 F.3d. */
  isElsewhere: (group: number, volume: string, reporter: string) => boolean;
}

const keyOf = (name: string): string =>
  name
    .replace(/\bvs?\.? /g, 'v. ')
    .replace(/[.,’']/g, '')
    .toLowerCase();
const NONE: ReadonlySet<number> = new Set();

/** Collects the short names of cases. Citations of one case at several places count as one. */
export function namesOf(authorities: readonly Authority[]): CaseNames {
  const normals = new Map<number, string>();
  const places = new Map<number, [volume: string, reporter: string][]>();
  const byName = new Map<string, { at: number; group: number }[]>();
  const firstWords = new Set<string>();
  for (const { normal, antecedent, group, parties, coreEnd } of authorities) {
    if (!normals.has(group)) normals.set(group, antecedent ?? normal);
    const [, volume = '', reporter = ''] = /^(\S+) (.+) \S+$/.exec(normal) ?? [];
    const known = places.get(group) ?? [];
    if (!known.some((p) => p[0] === volume && p[1] === reporter)) known.push([volume, reporter]);
    places.set(group, known);
    if (parties.length === 0) continue;
    for (const name of [...shortNames(parties), parties.join(' v. ')]) {
      const key = keyOf(name);
      const known = byName.get(key) ?? [];
      // Two cases with one name are as ambiguous as three.
      if (known.length < 3 && !known.some((entry) => entry.group === group))
        known.push({ at: coreEnd, group });
      byName.set(key, known);
      firstWords.add(name.split(' ')[0]?.replace(/[.,]$/, '') ?? '');
    }
  }
  return {
    size: byName.size,
    has: (word) => firstWords.has(word),
    groups: (name, at) => {
      const known = byName.get(keyOf(name));
      return known === undefined ? NONE : new Set(known.filter((k) => k.at <= at).map((k) => k.group));
    },
    normalOf: (group) => normals.get(group) ?? '',
    hasVolume: (group, volume) => places.get(group)?.some((p) => p[0] === volume) ?? false,
    isElsewhere: (group, volume, reporter) => {
      const same = places.get(group)?.filter((p) => p[1] === reporter) ?? [];
      return same.length > 0 && same.every((p) => p[0] !== volume);
    },
  };
}
