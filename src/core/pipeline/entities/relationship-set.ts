import type { Entity, Relationship } from '../../../shared/mentions.ts';
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
  /** How often each relationship has each role, in the order they were added. */
  readonly #roles = new Map<string, Map<string, number>>();

  /**
   * Adds one place that states a relationship. An entity has no relationship with itself.
   * @param role what `from` is to `to`, in lower case; a relationship keeps the role that most places give it
   */
  add(
    kind: Relationship['kind'],
    from: Entity,
    to: Entity,
    evidence: Evidence,
    role?: string | undefined,
  ): void {
    if (from.kind === to.kind && from.canonical === to.canonical) return;
    const key = keyOf(kind, from, to);
    const existing = this.#merged.get(key);
    if (role !== undefined && (existing !== undefined || this.#merged.size < MAX_PAIRS)) {
      const roles = this.#roles.get(key) ?? new Map<string, number>();
      this.#roles.set(key, roles.set(role, (roles.get(role) ?? 0) + 1));
    }
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

  /** Returns true when a place has stated a relationship. */
  has(kind: Relationship['kind'], from: Entity, to: Entity): boolean {
    return this.#merged.has(keyOf(kind, from, to));
  }

  /**
   * Returns stated relationships, then citations, then `appears_with`; then by weight, kind and name. Two names that a
   * stated relationship connects do not merely appear together.
   */
  strongest(): Relationship[] {
    const rank = (r: Relationship): number => (r.kind === 'appears_with' ? 2 : r.kind === 'cites' ? 1 : 0);
    const all = [...this.#merged.values()];
    const stated = new Set(all.flatMap((r) => (r.kind === 'appears_with' ? [] : pairs(r))));
    for (const [key, roles] of this.#roles) {
      const relationship = this.#merged.get(key);
      const [first] = [...roles].sort(([, m], [, n]) => n - m);
      if (relationship !== undefined && first !== undefined) relationship.role = first[0];
    }
    return all
      .filter((r) => r.kind !== 'appears_with' || !stated.has(pairs(r)[0] ?? ''))
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

const keyOf = (kind: Relationship['kind'], from: Entity, to: Entity): string =>
  [kind, from.kind, from.canonical, to.kind, to.canonical].join('\0');

/** Returns the two ends of a relationship in both orders. */
function pairs({ from, fromKind, to, toKind }: Relationship): string[] {
  const ends = [`${fromKind}\0${from}`, `${toKind}\0${to}`];
  return [ends.join('\0'), ends.reverse().join('\0')];
}
