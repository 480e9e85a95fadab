/** Finds relationships that the words between two entities state. */
import type { Entity, Relationship } from '../../../shared/documents.ts';
import type { RelationshipSet } from './relationship-set.ts';

type Kind = Entity['kind'];

interface Rule {
  kind: Relationship['kind'];
  from: readonly Kind[];
  to: readonly Kind[];
  /** Matches the whole text between the two entities. */
  between: RegExp;
  /** Set when `from` is the later entity in the text. */
  reversed?: true;
}

/** Entities further apart than this are not related by the words between them. */
const MAX_BETWEEN = 80;
const NAMED: readonly Kind[] = ['person', 'organization'];
const MATTER: readonly Kind[] = ['docket_number', 'case_citation'];
const PARTY = String.raw`(?:plaintiffs?|defendants?|petitioners?|respondents?|appellants?|appellees?|claimants?)(?:[-\/ ](?:appellants?|appellees?|petitioners?|respondents?))?`;

const RULES: readonly Rule[] = [
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
      /^,? (?:(?:is|was|as|then|now) )?(?:an? |the )?(?:[a-z]+[ -]){0,3}(?:employed by|works? (?:for|at)|worked (?:for|at)|(?:president|director|officer|partner|associate|manager|employee|counsel|secretary|treasurer|executive|chairman|chairwoman|engineer|analyst|consultant|accountant|professor|CEO|CFO|COO|member|owner|founder) (?:of|at|with|for)) (?:the )?$/i,
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
 * @param matter the docket number that parties belong to; undefined when the document has none
 */
export function statedRelationships(
  text: string,
  inside: readonly Entity[],
  matter: Entity | undefined,
  set: RelationshipSet,
): void {
  for (const [i, first] of inside.entries()) {
    const second = inside[i + 1];
    if (second !== undefined && second.start - first.end <= MAX_BETWEEN) addBetween(text, first, second, set);
    if (matter !== undefined) addParty(text, matter, first, set);
  }
}

function addBetween(text: string, first: Entity, second: Entity, set: RelationshipSet): void {
  const words = text.slice(first.end, second.start).replace(/\s+/g, ' ');
  for (const rule of RULES) {
    const [from, to] = rule.reversed ? [second, first] : [first, second];
    if (!rule.from.includes(from.kind) || !rule.to.includes(to.kind) || !rule.between.test(words)) continue;
    set.add(rule.kind, from, to, { start: first.start, end: second.end, page: first.page });
    return;
  }
}

function addParty(text: string, matter: Entity, entity: Entity, set: RelationshipSet): void {
  if (!NAMED.includes(entity.kind)) return;
  const after = ROLE_AFTER.exec(text.slice(entity.end, entity.end + 40));
  const before = ROLE_BEFORE.exec(text.slice(Math.max(0, entity.start - 40), entity.start));
  if (after === null && before === null) return;
  set.add('party_to', entity, matter, {
    start: before === null ? entity.start : entity.start - before[0].length,
    end: after === null ? entity.end : entity.end + after[0].length,
    page: entity.page,
  });
}
