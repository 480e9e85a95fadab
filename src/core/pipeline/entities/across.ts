/** Canonical entities over a whole batch, with the documents and mentions that are their evidence. */
import { setImmediate } from 'node:timers/promises';
import { ENTITY_KINDS, type EntityKind } from '../../../shared/documents.ts';
import type { BatchEntity } from '../../documents/resolution.ts';
import type { CanonicalEntity } from '../../documents/types.ts';
import { groupNames } from './group.ts';

/** Documents between two turns of the loop. */
const TURN = 2000;

interface Named {
  kind: EntityKind;
  name: string;
}

/**
 * Takes the documents one after the other, in any order, and keeps of each two numbers per entity: the names
 * themselves are kept once for the whole batch, so 100,000 documents take tens of megabytes.
 */
export class BatchNames {
  readonly #ids = new Map<EntityKind, Map<string, number>>();
  readonly #names: Named[] = [];
  readonly #mentions: number[] = [];
  /** Per document: name, mentions, name, mentions… */
  readonly #documents: { id: string; pairs: Uint32Array }[] = [];

  /** @param canonical the document's own canonical entities */
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
    const known = this.#ids.get(kind) ?? new Map<string, number>();
    this.#ids.set(kind, known);
    const id = known.get(name) ?? this.#names.push({ kind, name }) - 1;
    known.set(name, id);
    return id;
  }

  /**
   * Groups the names, letting the loop turn in between. Independent of the order in which documents came.
   * @returns the entities, those in most documents first, then by mentions, kind and name
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
    this.#documents.sort((a, b) => compare(a.id, b.id));
    for (const [document, { pairs }] of this.#documents.entries()) {
      if (document % TURN === 0) await setImmediate();
      for (let i = 0; i < pairs.length; i += 2)
        addMentions(groupOf[pairs[i] ?? 0], document, pairs[i + 1] ?? 0);
    }
    const sorted = [...groups.values()].sort(
      (a, b) =>
        b.documents.length - a.documents.length ||
        b.count - a.count ||
        compare(a.kind, b.kind) ||
        compare(a.name, b.name),
    );
    return {
      size: sorted.length,
      entity: (index) => this.#describe(sorted[index]),
      canonical: (kind, name) => canonicalOf.get(kind)?.get(name) ?? name,
    };
  }

  #describe(group: Group | undefined): BatchEntity {
    if (group === undefined) throw new RangeError('There is no such entity');
    const aliases = group.names
      .sort(
        (a, b) =>
          (this.#mentions[b] ?? 0) - (this.#mentions[a] ?? 0) ||
          compare(this.#names[a]?.name ?? '', this.#names[b]?.name ?? ''),
      )
      .map((id) => this.#names[id]?.name ?? '');
    const documents: [string, number][] = [];
    for (let i = 0; i < group.documents.length; i += 2)
      documents.push([this.#documents[group.documents[i] ?? 0]?.id ?? '', group.documents[i + 1] ?? 0]);
    return { kind: group.kind, name: group.name, aliases, documents, mentions: group.count };
  }
}

interface Group extends Named {
  /** Numbers of the names that mean it. */
  names: number[];
  /** Document, mentions, document, mentions…, by document. */
  documents: number[];
  count: number;
}

export interface ResolvedNames {
  /** How many entities there are. */
  readonly size: number;
  /** The entity at a place of the order, made when it is asked for. @throws RangeError outside of it */
  entity(index: number): BatchEntity;
  /** The batch's name for what one document calls `name`. */
  canonical(kind: EntityKind, name: string): string;
}

function addMentions(group: Group | undefined, document: number, mentions: number): void {
  if (group === undefined) return;
  const { documents } = group;
  group.count += mentions;
  // Two names of one document may be the same entity's in the batch.
  if (documents.at(-2) === document) documents[documents.length - 1] = (documents.at(-1) ?? 0) + mentions;
  else documents.push(document, mentions);
}

/** Code units, so that the machine's language does not change the result. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
