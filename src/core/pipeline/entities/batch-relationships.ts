/** Merges the relationships of all documents in a batch under the batch's canonical names. */

import type { BatchRelationshipRow } from '../../../shared/entities.ts';
import {
  ENTITY_KINDS,
  type EntityKind,
  RELATIONSHIP_KINDS,
  type Relationship,
} from '../../../shared/mentions.ts';
import { firstInOrder } from '../../util/first-in-order.ts';
import { ShardedMap } from '../../util/sharded-map.ts';
import { EvidenceTable } from './evidence-table.ts';
import { compareCodeUnits } from './order.ts';

/** At most this many distinct pairs are collected; further pairs are ignored. */
const MAX_PAIRS = 200_000;
/** Only the strongest relationships of a batch are stored. */
const MAX_RELATIONSHIPS = 20_000;

const APPEARS_WITH = RELATIONSHIP_KINDS.indexOf('appears_with');
/** Kinds have few numbers, so that a kind and a number of a name fit into one. */
const MOST_KINDS = 16;

/** The strongest relationships of a batch, in order. */
export interface StrongestRelationships {
  /** The number of relationships. */
  readonly size: number;
  /** Builds the relationship at an index. @throws RangeError for an index outside the list */
  row(index: number): BatchRelationshipRow;
}

/**
 * Collects the relationships of a batch. Each document must be added once. The order does not matter as long as the
 * batch has no more than `MAX_PAIRS` pairs. Fields are lists of numbers, like those of `BatchNames`.
 */
export class BatchRelationships {
  readonly #nameOf: (kind: EntityKind, name: string) => string;
  readonly #numbers = ENTITY_KINDS.map(() => new ShardedMap<number>());
  /** The canonical name and the kind of each end, by number. */
  readonly #names: string[] = [];
  readonly #entityKinds: number[] = [];
  readonly #rows = new ShardedMap<number>();
  readonly #kinds: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #weights: number[] = [];
  readonly #documents: number[] = [];
  /** The last document that was added to each row. */
  readonly #last: number[] = [];
  /** How often rows have each role. */
  readonly #roles = new Map<number, Map<string, number>>();
  readonly #evidence = new EvidenceTable();

  /** @param nameOf returns the batch's canonical name for a document's canonical name */
  constructor(nameOf: (kind: EntityKind, name: string) => string) {
    this.#nameOf = nameOf;
  }

  /** Adds the relationships of one document. */
  add(documentId: string, relationships: readonly Relationship[]): void {
    const document = this.#evidence.open(documentId);
    for (const relationship of relationships) {
      const row = this.#rowOf(relationship);
      if (row === null) continue;
      this.#weights[row] = (this.#weights[row] ?? 0) + relationship.weight;
      if (relationship.role !== undefined) this.#countRole(row, relationship.role, relationship.weight);
      if (this.#last[row] !== document) this.#documents[row] = (this.#documents[row] ?? 0) + 1;
      this.#last[row] = document;
      for (const place of relationship.evidence) this.#evidence.add(row, document, place);
    }
  }

  #countRole(row: number, role: string, weight: number): void {
    const roles = this.#roles.get(row) ?? new Map<string, number>();
    this.#roles.set(row, roles.set(role, (roles.get(role) ?? 0) + weight));
  }

  /** Returns the row of a relationship, or null when both ends are the same entity or `MAX_PAIRS` is reached. */
  #rowOf({ kind, fromKind, toKind, ...names }: Relationship): number | null {
    let from = this.#numberOf(fromKind, names.from);
    let to = this.#numberOf(toKind, names.to);
    if (from === to) return null;
    const kindNumber = RELATIONSHIP_KINDS.indexOf(kind);
    // `appears_with` has no direction, so the names are sorted; the batch's names may sort differently.
    if (kindNumber === APPEARS_WITH && compareCodeUnits(this.#name(to), this.#name(from)) < 0)
      [from, to] = [to, from];
    const key = `${from * MOST_KINDS + kindNumber} ${to}`;
    const existing = this.#rows.get(key);
    if (existing !== undefined) return existing;
    if (this.#rows.size >= MAX_PAIRS) return null;
    const row = this.#kinds.push(kindNumber) - 1;
    this.#from.push(from);
    this.#to.push(to);
    this.#rows.set(key, row);
    return row;
  }

  #numberOf(kind: EntityKind, written: string): number {
    const kindNumber = ENTITY_KINDS.indexOf(kind);
    const numbers = this.#numbers[kindNumber];
    const name = this.#nameOf(kind, written);
    const known = numbers?.get(name);
    if (known !== undefined) return known;
    const number = this.#names.push(name) - 1;
    this.#entityKinds.push(kindNumber);
    numbers?.set(name, number);
    return number;
  }

  #name(end: number | undefined): string {
    return this.#names[end ?? -1] ?? '';
  }

  /**
   * Chooses the strongest relationships: stated ones before `appears_with`, then by number of documents, weight and
   * name. Each has the role that most mentions give it. Does not block the event loop.
   */
  async strongest(): Promise<StrongestRelationships> {
    const rank = (row: number): number => (this.#kinds[row] === APPEARS_WITH ? 1 : 0);
    const kind = (row: number): string => RELATIONSHIP_KINDS[this.#kinds[row] ?? -1] ?? '';
    const order = (a: number, b: number): number =>
      rank(a) - rank(b) ||
      (this.#documents[b] ?? 0) - (this.#documents[a] ?? 0) ||
      (this.#weights[b] ?? 0) - (this.#weights[a] ?? 0) ||
      compareCodeUnits(kind(a), kind(b)) ||
      compareCodeUnits(this.#name(this.#from[a]), this.#name(this.#from[b])) ||
      compareCodeUnits(this.#name(this.#to[a]), this.#name(this.#to[b])) ||
      compareCodeUnits(this.#kindOf(this.#from[a]), this.#kindOf(this.#from[b])) ||
      compareCodeUnits(this.#kindOf(this.#to[a]), this.#kindOf(this.#to[b]));
    const rows = await firstInOrder(this.#kinds.keys(), MAX_RELATIONSHIPS, order);
    return { size: rows.length, row: (index) => this.#describe(rows[index]) };
  }

  #kindOf(end: number | undefined): EntityKind {
    return ENTITY_KINDS[this.#entityKinds[end ?? -1] ?? -1] ?? 'person';
  }

  #describe(row: number | undefined): BatchRelationshipRow {
    const kind = RELATIONSHIP_KINDS[this.#kinds[row ?? -1] ?? -1];
    if (row === undefined || kind === undefined) throw new RangeError('No relationship has this index');
    const endOf = (end: number | undefined): BatchRelationshipRow['from'] => ({
      kind: this.#kindOf(end),
      name: this.#name(end),
    });
    const [role] = [...(this.#roles.get(row) ?? [])].sort(
      ([a, m], [b, n]) => n - m || compareCodeUnits(a, b),
    );
    return {
      kind,
      from: endOf(this.#from[row]),
      to: endOf(this.#to[row]),
      weight: this.#weights[row] ?? 0,
      documents: this.#documents[row] ?? 0,
      evidence: this.#evidence.list(row),
      ...(role === undefined ? {} : { role: role[0] }),
    };
  }
}
