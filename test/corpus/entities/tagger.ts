/**
 * The tagger that decision 31 tried: an averaged perceptron over the rules' output, which tags each word as the start, the
 * inside or the outside of a name. It is not part of the product.
 */
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { isOrdinary } from '../../../src/core/pipeline/entities/names/common-words.ts';
import { lookUp, titleCase } from '../../../src/core/pipeline/entities/names/dictionary.ts';
import type { NameKind, Paper, Span } from './labeled.ts';

const KINDS: readonly NameKind[] = ['person', 'organization', 'place'];
const TAGS = ['O', ...KINDS.flatMap((kind) => [`B-${kind}`, `I-${kind}`])];
const OUTSIDE = 0;
const TOKEN =
  /['’]s(?![\p{L}\p{N}])|\p{L}[\p{L}\p{N}]*(?:['’.&-](?!s(?![\p{L}\p{N}]))\p{L}[\p{L}\p{N}]*)*|\p{N}+(?:[.,:/-]\p{N}+)*|\n\s*\n|\S/gu;
/** Short forms whose period belongs to the name. */
const ENDS_WITH_PERIOD = /(?:Inc|Corp|Co|Ltd|Jr|Sr|L\.L\.C|L\.P|P\.C|P\.A|N\.A|S\.A|C\.V)$/;

interface Token {
  word: string;
  start: number;
  end: number;
  shape: string;
  /** What lists and the rest of the paper say about the word. */
  facts: string;
  /** The tag that the rules give it; `#` inside a citation, a date or an amount. */
  rule: string;
}

/** A paper as the tagger sees it. */
export interface Prepared {
  paper: Paper;
  tokens: Token[];
  gold: number[];
  /** The names that the rules find. */
  names: Span[];
}

const shapeOf = (word: string): string =>
  word
    .replace(/\p{Lu}{2,}/gu, 'XX')
    .replace(/\p{Lu}/gu, 'X')
    .replace(/\p{Ll}+/gu, 'x')
    .replace(/\d+/g, '9')
    .slice(0, 8);

/** Returns the tag of each token for spans that do not overlap. */
function tagsOf(
  tokens: readonly { word: string; start: number; end: number }[],
  spans: readonly Span[],
): string[] {
  const tags = tokens.map(() => 'O');
  for (const { kind, start, end } of spans) {
    let first = true;
    tokens.forEach((token, i) => {
      if (token.start >= end || token.end <= start || token.word.startsWith('\n')) return;
      tags[i] = `${first ? 'B' : 'I'}-${kind}`;
      first = false;
    });
  }
  return tags;
}

/** Runs the rules over a paper and divides it into tokens. */
export function prepare(paper: Paper): Prepared {
  const { text } = paper;
  const bare = [...text.matchAll(TOKEN)].map(({ 0: word, index }) => ({
    word: word.startsWith('\n') ? '\n' : word,
    start: index,
    end: index + word.length,
  }));
  const names: Span[] = [];
  const closed = new Uint8Array(text.length);
  for (const { kind, start, end } of extractEntities({ text, pages: [] }).mentions) {
    const name = KINDS.find((each) => each === kind);
    if (name === undefined) closed.fill(1, start, end);
    else names.push({ kind: name, start, end });
  }
  const rules = tagsOf(bare, names);
  const facts = factsOf(bare, rules);
  const tokens = bare.map((token, i) => ({
    ...token,
    shape: shapeOf(token.word),
    facts: facts[i] ?? '',
    rule: closed[token.start] === 1 ? '#' : (rules[i] ?? 'O'),
  }));
  return { paper, tokens, gold: tagsOf(bare, paper.labels).map((tag) => TAGS.indexOf(tag)), names };
}

function factsOf(tokens: readonly { word: string }[], rules: readonly string[]): string[] {
  const lower = new Set<string>();
  const people = new Set<string>();
  const organizations = new Set<string>();
  const inside = new Map<string, number>();
  tokens.forEach(({ word }, i) => {
    if (/^\p{Ll}/u.test(word)) lower.add(word);
    else if (/^\p{Lu}/u.test(word) && /^[\p{Ll},]/u.test(tokens[i - 1]?.word ?? ''))
      inside.set(word, (inside.get(word) ?? 0) + 1);
    if (rules[i]?.endsWith('person')) people.add(word);
    if (rules[i]?.endsWith('organization')) organizations.add(word);
  });
  return tokens.map(({ word }) => {
    if (!/^\p{L}/u.test(word)) return '';
    const { firstName, lastName, place, organization } = lookUp(
      /\p{Ll}/u.test(word) ? word : titleCase(word),
    );
    const small = word.toLowerCase();
    return [
      firstName && 'F',
      lastName && 'L',
      place && 'P',
      organization && 'O',
      isOrdinary(small) && 'W',
      lower.has(small) && 'l',
      people.has(word) && 'p',
      organizations.has(word) && 'o',
      (inside.get(word) ?? 0) > 1 && 'm',
    ]
      .filter(Boolean)
      .join('');
  });
}

const EDGE = { word: '_', shape: '_', facts: '_', rule: '_' };

/** Returns the features of a token. @param rule the rules' tag, which training hides now and then */
function featuresOf(
  tokens: readonly Token[],
  at: number,
  rule: string,
  last: string,
  before: string,
): string[] {
  const [b2, b1, own, a1, a2] = [-2, -1, 0, 1, 2].map((step) => tokens[at + step] ?? EDGE);
  if (!b2 || !b1 || !own || !a1 || !a2) return [];
  const word = own.word.toLowerCase();
  const [left, right] = [b1.word.toLowerCase(), a1.word.toLowerCase()];
  return [
    'bias',
    `w ${word}`,
    `shape ${own.shape}`,
    `facts ${own.facts}`,
    `rule ${rule}`,
    `end ${word.slice(-3)}`,
    `start ${word.slice(0, 3)}`,
    `left ${left}`,
    `left2 ${b2.word.toLowerCase()} ${left}`,
    `right ${right}`,
    `right2 ${right} ${a2.word.toLowerCase()}`,
    `shapes ${b1.shape} ${own.shape} ${a1.shape}`,
    `facts3 ${b1.facts} ${own.facts} ${a1.facts}`,
    `rules ${b1.rule} ${rule} ${a1.rule}`,
    `all ${rule} ${own.facts} ${own.shape}`,
    `left shape ${left} ${own.shape}`,
    `right shape ${right} ${own.shape}`,
    `last ${last}`,
    `last2 ${before} ${last}`,
    `last rule ${last} ${rule}`,
    `last word ${last} ${word}`,
    `last facts ${last} ${own.facts} ${own.shape}`,
  ];
}

interface Weights {
  now: Float64Array;
  sum: Float64Array;
  /** The step at which the sum was last brought up to date. */
  at: Float64Array;
}

export class Tagger {
  readonly #weights = new Map<string, Weights>();
  #step = 0;

  get size(): number {
    return this.#weights.size;
  }

  /** Returns the tag of each token. @param margin how much better than "outside" a name must be */
  tag({ tokens }: Prepared, margin: number): number[] {
    const tags: number[] = [];
    for (const [at, { rule }] of tokens.entries()) {
      if (rule === '#') {
        tags.push(OUTSIDE);
        continue;
      }
      const [last, before] = [TAGS[tags[at - 1] ?? OUTSIDE] ?? 'O', TAGS[tags[at - 2] ?? OUTSIDE] ?? 'O'];
      tags.push(this.#best(featuresOf(tokens, at, rule, last, before), last, margin));
    }
    return tags;
  }

  #best(features: readonly string[], last: string, margin: number): number {
    const scores = new Float64Array(TAGS.length);
    for (const feature of features) {
      const weights = this.#weights.get(feature);
      if (weights !== undefined) for (let t = 0; t < scores.length; t += 1) scores[t]! += weights.now[t]!;
    }
    scores[OUTSIDE]! += margin;
    let best = OUTSIDE;
    TAGS.forEach((tag, t) => {
      const follows = !tag.startsWith('I') || (last !== 'O' && last.slice(2) === tag.slice(2));
      if (follows && scores[t]! > scores[best]!) best = t;
    });
    return best;
  }

  /** Trains on papers. @param random returns numbers from 0 to 1 @param hide the share of the rules' tags that are hidden */
  train(papers: Prepared[], rounds: number, hide: number, random: () => number): void {
    for (let round = 0; round < rounds; round += 1)
      for (const { tokens, gold } of papers.toSorted(() => random() - 0.5)) {
        const tags: number[] = [];
        tokens.forEach((token, at) => {
          this.#step += 1;
          const rule = token.rule !== '#' && random() < hide ? 'O' : token.rule;
          const [last, before] = [TAGS[tags[at - 1] ?? OUTSIDE] ?? 'O', TAGS[tags[at - 2] ?? OUTSIDE] ?? 'O'];
          const features = featuresOf(tokens, at, rule, last, before);
          const [right = OUTSIDE, guess] = [gold[at], this.#best(features, last, 0)];
          if (guess !== right && rule !== '#')
            for (const feature of features) {
              this.#add(feature, right, 1);
              this.#add(feature, guess, -1);
            }
          // The first rounds learn from right tags before, the later ones from their own.
          tags.push(round < 2 ? right : guess);
        });
      }
    for (const weights of this.#weights.values())
      for (let t = 0; t < TAGS.length; t += 1) {
        this.#settle(weights, t);
        weights.now[t] = weights.sum[t]! / this.#step;
      }
  }

  #settle(weights: Weights, tag: number): void {
    weights.sum[tag]! += (this.#step - weights.at[tag]!) * weights.now[tag]!;
    weights.at[tag] = this.#step;
  }

  #add(feature: string, tag: number, by: number): void {
    const fresh = (): Float64Array => new Float64Array(TAGS.length);
    const weights = this.#weights.get(feature) ?? { now: fresh(), sum: fresh(), at: fresh() };
    this.#weights.set(feature, weights);
    this.#settle(weights, tag);
    weights.now[tag]! += by;
  }
}

/** Returns the names that tags mean. */
export function namesOf({ paper, tokens }: Prepared, tags: readonly number[]): Span[] {
  const names: Span[] = [];
  tokens.forEach(({ start, end }, i) => {
    const [part, kind] = (TAGS[tags[i] ?? OUTSIDE] ?? 'O').split('-');
    const found = KINDS.find((each) => each === kind);
    const last = names.at(-1);
    if (found === undefined) return;
    if (part === 'B' || last === undefined) names.push({ kind: found, start, end });
    else last.end = end;
  });
  for (const name of names)
    if (ENDS_WITH_PERIOD.test(paper.text.slice(name.start, name.end)) && paper.text[name.end] === '.')
      name.end += 1;
  return names;
}
