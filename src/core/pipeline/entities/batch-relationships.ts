/** Merges the relationships of all documents in a batch under the batch's canonical names. */
import type { EntityKind, Relationship } from '../../../shared/documents.ts';
import type { BatchRelationshipRow } from '../../../shared/entities.ts';
import { compareCodeUnits } from './order.ts';

/** At most this many distinct pairs are collected; further pairs are ignored. */
const MAX_PAIRS = 200_000;
/** Only the strongest relationships of a batch are stored. */
const MAX_RELATIONSHIPS = 20_000;
/** At most this many places are stored per relationship; `weight` and `documents` count them all. */
const MAX_EVIDENCE = 5;

type Evidence = BatchRelationshipRow['evidence'][number];

/**
 * Collects the relationships of a batch. Each document must be added once. The order does not matter as long as the
 * batch has no more than `MAX_PAIRS` pairs.
 */
export class BatchRelationships {
  readonly #rows = new Map<string, BatchRelationshipRow>();
  /** How often each row has each role. */
  readonly #roles = new Map<BatchRelationshipRow, Map<string, number>>();
  readonly #nameOf: (kind: EntityKind, name: string) => string;

  /** @param nameOf returns the batch's canonical name for a document's canonical name */
  constructor(nameOf: (kind: EntityKind, name: string) => string) {
    this.#nameOf = nameOf;
  }

  /** Adds the relationships of one document. */
  add(documentId: string, relationships: readonly Relationship[]): void {
    const here = new Set<BatchRelationshipRow>();
    for (const relationship of relationships) {
      const row = this.#rowOf(relationship);
      if (row === null) continue;
      row.weight += relationship.weight;
      if (relationship.role !== undefined) this.#countRole(row, relationship.role, relationship.weight);
      if (!here.has(row)) row.documents += 1;
      here.add(row);
      for (const { start, end, page } of relationship.evidence)
        row.evidence.push({ documentId, start, end, page });
    }
    for (const row of here) row.evidence = row.evidence.sort(byPlace).slice(0, MAX_EVIDENCE);
  }

  #countRole(row: BatchRelationshipRow, role: string, weight: number): void {
    const roles = this.#roles.get(row) ?? new Map<string, number>();
    this.#roles.set(row, roles.set(role, (roles.get(role) ?? 0) + weight));
  }

  /** Returns the row of a relationship, or null when both ends are the same entity or `MAX_PAIRS` is reached. */
  #rowOf({ kind, fromKind, toKind, ...names }: Relationship): BatchRelationshipRow | null {
    let from = { kind: fromKind, name: this.#nameOf(fromKind, names.from) };
    let to = { kind: toKind, name: this.#nameOf(toKind, names.to) };
    if (from.kind === to.kind && from.name === to.name) return null;
    // `appears_with` has no direction, so the names are sorted; the batch's names may sort differently.
    if (kind === 'appears_with' && compareCodeUnits(to.name, from.name) < 0) [from, to] = [to, from];
    const key = [kind, from.kind, from.name, to.kind, to.name].join('\0');
    const existing = this.#rows.get(key);
    if (existing !== undefined) return existing;
    if (this.#rows.size >= MAX_PAIRS) return null;
    const row: BatchRelationshipRow = { kind, from, to, weight: 0, documents: 0, evidence: [] };
    this.#rows.set(key, row);
    return row;
  }

  /**
   * Returns stated relationships before `appears_with`, then by number of documents, weight and name. Each has the role
   * that most mentions give it.
   */
  strongest(): BatchRelationshipRow[] {
    for (const [row, roles] of this.#roles) {
      const [first] = [...roles].sort(([a, m], [b, n]) => n - m || compareCodeUnits(a, b));
      if (first !== undefined) row.role = first[0];
    }
    const rank = (r: BatchRelationshipRow): number => (r.kind === 'appears_with' ? 1 : 0);
    return [...this.#rows.values()]
      .sort(
        (a, b) =>
          rank(a) - rank(b) ||
          b.documents - a.documents ||
          b.weight - a.weight ||
          compareCodeUnits(a.kind, b.kind) ||
          compareCodeUnits(a.from.name, b.from.name) ||
          compareCodeUnits(a.to.name, b.to.name) ||
          compareCodeUnits(a.from.kind, b.from.kind) ||
          compareCodeUnits(a.to.kind, b.to.kind),
      )
      .slice(0, MAX_RELATIONSHIPS);
  }
}

const byPlace = (a: Evidence, b: Evidence): number =>
  compareCodeUnits(a.documentId, b.documentId) || a.start - b.start || a.end - b.end;
