/** Reads the labeled papers: real opinions and contracts, and pleadings of our own, laid out as they are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityKind } from '../../../src/shared/mentions.ts';

export const DOMAINS = ['pleadings', 'opinions', 'contracts'] as const;
export type Domain = (typeof DOMAINS)[number];
/** `dev` and `test` were labeled without the answers of the rules. Faults shown by `dev` were mended; `test` was only counted. */
export type Part = 'train' | 'dev' | 'test';
export type NameKind = Extract<EntityKind, 'person' | 'organization' | 'place'>;

export interface Span {
  kind: NameKind;
  start: number;
  end: number;
}
export interface Paper {
  domain: Domain;
  part: Part;
  name: string;
  text: string;
  labels: Span[];
}

const HEAD = /^=== (train|dev|test) (\S+)\n/gm;
const MARK = /\[\[(person|organization|place):([^\]]+)\]\]/g;

/** Returns the papers of a domain, in the order of the file. */
export function readPapers(domain: Domain): Paper[] {
  const file = readFileSync(join(import.meta.dirname, 'labeled', `${domain}.txt`), 'utf8');
  const heads = [...file.matchAll(HEAD)];
  return heads.map(({ 0: head, 1: part, 2: name = '', index }, i) => ({
    domain,
    part: part as Part,
    name,
    ...parse(file.slice(index + head.length, heads[i + 1]?.index)),
  }));
}

function parse(marked: string): { text: string; labels: Span[] } {
  let text = '';
  let at = 0;
  const labels: Span[] = [];
  for (const { 0: whole, 1: kind, 2: name = '', index } of marked.matchAll(MARK)) {
    text += marked.slice(at, index);
    labels.push({ kind: kind as NameKind, start: text.length, end: text.length + name.length });
    text += name;
    at = index + whole.length;
  }
  return { text: text + marked.slice(at), labels };
}

/** By convention a name in the parentheses that define it is neither demanded nor wrong: `("Harlan")`. */
const isDefined = (text: string, { start, end }: Span): boolean =>
  /[(][^()]{0,60}["“?]$/.test(text.slice(Math.max(0, start - 70), start)) &&
  /^[.,]?["”?]/.test(text.slice(end, end + 2));

export interface Counts {
  labeled: number;
  found: number;
  /** Found with the same ends. */
  exact: number;
  /** Found names that overlap with a label of their kind, and labels that overlap with a found name. */
  foundNear: number;
  labeledNear: number;
}

/** Counts what was found. @param find returns the names of a paper @param kinds the kinds that count */
export function countNames(
  papers: readonly Paper[],
  find: (paper: Paper) => readonly Span[],
  kinds: readonly NameKind[] = ['person', 'organization', 'place'],
): Counts {
  const counts = { labeled: 0, found: 0, exact: 0, foundNear: 0, labeledNear: 0 };
  for (const paper of papers) {
    const counted = (spans: readonly Span[]): Span[] =>
      spans.filter((span) => kinds.includes(span.kind) && !isDefined(paper.text, span));
    const labels = counted(paper.labels);
    const found = counted(find(paper));
    const keys = new Set(labels.map(({ kind, start, end }) => `${kind} ${start} ${end}`));
    const isNear = (a: Span, b: Span): boolean => a.kind === b.kind && a.start < b.end && b.start < a.end;
    counts.labeled += labels.length;
    counts.found += found.length;
    counts.exact += found.filter(({ kind, start, end }) => keys.has(`${kind} ${start} ${end}`)).length;
    counts.foundNear += found.filter((name) => labels.some((label) => isNear(name, label))).length;
    counts.labeledNear += labels.filter((label) => found.some((name) => isNear(name, label))).length;
  }
  return counts;
}

/** Returns F1 of names with the same ends. */
export const exactF1 = ({ exact, found, labeled }: Counts): number => (2 * exact) / (found + labeled);

/** Returns F1 of names that overlap. */
export function nearF1({ found, labeled, foundNear, labeledNear }: Counts): number {
  const [precision, recall] = [foundNear / found, labeledNear / labeled];
  return (2 * precision * recall) / (precision + recall);
}
