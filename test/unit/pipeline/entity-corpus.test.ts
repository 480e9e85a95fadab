import { expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { ENTITY_KINDS, type EntityKind } from '../../../src/shared/mentions.ts';
import { readPassages } from '../../corpus/entities/passages.ts';

type Floors = Record<EntityKind, readonly [precision: number, recall: number]>;

const floors = (person: number, organization: number, place: number, pattern: number): Floors => ({
  person: [person, person],
  organization: [organization, organization],
  place: [place, place],
  date: [pattern, pattern],
  money: [pattern, pattern],
  case_citation: [pattern, pattern],
  statute: [pattern, pattern],
  docket_number: [pattern, pattern],
  email: [pattern, pattern],
  phone: [pattern, pattern],
});

/** Minimum precision, recall and share of right normal forms, a little below the measured values. */
const SETS = [
  { set: 'passages', least: 40, normalShare: 1, floor: floors(0.95, 0.95, 0.95, 0.98) },
  {
    set: 'held-out',
    least: 25,
    normalShare: 1,
    floor: { ...floors(0.93, 0.65, 0.9, 0.98), docket_number: [0.98, 0.65] },
  },
  {
    set: 'fresh',
    least: 12,
    normalShare: 1,
    // `County of Harris` is found instead of `Texas`.
    floor: floors(0.95, 0.75, 0.6, 0.98),
  },
  {
    set: 'documents',
    least: 18,
    normalShare: 0.88,
    floor: {
      ...floors(0.9, 0.76, 0.7, 0.98),
      money: [0.95, 0.95],
      case_citation: [0.87, 0.86],
      statute: [0.84, 0.78],
      docket_number: [0.78, 0.98],
      phone: [0.98, 0.92],
    },
  },
] as const satisfies readonly { set: string; least: number; normalShare: number; floor: Floors }[];

interface Counts {
  right: number;
  found: number;
  labeled: number;
  /** Labels whose stated normal form was found. */
  normal: number;
  normals: number;
}

it.each(SETS)('finds the labeled entities in $set, and few others', ({ set, least, floor, normalShare }) => {
  const passages = readPassages(set);
  expect(passages.length).toBeGreaterThanOrEqual(least);
  const counts = Object.fromEntries(
    ENTITY_KINDS.map((kind) => [kind, { right: 0, found: 0, labeled: 0, normal: 0, normals: 0 }]),
  ) as Record<EntityKind, Counts>;
  const misses: string[] = [];
  for (const { text, labels } of passages) {
    const { mentions } = extractEntities({ text, pages: [] });
    const key = (e: { kind: string; start: number; end: number }): string => `${e.kind} ${e.start} ${e.end}`;
    const found = new Map(mentions.map((m) => [key(m), m]));
    for (const mention of mentions) {
      expect(text.slice(mention.start, mention.end)).toBe(mention.text);
      counts[mention.kind].found += 1;
      if (!labels.some((l) => key(l) === key(mention))) misses.push(`+ ${mention.kind}: ${mention.text}`);
    }
    for (const label of labels) {
      const count = counts[label.kind];
      const mention = found.get(key(label));
      count.labeled += 1;
      if (mention === undefined) misses.push(`- ${label.kind}: ${label.text}`);
      else {
        count.right += 1;
        if (label.normal !== null) {
          count.normals += 1;
          if (mention.normal === label.normal) count.normal += 1;
          else misses.push(`~ ${label.kind}: ${label.text} -> ${mention.normal}`);
        }
      }
    }
  }
  console.log(
    [
      `${set}, ${passages.length} passages`,
      'kind            labeled  precision  recall  normal form',
      ...ENTITY_KINDS.map((k) => row(k, counts[k])),
    ].join('\n'),
  );
  if (process.env.REDWELL_SHOW_MISSES) console.log(misses.join('\n'));
  for (const kind of ENTITY_KINDS) {
    const { right, found, labeled, normal, normals } = counts[kind];
    const [precision, recall] = floor[kind];
    expect.soft(found === 0 ? 1 : right / found, `precision of ${kind}`).toBeGreaterThanOrEqual(precision);
    expect.soft(labeled === 0 ? 1 : right / labeled, `recall of ${kind}`).toBeGreaterThanOrEqual(recall);
    expect.soft(normal, `normal forms of ${kind}`).toBeGreaterThanOrEqual(normals * normalShare);
  }
});

function row(kind: EntityKind, { right, found, labeled, normal, normals }: Counts): string {
  const share = (a: number, b: number): string => (b === 0 ? '-' : (a / b).toFixed(3)).padStart(6);
  return `${kind.padEnd(16)}${String(labeled).padStart(8)}  ${share(right, found).padStart(9)}  ${share(right, labeled)}  ${share(normal, normals).padStart(11)}`;
}
