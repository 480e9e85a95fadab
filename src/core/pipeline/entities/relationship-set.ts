import type { Entity, Relationship } from '../../../shared/documents.ts';
import { compareCodeUnits } from './order.ts';

/** Only the strongest relationships of a document are stored. */
const MAX_RELATIONSHIPS = 1000;
/** At most this many distinct pairs are collected; a document with more is a directory. */
const MAX_PAIRS = 50_000;
/** At most this many places are stored per relationship; `weight` counts them all. */
const MAX_EVIDENCE = 5;

type Evidence = Relationship['evidence'][number];

/** Collects the relationships of a document. Equal ones are merged, with their weight and evidence added up. */
export class RelationshipSet {
  readonly #merged = new Map<string, Relationship>();

  /** Adds one place that states a relationship. An entity has no relationship with itself. */
  add(kind: Relationship['kind'], from: Entity, to: Entity, evidence: Evidence): void {
    if (from.kind === to.kind && from.canonical === to.canonical) return;
    const key = [kind, from.kind, from.canonical, to.kind, to.canonical].join('\0');
    const existing = this.#merged.get(key);
    if (existing) {
      existing.weight += 1;
      if (existing.evidence.length < MAX_EVIDENCE) existing.evidence.push(evidence);
    } else if (this.#merged.size < MAX_PAIRS) {
      this.#merged.set(key, {
        kind,
        from: from.canonical,
        fromKind: from.kind,
        to: to.canonical,
        toKind: to.kind,
        weight: 1,
        evidence: [evidence],
      });
    }
  }

  /** Returns stated relationships before `appears_with`, then by weight, kind and name. */
  strongest(): Relationship[] {
    const rank = (r: Relationship): number => (r.kind === 'appears_with' ? 1 : 0);
    return [...this.#merged.values()]
      .sort(
        (a, b) =>
          rank(a) - rank(b) ||
          b.weight - a.weight ||
          compareCodeUnits(a.kind, b.kind) ||
          compareCodeUnits(a.from, b.from) ||
          compareCodeUnits(a.to, b.to),
      )
      .slice(0, MAX_RELATIONSHIPS);
  }
}
