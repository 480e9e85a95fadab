import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import {
  countNames,
  type Domain,
  exactF1,
  type NameKind,
  type Paper,
  readPapers,
  type Span,
} from '../../corpus/entities/labeled.ts';

const isName = (kind: string): kind is NameKind =>
  kind === 'person' || kind === 'organization' || kind === 'place';
const found = new Map<string, Span[]>();
/** Returns the names of a paper, which are looked for once. */
function find({ text }: Paper): Span[] {
  const known = found.get(text);
  if (known !== undefined) return known;
  const names = extractEntities({ text, pages: [] }).mentions.flatMap(({ kind, start, end }) =>
    isName(kind) ? [{ kind, start, end }] : [],
  );
  found.set(text, names);
  return names;
}

/** A little below the measured values: precision of people in all papers, F1 of all names in all, and on the unseen part. */
const FLOORS: readonly (readonly [Domain, papers: number, people: number, all: number, unseen: number])[] = [
  ['pleadings', 10, 0.93, 0.77, 0.8],
  ['opinions', 14, 0.89, 0.84, 0.82],
  ['contracts', 18, 0.89, 0.88, 0.82],
];

describe('names in labeled papers', () => {
  it.each(FLOORS)('are found in %s', (domain, size, people, all, unseen) => {
    const papers = readPapers(domain);
    expect(papers).toHaveLength(size);
    const persons = countNames(papers, find, ['person']);
    expect(persons.exact / persons.found).toBeGreaterThan(people);
    expect(exactF1(countNames(papers, find))).toBeGreaterThan(all);
    const test = papers.filter(({ part }) => part === 'test');
    expect(exactF1(countNames(test, find))).toBeGreaterThan(unseen);
  });

  it('have every part of each domain, and no paper twice', () => {
    const all = FLOORS.flatMap(([domain]) => readPapers(domain));
    expect(new Set(all.map(({ domain, name }) => `${domain} ${name}`)).size).toBe(all.length);
    expect(new Set(all.map(({ domain, part }) => `${domain} ${part}`)).size).toBe(9);
    for (const { text, labels } of all) {
      expect(text).not.toContain('[[');
      for (const { start, end } of labels) expect(text.slice(start, end).trim()).not.toBe('');
    }
  });
});
