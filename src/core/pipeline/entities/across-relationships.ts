/** Relationships over a whole batch: what single documents state, under the batch's own names. */
import type { EntityKind, Relationship } from '../../../shared/documents.ts';
import type { BatchRelationshipRow } from '../../../shared/entities.ts';

/** Distinct pairs remembered; a batch with more keeps the ones of its first documents. */
const MAX_PAIRS = 200_000;
/** Kept of a batch: the strongest. */
const MAX_RELATIONSHIPS = 20_000;
/** Places kept as evidence for one relationship; `weight` and `documents` count them all. */
const MAX_EVIDENCE = 5;

type Evidence = BatchRelationshipRow['evidence'][number];

/** Below `MAX_PAIRS` the result is independent of the order in which documents come, each of them once. */
export class BatchRelationships {
  readonly #found = new Map<string, BatchRelationshipRow>();
  readonly #nameOf: (kind: EntityKind, name: string) => string;

  /** @param nameOf the batch's name for a document's canonical entity */
  constructor(nameOf: (kind: EntityKind, name: string) => string) {
    this.#nameOf = nameOf;
  }

  add(documentId: string, relationships: readonly Relationship[]): void {
    const here = new Set<BatchRelationshipRow>();
    for (const one of relationships) {
      const row = this.#rowOf(one);
      if (row === null) continue;
      row.weight += one.weight;
      if (!here.has(row)) row.documents += 1;
      here.add(row);
      for (const { start, end, page } of one.evidence) row.evidence.push({ documentId, start, end, page });
    }
    for (const row of here) row.evidence = row.evidence.sort(byPlace).slice(0, MAX_EVIDENCE);
  }

  /** @returns null where both ends turn out to be the same, or where there are too many already */
  #rowOf(one: Relationship): BatchRelationshipRow | null {
    let from = { kind: one.fromKind, name: this.#nameOf(one.fromKind, one.from) };
    let to = { kind: one.toKind, name: this.#nameOf(one.toKind, one.to) };
    if (from.kind === to.kind && from.name === to.name) return null;
    // Standing together has no direction; with new names the smaller may be the other one.
    if (one.kind === 'appears_with' && compare(to.name, from.name) < 0) [from, to] = [to, from];
    const key = [one.kind, from.kind, from.name, to.kind, to.name].join('\0');
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    if (this.#found.size >= MAX_PAIRS) return null;
    const row: BatchRelationshipRow = { kind: one.kind, from, to, weight: 0, documents: 0, evidence: [] };
    this.#found.set(key, row);
    return row;
  }

  /** What is stated comes before what merely stands together; then by documents, by weight, by name. */
  strongest(): BatchRelationshipRow[] {
    const rank = (r: BatchRelationshipRow): number => (r.kind === 'appears_with' ? 1 : 0);
    return [...this.#found.values()]
      .sort(
        (a, b) =>
          rank(a) - rank(b) ||
          b.documents - a.documents ||
          b.weight - a.weight ||
          compare(a.kind, b.kind) ||
          compare(a.from.name, b.from.name) ||
          compare(a.to.name, b.to.name) ||
          compare(a.from.kind, b.from.kind) ||
          compare(a.to.kind, b.to.kind),
      )
      .slice(0, MAX_RELATIONSHIPS);
  }
}

const byPlace = (a: Evidence, b: Evidence): number =>
  compare(a.documentId, b.documentId) || a.start - b.start || a.end - b.end;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
