/** Finds companies that are called by the name of a place: `Dearborn argued` for Dearborn National Life Insurance Company. */
import { hasCompanyForm, organizationKey } from '../group-keys.ts';
import type { EntityMatch } from '../match.ts';
import { STATE_PATTERN, STATES } from '../names/lexicon.ts';
import { rootOf } from './document-memory.ts';

/** Countries and continents are meant themselves, whatever companies are called. */
const COUNTRIES =
  /^(?:United States|America|Canada|Mexico|China|Japan|Korea|India|Israel|Russia|Germany|France|England|Britain|Italy|Spain|Brazil|Australia|Europe|Asia|Africa)$/;
/** Words that show that somebody acts, or is acted against. */
const ACTED_ON = /\b(?:[Aa]gainst|[Ss]ued|[Ss]ues?|by|with|[Tt]hat|[Pp]aid|[Cc]ontacted|[Tt]old) $/;
const ACTS =
  /^(?:['’]s?)? (?:has|had|did|does|was|is|may|must|shall|will|would|agrees?|argues?|admits?|denies|contends?|sent|knew|paid|owed|owes|sold|built|[a-z]{3,12}ed)\b|^['’]s? (?:[a-z]+ )?(?:offer|motion|brief|argument|claims?|liability|negligence|employees?|agents?|counsel|attorneys?|policy|records?|plant|trucks?|answer|complaint|breach|failure|conduct|insurance|manager|president|officers?)\b/;
const IN_PLACE = /\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ww]ithin|[Tt]hroughout) (?:the )?$/;

const IN_STATE = new RegExp(`^, ${STATE_PATTERN}`);

/** Returns the names, where a place that this document has only as a company's short name has become that company. */
export function withoutCompaniesAsPlaces(names: readonly EntityMatch[], flowing: string): EntityMatch[] {
  const places = new Map<string, EntityMatch[]>();
  for (const name of names) {
    if (name.kind !== 'place' || STATES.has(name.normal.toLowerCase()) || COUNTRIES.test(name.normal))
      continue;
    const same = places.get(name.normal);
    if (same === undefined) places.set(name.normal, [name]);
    else same.push(name);
  }
  if (places.size === 0) return [...names];
  const owners = ownersOf(names, places);
  const changed = new Map<EntityMatch, EntityMatch>();
  for (const [place, mentions] of places) {
    const owner = owners.get(place);
    if (owner === undefined || owner === null || !isCompany(mentions, flowing)) continue;
    for (const mention of mentions)
      changed.set(mention, { ...mention, kind: 'organization', antecedent: rootOf(owner) });
  }
  return names.map((name) => changed.get(name) ?? name);
}

/** Returns the one company whose name starts with each place, or null where there are several. */
function ownersOf(
  names: readonly EntityMatch[],
  places: ReadonlyMap<string, unknown>,
): Map<string, EntityMatch | null> {
  const byLower = new Map<string, string>();
  for (const place of places.keys())
    if (!byLower.has(place.toLowerCase())) byLower.set(place.toLowerCase(), place);
  const owners = new Map<string, EntityMatch | null>();
  for (const name of names) {
    if (name.kind !== 'organization') continue;
    const root = rootOf(name);
    const words = root.split(/[ ,]+/);
    for (let count = 1; count < Math.min(words.length, 4); count += 1) {
      const start = words.slice(0, count).join(' ');
      const spelled = byLower.get(start.toLowerCase());
      if (spelled === undefined) continue;
      const known = owners.get(spelled);
      const fits = hasCompanyForm(root) || / Group$/i.test(root);
      if (known === undefined) owners.set(spelled, fits ? name : null);
      else if (known !== null && organizationKey(rootOf(known)) !== organizationKey(root))
        owners.set(spelled, null);
    }
  }
  return owners;
}

/** Returns true if the words around show a company somewhere, and a place nowhere. */
function isCompany(mentions: readonly EntityMatch[], flowing: string): boolean {
  let acts = false;
  for (const { start, end } of mentions) {
    const before = flowing.slice(Math.max(0, start - 16), start);
    const after = flowing.slice(end, end + 40);
    if (IN_PLACE.test(before) || IN_STATE.test(after)) return false;
    acts ||= ACTS.test(after) || ACTED_ON.test(before);
  }
  return acts;
}
