/** Repeats the trial of decision 31: does a tagger over the rules find more names in papers that nobody has read before? */
import { it } from 'vitest';
import {
  type Counts,
  countNames,
  DOMAINS,
  exactF1,
  nearF1,
  type Paper,
  readPapers,
  type Span,
} from '../corpus/entities/labeled.ts';
import { namesOf, type Prepared, prepare, Tagger } from '../corpus/entities/tagger.ts';
import { median, printTable, type Row, round } from './table.ts';

const ROUNDS = 8;
const HIDDEN = 0.3;
const SEEDS = [1, 2, 3];

/** Returns the same numbers from 0 to 1 for the same seed. */
function numbers(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

type Find = (paper: Paper) => readonly Span[];
const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

it('compares the rules alone with the rules and a tagger', () => {
  const prepared = new Map<Paper, Prepared>();
  for (const domain of DOMAINS) for (const paper of readPapers(domain)) prepared.set(paper, prepare(paper));
  const papers = [...prepared.values()];
  const rules: Find = (paper) => prepared.get(paper)?.names ?? [];
  const taggers = SEEDS.map((seed) => {
    const tagger = new Tagger();
    tagger.train(
      papers.filter(({ paper }) => paper.part === 'train'),
      ROUNDS,
      HIDDEN,
      numbers(seed),
    );
    return tagger;
  });
  const alone =
    (tagger: Tagger, margin: number): Find =>
    (paper) => {
      const own = prepared.get(paper);
      return own === undefined ? [] : namesOf(own, tagger.tag(own, margin));
    };
  const added =
    (tagger: Tagger, margin: number): Find =>
    (paper) => {
      const names = rules(paper);
      return [
        ...names,
        ...alone(tagger, margin)(paper).filter((span) => !names.some((name) => overlaps(name, span))),
      ];
    };
  for (const part of ['dev', 'test'] as const) {
    const figures = (what: string, finds: readonly Find[]): Row => {
      const row: Row = { what };
      for (const domain of DOMAINS) {
        const own = papers
          .map(({ paper }) => paper)
          .filter((each) => each.domain === domain && each.part === part);
        const counts = finds.map((find) => countNames(own, find));
        const of = (value: (counts: Counts) => number): number => round(median(counts.map(value)), 3);
        row[domain] = `${of(exactF1).toFixed(3)} / ${of(nearF1).toFixed(3)}`;
      }
      return row;
    };
    printTable(`F1 exact / overlapping, ${part} part, median of ${SEEDS.length} runs`, [
      figures('rules', [rules]),
      ...[0, 5, 10].flatMap((margin) => [
        figures(
          `tagger over the rules, margin ${margin}`,
          taggers.map((tagger) => alone(tagger, margin)),
        ),
        figures(
          `rules, and the tagger's names beside them, margin ${margin}`,
          taggers.map((tagger) => added(tagger, margin)),
        ),
      ]),
    ]);
  }
  console.log(`${taggers[0]?.size ?? 0} features`);
});
