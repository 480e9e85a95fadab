/** Groups names of one kind that mean the same entity and picks a canonical name, in any order of names. */
import type { EntityKind } from '../../../shared/mentions.ts';
import { inOneTurn, type Steps } from '../../util/event-loop.ts';
import { groupByKey, ORGANIZATION_KEYS, PLACE_KEYS } from './group-keys.ts';
import { groupPeople } from './group-people.ts';
import type { JoinRule } from './grouping.ts';
import { compareCodeUnits } from './order.ts';

/** Names of the other kinds have a normal form, which nothing else can mean. */
const GROUPED: ReadonlySet<EntityKind> = new Set(['person', 'organization', 'place']);

export const isGrouped = (kind: EntityKind): boolean => GROUPED.has(kind);

/** Returns the canonical name of each name of a document, in which a short form means the one name that it fits. */
export function groupNames(kind: EntityKind, names: Iterable<string>): Map<string, string> {
  const sorted = [...new Set(names)].sort(compareCodeUnits);
  const canonical = inOneTurn(groupSorted(kind, sorted, null));
  return new Map(sorted.map((name, i) => [name, canonical[i] ?? name]));
}

/**
 * Returns the canonical name of each name, in steps.
 * @param sorted the names, each once
 * @param mayJoin decides about the short forms that fit one name; null lets all of them join
 */
export function* groupSorted(
  kind: EntityKind,
  sorted: readonly string[],
  mayJoin: JoinRule | null,
): Steps<readonly string[]> {
  switch (kind) {
    case 'person':
      return yield* groupPeople(sorted, mayJoin);
    case 'organization':
      return yield* groupByKey(sorted, ORGANIZATION_KEYS, mayJoin);
    case 'place':
      return yield* groupByKey(sorted, PLACE_KEYS, mayJoin);
    default:
      return sorted;
  }
}
