/** Groups names of one kind that mean the same entity and picks a canonical name, in any order of names. */
import type { EntityKind } from '../../../shared/documents.ts';
import { sortInSlices, yieldEvery } from '../../util/event-loop.ts';
import { groupByKey, ORGANIZATION_KEYS, PLACE_KEYS } from './group-keys.ts';
import { groupPeople } from './group-people.ts';
import type { JoinRule, Steps } from './grouping.ts';
import { compareCodeUnits } from './order.ts';

/** Returns the canonical name of each name of a document, in which a short form means the one name that it fits. */
export function groupNames(kind: EntityKind, names: Iterable<string>): Map<string, string> {
  const steps = stepsOf(kind, [...new Set(names)].sort(compareCodeUnits), null);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/**
 * Does the same for the names of a batch, without blocking the event loop.
 * @param names each once
 * @param mayJoin decides about the short forms that fit one name
 */
export async function groupNamesInTurns(
  kind: EntityKind,
  names: Iterable<string>,
  mayJoin: JoinRule,
): Promise<Map<string, string>> {
  const steps = stepsOf(kind, await sortInSlices([...names], compareCodeUnits), mayJoin);
  const yieldIfDue = yieldEvery();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    await yieldIfDue();
  }
}

function stepsOf(
  kind: EntityKind,
  sorted: readonly string[],
  mayJoin: JoinRule | null,
): Steps<Map<string, string>> {
  switch (kind) {
    case 'person':
      return groupPeople(sorted, mayJoin);
    case 'organization':
      return groupByKey(sorted, ORGANIZATION_KEYS, mayJoin);
    case 'place':
      return groupByKey(sorted, PLACE_KEYS, mayJoin);
    default:
      return unchanged(sorted);
  }
}

function* unchanged(names: readonly string[]): Steps<Map<string, string>> {
  const result = new Map<string, string>();
  for (const [i, name] of names.entries()) {
    if (i % 5000 === 4999) yield;
    result.set(name, name);
  }
  return result;
}
