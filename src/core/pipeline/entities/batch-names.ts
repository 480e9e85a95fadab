/** Groups the names of a whole batch into canonical entities and records which documents mention them. */
import { ENTITY_KINDS, type EntityKind } from '../../../shared/documents.ts';
import type { BatchEntity } from '../../documents/resolution.ts';
import type { CanonicalEntity } from '../../documents/types.ts';
import { sortInSlices, yieldEvery } from '../../util/event-loop.ts';
import { groupNamesInTurns } from './group.ts';
import { type JoinRule, pauseDue } from './grouping.ts';
import { compareCodeUnits } from './order.ts';
import { type Named, type NamedDocument, SharedNames } from './shared-names.ts';

/**
 * Collects the names of documents, in any order. Each name is stored once for the batch and each document stores two
 * numbers per entity, so 100,000 documents take tens of megabytes.
 */
export class BatchNames {
  readonly #ids = new Map<EntityKind, Map<string, number>>();
  readonly #names: Named[] = [];
  readonly #mentions: number[] = [];
  readonly #documents: NamedDocument[] = [];

  /** Adds a document. @param canonical its canonical entities, of whose mentions only the number matters */
  add(
    documentId: string,
    canonical: readonly (Pick<CanonicalEntity, 'kind' | 'name'> & {
      mentions: { readonly length: number };
    })[],
  ): void {
    const pairs = new Uint32Array(canonical.length * 2);
    canonical.forEach(({ kind, name, mentions }, i) => {
      const id = this.#idOf(kind, name);
      pairs[i * 2] = id;
      pairs[i * 2 + 1] = mentions.length;
      this.#mentions[id] = (this.#mentions[id] ?? 0) + mentions.length;
    });
    this.#documents.push({ id: documentId, pairs });
  }

  #idOf(kind: EntityKind, name: string): number {
    const ids = this.#ids.get(kind) ?? new Map<string, number>();
    this.#ids.set(kind, ids);
    const id = ids.get(name) ?? this.#names.push({ kind, name }) - 1;
    ids.set(name, id);
    return id;
  }

  /**
   * Groups the names and yields to the event loop in between. The order in which documents were added does not matter.
   * `SharedNames` says when a short form joins a name of another document.
   * @returns the entities by number of documents, then mentions (both descending), then kind and name
   */
  async resolve(): Promise<ResolvedNames> {
    const yieldIfDue = yieldEvery();
    const documents = await sortInSlices(this.#documents, (a, b) => compareCodeUnits(a.id, b.id));
    const shared = await SharedNames.of(this.#names, documents);
    const canonicalOf = new Map<EntityKind, ReadonlyMap<string, string>>();
    for (const kind of ENTITY_KINDS) {
      const ids = this.#ids.get(kind);
      if (ids === undefined) continue;
      const idsOf = (names: readonly string[]): number[] => names.map((name) => ids.get(name) ?? 0);
      const mayJoin: JoinRule = (shorts, full) => shared.areRelated(idsOf(shorts), idsOf(full));
      canonicalOf.set(kind, await groupNamesInTurns(kind, ids.keys(), mayJoin));
    }
    const groups = new Map<string, Group>();
    const groupOf: Group[] = [];
    const due = pauseDue();
    for (const [id, { kind, name }] of this.#names.entries()) {
      if (due()) await yieldIfDue();
      const canonical = canonicalOf.get(kind)?.get(name) ?? name;
      const key = `${kind}\0${canonical}`;
      const group = groups.get(key) ?? { kind, name: canonical, names: [], documents: [], count: 0 };
      groups.set(key, group);
      group.names.push(id);
      groupOf.push(group);
    }
    for (const [document, { pairs }] of documents.entries()) {
      await yieldIfDue();
      for (let i = 0; i < pairs.length; i += 2)
        addMentions(groupOf[pairs[i] ?? 0], document, pairs[i + 1] ?? 0);
    }
    const sorted = await sortInSlices(
      [...groups.values()],
      (a, b) =>
        b.documents.length - a.documents.length ||
        b.count - a.count ||
        compareCodeUnits(a.kind, b.kind) ||
        compareCodeUnits(a.name, b.name),
    );
    return {
      size: sorted.length,
      entity: (index) => this.#describe(sorted[index], documents),
      canonical: (kind, name) => canonicalOf.get(kind)?.get(name) ?? name,
    };
  }

  #describe(group: Group | undefined, inOrder: readonly NamedDocument[]): BatchEntity {
    if (group === undefined) throw new RangeError('No entity has this index');
    const aliases = group.names
      .sort(
        (a, b) =>
          (this.#mentions[b] ?? 0) - (this.#mentions[a] ?? 0) ||
          compareCodeUnits(this.#names[a]?.name ?? '', this.#names[b]?.name ?? ''),
      )
      .map((id) => this.#names[id]?.name ?? '');
    const documents: [string, number][] = [];
    for (let i = 0; i < group.documents.length; i += 2)
      documents.push([inOrder[group.documents[i] ?? 0]?.id ?? '', group.documents[i + 1] ?? 0]);
    return { kind: group.kind, name: group.name, aliases, documents, mentions: group.count };
  }
}

interface Group extends Named {
  /** IDs of the names that mean this entity. */
  names: number[];
  /** Pairs of document index and number of mentions, sorted by document. */
  documents: number[];
  count: number;
}

export interface ResolvedNames {
  /** The number of entities. */
  readonly size: number;
  /** Builds the entity at an index. @throws RangeError for an index outside the list */
  entity(index: number): BatchEntity;
  /** Returns the batch's canonical name for a document's canonical name. */
  canonical(kind: EntityKind, name: string): string;
}

function addMentions(group: Group | undefined, document: number, mentions: number): void {
  if (group === undefined) return;
  const { documents } = group;
  group.count += mentions;
  // Two names in one document may turn out to be the same entity in the batch.
  if (documents.at(-2) === document) documents[documents.length - 1] = (documents.at(-1) ?? 0) + mentions;
  else documents.push(document, mentions);
}
