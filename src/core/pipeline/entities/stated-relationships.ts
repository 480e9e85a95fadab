/** Finds relationships that the words between two entities state. */
import type { Entity, Relationship } from '../../../shared/mentions.ts';
import { sentenceEvidence } from './evidence.ts';
import type { RelationshipSet } from './relationship-set.ts';
import type { Span } from './sentences.ts';
import { ROLE, roleName } from './structure/roles.ts';
import { entityKey, type Matter } from './structure-relationships.ts';

type Kind = Entity['kind'];

interface Rule {
  kind: Relationship['kind'];
  from: readonly Kind[];
  to: readonly Kind[];
  /** Matches the whole text between the two entities. */
  between: RegExp;
  /** Set when `from` is the later entity in the text. The pattern's group `role` is the role of `from`. */
  reversed?: true;
  /** Matches names of `to` that the rule is not for. */
  not?: RegExp;
}

/** Entities further apart than this are not related by the words between them. */
const MAX_BETWEEN = 80;
const NAMED: readonly Kind[] = ['person', 'organization'];
const MATTER: readonly Kind[] = ['docket_number', 'case_citation'];
const PARTY = String.raw`(?:plaintiffs?|defendants?|petitioners?|respondents?|appellants?|appellees?|claimants?)(?:[-\/ ](?:appellants?|appellees?|petitioners?|respondents?))?`;

const OFFICE = String.raw`(?:(?:then|now|former|current|founding|senior|executive|first|assistant|interim|acting)[ -])?(?:(?:vice |co-)?(?:president|chair(?:man|woman|person)?)(?: and (?:chief executive officer|CEO))?|chief [a-z]{4,20}(?: [a-z]{4,20})? officer|CEO|CFO|COO|CTO|secretary|treasurer|general counsel|managing (?:member|director|partner)|sole (?:member|director|officer)|director|owner|founder|principal|general partner|trustee)`;
const JOB = String.raw`(?:[a-z]+ ){0,2}(?:manager|employee|engineer|foreman|supervisor|driver|superintendent|accountant|bookkeeper|controller|comptroller|buyer|agent|analyst|associate|partner|broker|surveyor|consultant|inspector|dispatcher|assistant|paralegal|technician|captain|master)`;

const RULES: readonly Rule[] = [
  {
    kind: 'counsel_for',
    from: NAMED,
    to: NAMED,
    between:
      /^(?:["”’']?\))?,? by (?:and through )?(?:its|his|her|their) (?:undersigned )?(?:attorneys?|counsel),? $/i,
    reversed: true,
  },
  {
    kind: 'officer_of',
    from: ['person'],
    to: ['organization'],
    between: new RegExp(
      String.raw`^,? (?:who )?(?:(?:is|was|serves as|served as|as) )?(?:an? |the )?(?<role>${OFFICE}) (?:of|at|for) (?:the )?(?:(?:defendants?|plaintiffs?) )?$`,
      'i',
    ),
    not: /court|district/i,
  },
  {
    kind: 'officer_of',
    from: ['person'],
    to: ['organization'],
    between: new RegExp(String.raw`^(?:'s|’s) (?<role>${OFFICE}),? $`, 'i'),
    reversed: true,
  },
  {
    kind: 'employed_by',
    from: ['person'],
    to: ['organization'],
    between: new RegExp(String.raw`^(?:'s|’s) (?<role>${JOB}),? $`, 'i'),
    reversed: true,
  },
  {
    kind: 'employed_by',
    from: ['person'],
    to: ['organization'],
    between: /^ of (?:the )?$/,
    not: /court|district|united states|state of|university|church|congress|senate/i,
  },
  {
    kind: 'counsel_for',
    from: NAMED,
    to: NAMED,
    between: new RegExp(
      String.raw`^,? (?:as |is |was |are |were |who is |acting as )?(?:the |lead |co-)?(?:counsel|attorneys?|lawyers?|solicitors?)(?: of record)? (?:for|to) (?:the )?(?:${PARTY} )?$`,
      'i',
    ),
  },
  { kind: 'counsel_for', from: NAMED, to: NAMED, between: /^,? (?:who )?represent(?:s|ed|ing) (?:the )?$/i },
  {
    kind: 'counsel_for',
    from: NAMED,
    to: NAMED,
    between: /(?:'s|’s) (?:lead )?(?:counsel|attorney|lawyer),? $/i,
    reversed: true,
  },
  {
    kind: 'employed_by',
    from: ['person'],
    to: ['organization'],
    between:
      /^,? (?:(?:is|was|as|then|now) )?(?:an? |the )?(?:[a-z]+[ -]){0,3}(?:employed by|works? (?:for|at)|worked (?:for|at)|(?<role>officer|partner|associate|manager|employee|counsel|executive|engineer|analyst|consultant|accountant|professor) (?:of|at|with|for)) (?:the )?$/i,
  },
  {
    kind: 'located_in',
    from: NAMED,
    to: ['place'],
    between:
      /^,? (?:which |who )?(?:(?:is|was|are|has its offices|maintains (?:an )?offices?|resid(?:es|ed|ing)|a resident|located|based|headquartered|domiciled|organized|incorporated|liv(?:es|ed|ing)) ?){0,2}(?:in|of|at) (?:the )?(?:city of |state of )?$/i,
  },
  { kind: 'located_in', from: NAMED, to: ['place'], between: /^,? a(?:n)? $/i },
  {
    kind: 'dated',
    from: [...MATTER, ...NAMED],
    to: ['date'],
    between:
      /^,? (?:[a-z]+ ){0,4}(?:dated|filed|signed|executed|entered|decided|effective|commenced|issued)(?: on| as of)? $/i,
  },
  {
    kind: 'party_to',
    from: NAMED,
    to: MATTER,
    between:
      /^,? (?:is|was|are|were)? ?(?:a )?(?:party|parties|plaintiffs?|defendants?) (?:to|in) (?:the )?(?:case |matter |action )?(?:no\. )?$/i,
  },
];

/** A party next to its role: `Jane Doe, Plaintiff`, `Defendant Acme Corp.` */
const ROLE_AFTER = new RegExp(String.raw`^[,\s]{1,6}(?:the |and )?${PARTY}\b`, 'i');
const ROLE_BEFORE = new RegExp(String.raw`\b${PARTY},? $`, 'i');

/**
 * Adds the relationships that one sentence states.
 * @param inside the entities of the sentence, in text order
 * @param matter the docket number that parties belong to, and the parties that captions name
 */
export function statedRelationships(
  text: string,
  sentence: Span,
  inside: readonly Entity[],
  matter: Matter,
  set: RelationshipSet,
): void {
  for (const [i, first] of inside.entries()) {
    const second = inside[i + 1];
    if (second !== undefined && second.start - first.end <= MAX_BETWEEN)
      addBetween(text, sentence, first, second, set);
    addParty(text, sentence, matter, first, set);
  }
}

function addBetween(text: string, sentence: Span, first: Entity, second: Entity, set: RelationshipSet): void {
  const words = text.slice(first.end, second.start).replace(/\s+/g, ' ');
  for (const rule of RULES) {
    const [from, to] = rule.reversed ? [second, first] : [first, second];
    if (!rule.from.includes(from.kind) || !rule.to.includes(to.kind) || rule.not?.test(to.canonical) === true)
      continue;
    const match = rule.between.exec(words);
    if (match === null) continue;
    const role = match.groups?.role?.toLowerCase();
    const place = { start: first.start, end: second.end };
    set.add(rule.kind, from, to, sentenceEvidence(text, sentence, place, first), role);
    return;
  }
}

const V = /^ v(?:s)?\. $/;
const NUMBER = /^,? (?:\(?(?:case|civil action|c\.a\.|docket|index|cause),? )?(?:nos?\.:? )?$/i;

/** Adds the parties of `Acme, Inc. v. Jane Doe, No. 1:24-cv-10417`. Its words do not say who is which party. */
export function caseLine(
  text: string,
  sentence: Span,
  inside: readonly Entity[],
  set: RelationshipSet,
): void {
  for (const [i, first] of inside.entries()) {
    const [second, number] = inside.slice(i + 1, i + 3);
    if (number?.kind !== 'docket_number' || second === undefined) continue;
    if (!NAMED.includes(first.kind) || !NAMED.includes(second.kind)) continue;
    const words = (a: Entity, b: Entity): string => text.slice(a.end, b.start).replace(/\s+/g, ' ');
    if (!V.test(words(first, second)) || !NUMBER.test(words(second, number))) continue;
    const place = { start: first.start, end: number.end };
    for (const party of [first, second])
      set.add('party_to', party, number, sentenceEvidence(text, sentence, place, party));
  }
}

/**
 * Adds `Its president is Jane Doe.` after a sentence about a company.
 * @param subject the organization that the sentence before starts with; null when it starts with another name
 */
export function subjectOfficer(
  text: string,
  sentence: Span,
  inside: readonly Entity[],
  subject: Entity | null,
  set: RelationshipSet,
): void {
  const [person] = inside;
  if (subject === null || person?.kind !== 'person' || person.start - sentence.start > MAX_BETWEEN) return;
  const words = text.slice(sentence.start, person.start).replace(/\s+/g, ' ');
  const role = ITS.exec(words)?.groups?.role?.toLowerCase();
  if (role === undefined) return;
  // The sentence before names the company.
  const place = { start: subject.start, end: person.end };
  set.add('officer_of', person, subject, sentenceEvidence(text, sentence, place, subject), role);
}

const ITS = new RegExp(String.raw`^Its (?<role>${OFFICE}) (?:is|was) $`);

function addParty(
  text: string,
  sentence: Span,
  { matter, parties }: Matter,
  entity: Entity,
  set: RelationshipSet,
): void {
  if (matter === undefined || !NAMED.includes(entity.kind)) return;
  // When a caption lists the parties, `the plaintiff, Jane Doe` of another case is none of them.
  if (parties !== null && !parties.has(entityKey(entity))) return;
  const after = ROLE_AFTER.exec(text.slice(entity.end, entity.end + 40));
  const before = ROLE_BEFORE.exec(text.slice(Math.max(0, entity.start - 40), entity.start));
  if (after === null && before === null) return;
  const place = {
    start: before === null ? entity.start : entity.start - before[0].length,
    end: after === null ? entity.end : entity.end + after[0].length,
  };
  // The caption's word for the role is better than `defendant` in passing, which may leave out `counterclaimant`.
  const role = parties === null ? roleName(ROLE.exec(before?.[0] ?? after?.[0] ?? '')?.[0] ?? '') : '';
  const evidence = sentenceEvidence(text, sentence, place, entity);
  set.add('party_to', entity, matter, evidence, role === '' ? undefined : role);
}
