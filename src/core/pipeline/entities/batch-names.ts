/** Groups the names of a whole batch into canonical entities and records which documents mention them. */
import { ENTITY_KINDS, type EntityKind } from '../../../shared/mentions.ts';
import type { BatchEntity } from '../../documents/resolution.ts';
import type { CanonicalEntity } from '../../documents/types.ts';
import { inTurns, type Steps, sortInSlices, sortSteps } from '../../util/event-loop.ts';
import { ShardedMap } from '../../util/sharded-map.ts';
import { groupSorted, isGrouped } from './group.ts';
import { type JoinRule, pauseDue } from './grouping.ts';
import { Lists } from './lists.ts';
import { listMentions } from './name-mentions.ts';
import { compareCodeUnits } from './order.ts';
import { type NamedDocument, type Names, SharedNames } from './shared-names.ts';

/** Numbers of names are allocated for this many pairs at a time. */
const CHUNK = 1 << 15;

/**
 * Collects the names of documents, in any order. Each name is stored once for the batch and each document stores two
 * numbers per entity, so 100,000 documents take tens of megabytes. Fields are lists of numbers instead of objects: the
 * garbage collector stops the program for as long as it takes to copy objects.
 */
export class BatchNames {
  readonly #ids = new Map<EntityKind, ShardedMap<number>>();
  readonly #kinds: EntityKind[] = [];
  readonly #texts: string[] = [];
  readonly #mentions: number[] = [];
  readonly #documents: NamedDocument[] = [];
  #chunk = new Uint32Array();
  #used = 0;

  /** Adds a document. @param canonical its canonical entities, of whose mentions only the number matters */
  add(
    documentId: string,
    canonical: readonly (Pick<CanonicalEntity, 'kind' | 'name'> & {
      mentions: { readonly length: number };
    })[],
  ): void {
    const pairs = this.#room(canonical.length * 2);
    canonical.forEach(({ kind, name, mentions }, i) => {
      const id = this.#idOf(kind, name);
      pairs[i * 2] = id;
      pairs[i * 2 + 1] = mentions.length;
      this.#mentions[id] = (this.#mentions[id] ?? 0) + mentions.length;
    });
    this.#documents.push({ id: documentId, pairs });
  }

  #room(length: number): Uint32Array {
    if (this.#used + length > this.#chunk.length) {
      this.#chunk = new Uint32Array(Math.max(CHUNK * 2, length));
      this.#used = 0;
    }
    this.#used += length;
    return this.#chunk.subarray(this.#used - length, this.#used);
  }

  #idOf(kind: EntityKind, name: string): number {
    const ids = this.#ids.get(kind) ?? new ShardedMap<number>();
    this.#ids.set(kind, ids);
    const known = ids.get(name);
    if (known !== undefined) return known;
    const id = this.#texts.push(name) - 1;
    this.#kinds.push(kind);
    ids.set(name, id);
    return id;
  }

  /**
   * Groups the names and yields to the event loop in between. The order in which documents were added does not matter.
   * `SharedNames` says when a short form joins a name of another document.
   * @returns the entities by number of documents, then mentions (both descending), then kind and name
   */
  async resolve(): Promise<ResolvedNames> {
    const documents = await sortInSlices(this.#documents, (a, b) => compareCodeUnits(a.id, b.id));
    const names: Names = { kinds: this.#kinds, texts: this.#texts };
    const shared = await SharedNames.of(names, documents);
    const groups = await inTurns(groupsOf(names, shared));
    const size = groups.names.length;
    const mentions = await inTurns(listMentions(size, groups.ofName, documents));
    const members = await inTurns(Lists.of(size, groups.ofName));
    const nameOf = (group: number): string => groups.names[group] ?? '';
    const unsorted: number[] = [];
    for (let group = 0; group < size; group += 1) unsorted.push(group);
    const sorted = await sortInSlices(
      unsorted,
      (a, b) =>
        mentions.documents(b) - mentions.documents(a) ||
        mentions.total(b) - mentions.total(a) ||
        compareCodeUnits(groups.kinds[a] ?? '', groups.kinds[b] ?? '') ||
        compareCodeUnits(nameOf(a), nameOf(b)),
    );
    return {
      size,
      entity: (index) => {
        const group = sorted[index];
        const kind = groups.kinds[group ?? -1];
        if (group === undefined || kind === undefined) throw new RangeError('No entity has this index');
        return {
          kind,
          name: nameOf(group),
          aliases: this.#aliases(members.at(group)),
          documents: mentions.list(group).map(([d, count]) => [documents[d]?.id ?? '', count]),
          mentions: mentions.total(group),
        };
      },
      canonical: (kind, name) => {
        const id = this.#ids.get(kind)?.get(name);
        return id === undefined ? name : nameOf(groups.ofName[id] ?? 0);
      },
    };
  }

  /** Returns the names of an entity, most mentioned first. */
  #aliases(ids: Uint32Array): string[] {
    const name = (id: number): string => this.#texts[id] ?? '';
    return [...ids]
      .sort(
        (a, b) => (this.#mentions[b] ?? 0) - (this.#mentions[a] ?? 0) || compareCodeUnits(name(a), name(b)),
      )
      .map(name);
  }
}

export interface ResolvedNames {
  /** The number of entities. */
  readonly size: number;
  /** Builds the entity at an index. @throws RangeError for an index outside the list */
  entity(index: number): BatchEntity;
  /** Returns the batch's canonical name for a document's canonical name. */
  canonical(kind: EntityKind, name: string): string;
}

interface Groups {
  /** The group of each name ID. */
  ofName: Uint32Array;
  /** The canonical name and the kind of each group. */
  names: string[];
  kinds: EntityKind[];
}

/** Groups the names of each kind. */
function* groupsOf({ kinds, texts }: Names, shared: SharedNames): Steps<Groups> {
  const due = pauseDue();
  const groups: Groups = { ofName: new Uint32Array(texts.length), names: [], kinds: [] };
  const open = (kind: EntityKind, name: string): number => {
    groups.kinds.push(kind);
    return groups.names.push(name) - 1;
  };
  const kindNumbers = new Uint32Array(texts.length);
  for (const [id, kind] of kinds.entries()) {
    if (due()) yield;
    kindNumbers[id] = ENTITY_KINDS.indexOf(kind);
  }
  const byKind = yield* Lists.of(ENTITY_KINDS.length, kindNumbers);
  for (const [number, kind] of ENTITY_KINDS.entries()) {
    const unsorted = byKind.at(number);
    if (!isGrouped(kind)) {
      for (const id of unsorted) {
        if (due()) yield;
        groups.ofName[id] = open(kind, texts[id] ?? '');
      }
      continue;
    }
    const ids = yield* sortSteps([...unsorted], (a, b) => compareCodeUnits(texts[a] ?? '', texts[b] ?? ''));
    const toIds = (indexes: Iterable<number>): number[] => Array.from(indexes, (i) => ids[i] ?? 0);
    const mayJoin: JoinRule = (shorts, full) => shared.areRelated(toIds(shorts), toIds(full));
    const sorted = ids.map((id) => texts[id] ?? '');
    const canonical = yield* groupSorted(kind, sorted, mayJoin);
    const known = new ShardedMap<number>();
    for (const [i, id] of ids.entries()) {
      if (due()) yield;
      const name = canonical[i] ?? '';
      const group = known.get(name) ?? open(kind, name);
      if (group === groups.names.length - 1) known.set(name, group);
      groups.ofName[id] = group;
    }
  }
  return groups;
}
