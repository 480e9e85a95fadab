/** Canonical entities over a whole batch, with the mentions that are their evidence. */
import { ENTITY_KINDS, type EntityKind } from '../../../shared/documents.ts';
import type { EntityResolutionResult } from '../types.ts';
import { groupNames } from './group.ts';

export interface DocumentEntities {
  documentId: string;
  resolution: EntityResolutionResult;
}

export interface BatchEntity {
  kind: EntityKind;
  name: string;
  /** Names it has in single documents, sorted. */
  aliases: string[];
  /** Sorted by document; `mentions` are indexes into that document's entities. */
  documents: { documentId: string; mentions: number[] }[];
  /** Mentions over all documents. */
  count: number;
}

/**
 * Pure and independent of the order of `documents`: sorted by kind, then by how often it is mentioned,
 * then by name.
 */
export function resolveAcross(documents: readonly DocumentEntities[]): BatchEntity[] {
  const entities: BatchEntity[] = [];
  const ordered = [...documents].sort((a, b) => compare(a.documentId, b.documentId));
  for (const kind of ENTITY_KINDS) {
    const local = ordered.flatMap(({ documentId, resolution }) =>
      resolution.canonical.filter((c) => c.kind === kind).map((c) => ({ documentId, ...c })),
    );
    const names = groupNames(
      kind,
      local.map((c) => c.name),
    );
    const found = new Map<string, BatchEntity>();
    for (const { documentId, name, mentions } of local) {
      const canonical = names.get(name) ?? name;
      const entity = found.get(canonical) ?? { kind, name: canonical, aliases: [], documents: [], count: 0 };
      found.set(canonical, entity);
      if (!entity.aliases.includes(name)) entity.aliases.push(name);
      const last = entity.documents.at(-1);
      if (last?.documentId === documentId)
        last.mentions = [...last.mentions, ...mentions].sort((a, b) => a - b);
      else entity.documents.push({ documentId, mentions: [...mentions].sort((a, b) => a - b) });
      entity.count += mentions.length;
    }
    for (const entity of found.values()) entity.aliases.sort(compare);
    entities.push(...[...found.values()].sort((a, b) => b.count - a.count || compare(a.name, b.name)));
  }
  return entities;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
