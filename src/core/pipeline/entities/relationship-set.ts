/** Relationships found so far: equal ones become one with more weight and more evidence. */
import type { Entity, Relationship } from '../../../shared/documents.ts';

/** Kept of one document; the strongest stand. */
const MAX_RELATIONSHIPS = 1000;
/** Distinct pairs remembered while reading; a document with more is a directory. */
const MAX_PAIRS = 50_000;
/** Places kept as evidence for one relationship; `weight` counts them all. */
const MAX_EVIDENCE = 5;

type Evidence = Relationship['evidence'][number];

export class RelationshipSet {
  readonly #found = new Map<string, Relationship>();

  add(kind: Relationship['kind'], from: Entity, to: Entity, evidence: Evidence): void {
    if (from.kind === to.kind && from.canonical === to.canonical) return;
    const key = [kind, from.kind, from.canonical, to.kind, to.canonical].join('\0');
    const known = this.#found.get(key);
    if (known) {
      known.weight += 1;
      if (known.evidence.length < MAX_EVIDENCE) known.evidence.push(evidence);
    } else if (this.#found.size < MAX_PAIRS) {
      this.#found.set(key, {
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

  /** What is stated comes before what merely stands together; then by weight, then by name. */
  strongest(): Relationship[] {
    const rank = (r: Relationship): number => (r.kind === 'appears_with' ? 1 : 0);
    return [...this.#found.values()]
      .sort(
        (a, b) =>
          rank(a) - rank(b) ||
          b.weight - a.weight ||
          compare(a.kind, b.kind) ||
          compare(a.from, b.from) ||
          compare(a.to, b.to),
      )
      .slice(0, MAX_RELATIONSHIPS);
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
