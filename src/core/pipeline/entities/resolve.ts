/** The fourth stage: gives every mention in a document its canonical name. */
import { ENTITY_KINDS, type Entity, type EntityKind } from '../../../shared/mentions.ts';
import type { CanonicalEntity, EntityResolutionResult, Mention } from '../../documents/types.ts';
import { groupNames } from './group.ts';

/** Returns the entities in the order of their mentions. The canonical names do not depend on that order. */
export function resolveEntities(mentions: readonly Mention[]): EntityResolutionResult {
  const canonicalOf = new Map<EntityKind, Map<string, string>>();
  for (const kind of ENTITY_KINDS) {
    const names = mentions.filter((m) => m.kind === kind).map((m) => m.antecedent ?? m.normal);
    if (names.length > 0) canonicalOf.set(kind, groupNames(kind, names));
  }
  const entities = mentions.map(
    ({ kind, text, normal, antecedent, start, end, page }): Entity => ({
      kind,
      text,
      canonical: canonicalOf.get(kind)?.get(antecedent ?? normal) ?? antecedent ?? normal,
      start,
      end,
      page,
    }),
  );
  const canonical = new Map<string, CanonicalEntity>();
  entities.forEach((entity, index) => {
    const key = `${entity.kind}\0${entity.canonical}`;
    const existing = canonical.get(key);
    if (existing) existing.mentions.push(index);
    else canonical.set(key, { kind: entity.kind, name: entity.canonical, mentions: [index] });
  });
  return { entities, canonical: [...canonical.values()] };
}
