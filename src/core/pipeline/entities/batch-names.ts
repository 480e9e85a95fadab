/** Groups the names of a whole batch into canonical entities and records which documents mention them. */
import { setImmediate } from 'node:timers/promises';
import { ENTITY_KINDS, type EntityKind } from '../../../shared/documents.ts';
import type { BatchEntity } from '../../documents/resolution.ts';
import type { CanonicalEntity } from '../../documents/types.ts';
import { groupNames } from './group.ts';
import { compareCodeUnits } from './order.ts';

/** The event loop runs after each block of this many documents. */
const DOCUMENTS_PER_TURN = 2000;

interface Named {
  kind: EntityKind;
  name: string;
}

/**
 * Collects the names of documents, in any order. Each name is stored once for the batch and each document stores two
 * numbers per entity, so 100,000 documents take tens of megabytes.
 */
export class BatchNames {
  readonly #ids = new Map<EntityKind, Map<string, number>>();
  readonly #names: Named[] = [];
  readonly #mentions: number[] = [];
  /** Per document, pairs of name ID and number of mentions. */
  readonly #documents: { id: string; pairs: Uint32Array }[] = [];

  /** Adds a document. @param canonical its canonical entities */
  add(documentId: string, canonical: readonly CanonicalEntity[]): void {
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
   * @returns the entities by number of documents, then mentions (both descending), then kind and name
   */
  async resolve(): Promise<ResolvedNames> {
    const canonicalOf = new Map<EntityKind, ReadonlyMap<string, string>>();
    for (const kind of ENTITY_KINDS) {
      const names = this.#ids.get(kind);
      if (names === undefined) continue;
      canonicalOf.set(kind, groupNames(kind, names.keys()));
      await setImmediate();
    }
    const groups = new Map<string, Group>();
    const groupOf = this.#names.map(({ kind, name }, id): Group => {
      const canonical = canonicalOf.get(kind)?.get(name) ?? name;
      const key = `${kind}\0${canonical}`;
      const group = groups.get(key) ?? { kind, name: canonical, names: [], documents: [], count: 0 };
      groups.set(key, group);
      group.names.push(id);
      return group;
    });
    this.#documents.sort((a, b) => compareCodeUnits(a.id, b.id));
    for (const [document, { pairs }] of this.#documents.entries()) {
      if (document % DOCUMENTS_PER_TURN === 0) await setImmediate();
      for (let i = 0; i < pairs.length; i += 2)
        addMentions(groupOf[pairs[i] ?? 0], document, pairs[i + 1] ?? 0);
    }
    const sorted = [...groups.values()].sort(
      (a, b) =>
        b.documents.length - a.documents.length ||
        b.count - a.count ||
        compareCodeUnits(a.kind, b.kind) ||
        compareCodeUnits(a.name, b.name),
    );
    return {
      size: sorted.length,
      entity: (index) => this.#describe(sorted[index]),
      canonical: (kind, name) => canonicalOf.get(kind)?.get(name) ?? name,
    };
  }

  #describe(group: Group | undefined): BatchEntity {
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
      documents.push([this.#documents[group.documents[i] ?? 0]?.id ?? '', group.documents[i + 1] ?? 0]);
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
