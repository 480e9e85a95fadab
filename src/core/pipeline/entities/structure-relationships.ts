/** Finds the relationships that the layout of a legal document states: captions, signatures, lists of counsel, judges. */
import type { Entity, Relationship } from '../../../shared/mentions.ts';
import { sentenceAt, sentenceEvidence } from './evidence.ts';
import { filers, isLawFirm, type KnownParty } from './filed-by.ts';
import type { RelationshipSet } from './relationship-set.ts';
import type { Span } from './sentences.ts';
import type { Caption } from './structure/caption.ts';
import type { Structure } from './structure/find.ts';
import { isOffice } from './structure/signature-lines.ts';
import type { SignatureBlock } from './structure/signatures.ts';

type Kind = Entity['kind'];
type Place = { start: number; end: number };
type Evidence = Relationship['evidence'][number];

const NAMED: readonly Kind[] = ['person', 'organization'];
/** A docket number this near to a caption is its own. */
const NEAR = 1000;
/** A case report has its citation at the top. */
const TOP = 1500;
/** Longer captions are shown by the party's own line. */
const MAX_EVIDENCE = 700;

/** Finds entities by their place in the text. */
class Places {
  readonly #entities: readonly Entity[];

  /** @param entities in text order, without overlap */
  constructor(entities: readonly Entity[]) {
    this.#entities = entities;
  }

  /** Returns the entities of some kinds that share characters with a span. */
  within({ start, end }: Place, kinds: readonly Kind[]): Entity[] {
    let low = 0;
    let high = this.#entities.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entities[middle]?.end ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    const found: Entity[] = [];
    for (let e = this.#entities[low]; e !== undefined && e.start < end; e = this.#entities[low]) {
      if (kinds.includes(e.kind)) found.push(e);
      low += 1;
    }
    return found;
  }
}

/** A text with its sentences, without gaps and in order. */
export interface Sentences {
  text: string;
  spans: readonly Span[];
}

export interface Matter {
  /** The docket number, or the case citation, that parties and judges belong to; undefined when there is neither. */
  matter: Entity | undefined;
  /** The parties that captions name: kind and canonical name. Null when the document has no caption. */
  parties: ReadonlySet<string> | null;
  known: readonly KnownParty[];
}

export const entityKey = ({ kind, canonical }: Entity): string => `${kind}\0${canonical}`;

/**
 * Adds the relationships of a document's structure. In `signed_by`, `from` is who signed and `to` is for whom.
 * @returns the matter that its sentences speak of
 */
export function structureRelationships(
  structure: Structure,
  entities: readonly Entity[],
  sentences: Sentences,
  set: RelationshipSet,
): Matter {
  const places = new Places(entities);
  const docket = entities.find((e) => e.kind === 'docket_number');
  const [caption] = structure.captions;
  const matter =
    (caption === undefined ? docket : docketOf(caption, places)) ??
    docket ??
    ownCitation(structure, entities);
  const known: KnownParty[] = [];
  for (const one of structure.captions) {
    const number = docketOf(one, places) ?? matter;
    for (const party of one.parties) {
      const [place] = party.places;
      const entity = place === undefined ? undefined : places.within(place, NAMED)[0];
      if (entity === undefined) continue;
      known.push({ entity, party });
      if (number === undefined || party.alias === true) continue;
      const whole = one.end - one.start <= MAX_EVIDENCE ? one : (place as Place);
      set.add('party_to', entity, number, evidenceOf(whole, entity), party.role);
    }
  }
  const judges = new Set<string>();
  for (const judge of structure.judges)
    for (const entity of places.within(judge, ['person']).slice(0, 1)) {
      judges.add(entityKey(entity));
      if (matter !== undefined)
        set.add('judge_of', entity, matter, lineEvidence(sentences.text, entity), judge.role);
    }
  const filing = filers(sentences.text, caption, known);
  for (const block of structure.signatures) signature(block, places, { known, filing, judges }, set);
  if (caption !== undefined && matter?.kind === 'docket_number')
    cited(matter, entities, caption, sentences, set);
  return {
    matter,
    parties: caption === undefined ? null : new Set(known.map((k) => entityKey(k.entity))),
    known: known.filter((k) => k.party.alias !== true),
  };
}

const evidenceOf = ({ start, end }: Place, { page }: Entity) => ({ start, end, page });

/** A judge's title is beside the name, or `before` it. */
const lineEvidence = (text: string, entity: Entity): Evidence => {
  const end = text.indexOf('\n', entity.end);
  const line = { start: text.lastIndexOf('\n', entity.start) + 1, end: end < 0 ? text.length : end };
  return sentenceEvidence(text, line, entity, entity);
};

const docketOf = ({ start, end }: Caption, places: Places): Entity | undefined => {
  const [inside] = places.within({ start, end }, ['docket_number']);
  const after = places.within({ start: end, end: end + NEAR / 4 }, ['docket_number'])[0];
  return inside ?? places.within({ start: start - NEAR, end: start }, ['docket_number']).at(-1) ?? after;
};

/** The citation of the opinion itself, before its caption. */
const ownCitation = ({ captions: [caption] }: Structure, entities: readonly Entity[]): Entity | undefined =>
  caption === undefined
    ? undefined
    : entities.find((e) => e.kind === 'case_citation' && e.end <= Math.min(TOP, caption.start));

/** Adds what a matter's paper cites. */
function cited(
  matter: Entity,
  entities: readonly Entity[],
  caption: Caption,
  { text, spans }: Sentences,
  set: RelationshipSet,
): void {
  for (const e of entities)
    if ((e.kind === 'case_citation' || e.kind === 'statute') && e.start > caption.end)
      set.add('cites', matter, e, sentenceEvidence(text, sentenceAt(spans, e.start), e, e));
}

interface Signing {
  known: readonly KnownParty[];
  /** The parties that the heading names as those who file the paper. */
  filing: readonly Entity[];
  judges: ReadonlySet<string>;
}

function signature(
  block: SignatureBlock,
  places: Places,
  { known, filing, judges }: Signing,
  set: RelationshipSet,
): void {
  const at = (place: Place, kind: Kind): Entity[] => places.within(place, [kind]).slice(0, 1);
  const all = block.people
    .flatMap((p) => at(p, 'person').map((entity) => ({ entity, title: p.title, signs: p.signs })))
    .filter(({ entity }) => !judges.has(entityKey(entity)));
  // A name is often there twice: signed and printed.
  const people = all.flatMap(({ entity }, i) => {
    const same = all.filter((p) => p.entity.canonical === entity.canonical);
    return all.indexOf(same[0] as (typeof all)[number]) === i
      ? [{ entity, title: same.find((p) => p.title !== undefined)?.title, signs: same.some((p) => p.signs) }]
      : [];
  });
  const firms = block.firms.flatMap((f) => at(f, 'organization'));
  const evidence = (e: Entity) => evidenceOf(block, e);
  const party = block.signsFor === null ? [] : at(block.signsFor, 'organization');
  const stated = block.counsel ? clientsOf(block, party, places, known) : [];
  // Who signs a party's paper at a law firm is counsel, though the block does not say so.
  const isCounsel =
    block.counsel || (block.signed && block.signsFor === null && firms.some((f) => isLawFirm(f.text)));
  const clients = stated.length === 0 && isCounsel && block.signed ? filing : stated;
  const firm = new Set(firms.map(entityKey)).size === 1 ? firms[0] : undefined;
  for (const counsel of [...people.map((p) => p.entity), ...firms])
    for (const client of clients) set.add('counsel_for', counsel, client, evidence(counsel));
  for (const { entity, title } of people) {
    if (firm !== undefined) {
      const officer = !block.counsel && title !== undefined && isOffice(title);
      set.add(officer ? 'officer_of' : 'employed_by', entity, firm, evidence(entity), title);
    }
    if (block.counsel || title === undefined || !isOffice(title)) continue;
    for (const company of party) set.add('officer_of', entity, company, evidence(entity), title);
  }
  const signer = people.find((p) => p.signs) ?? people[0];
  if (signer === undefined || !block.signed) return;
  // A firm under a signature is where the attorney works; only an officer signs for it.
  const company = signer.title !== undefined && firm !== undefined ? [firm] : [];
  const signedFor = block.counsel || clients.length > 0 ? clients : party.length > 0 ? party : company;
  for (const whom of signedFor) set.add('signed_by', signer.entity, whom, evidence(signer.entity));
}

/** Returns whom counsel appear for: the names after `Attorneys for`, or all parties with the role that it gives. */
function clientsOf(
  { client }: SignatureBlock,
  party: readonly Entity[],
  places: Places,
  known: readonly KnownParty[],
): readonly Entity[] {
  if (client === null) return party;
  const named = client.names.flatMap((n) => places.within(n.places[0] as Place, NAMED).slice(0, 1));
  if (named.length > 0) return named;
  const { role } = client;
  if (role === undefined) return party;
  const words = role.split(/[-/]| and /);
  return known
    .filter(
      (k) =>
        k.party.alias !== true && words.some((w) => (k.party.role ?? '').split(/[-/]| and /).includes(w)),
    )
    .map((k) => k.entity);
}
