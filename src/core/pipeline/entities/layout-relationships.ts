/** Finds what letters and signatures without the marks of a signature block state by their lines. */
import type { Entity, Relationship } from '../../../shared/mentions.ts';
import { appearances } from './appearances.ts';
import { afterPerson, type EntityLine, entityLines } from './entity-lines.ts';
import { isLawFirm } from './filed-by.ts';
import type { RelationshipSet } from './relationship-set.ts';
import type { Structure } from './structure/find.ts';
import { isOffice, TITLE } from './structure/signature-lines.ts';
import type { Matter } from './structure-relationships.ts';

type Evidence = Relationship['evidence'][number];

/** A name and its organization are at most this many lines apart. */
const NEAR = 4;
const CLOSING =
  /^(?:(?:very )?truly yours|yours (?:very )?(?:truly|sincerely|faithfully)|sincerely(?: yours)?|(?:with )?(?:best |kind |warm )?regards|respectfully(?: yours)?|cordially)[,.]?$/i;
const COUNSEL = /\b(?:attorney|counsel|solicitor)\b/i;
/** `We represent`, before the client of a letter. */
const REPRESENT =
  /\b(?:we|I|this (?:firm|office)|our (?:firm|office)) (?:represents?|(?:have|has) been retained by|(?:am|are|is|acts? as) (?:the )?(?:counsel|attorneys?)(?: of record)? (?:for|to)) (?:the )?$/i;
/** What may be below a signature: a date, a number, an address. */
const FACT = /^(?:dated?\b.*|[\d\s().+-]+|\S+@\S+|.*\b\d{4}|.*\b\d{5}(?:-\d{4})?)$/i;

/** Adds who signs for whom, who works where, and whom a letter's writer represents. */
export function layoutRelationships(
  text: string,
  entities: readonly Entity[],
  { signatures }: Structure,
  { known }: Matter,
  set: RelationshipSet,
): void {
  const lines = entityLines(text, entities);
  const inBlock = (line: EntityLine): boolean =>
    signatures.some((block) => block.start <= line.start && line.end <= block.end);
  appearances(lines, known, set);
  let letter = 0;
  for (const [i, line] of lines.entries()) {
    if (/^for\b/i.test(line.text) && !inBlock(line)) signedFor(lines, i, set);
    if (line.text.length > 40 || !CLOSING.test(line.text)) continue;
    const signer = signerOf(lines, i + 1);
    if (signer !== null) {
      if (!inBlock(lines[signer.at] as EntityLine)) worksFor(text, lines, signer.at, signer.person, set);
      represents(text, lines.slice(letter, i), lines[signer.at + 1], signer.person, set);
    }
    letter = i + 1;
  }
  const last = lastSigner(lines);
  if (last !== null && !inBlock(lines[last] as EntityLine)) {
    const person = afterPerson(lines[last] as EntityLine)?.person;
    if (person !== undefined) worksFor(text, lines, last, person, set);
  }
}

const span = (from: EntityLine, to: EntityLine, { page }: Entity): Evidence => ({
  start: from.start,
  end: to.end,
  page,
});

const titleOf = (written: string): string | undefined =>
  TITLE.exec(written.replace(/^[,\s–—-]+/, '').replace(/[,.\s]+$/, ''))?.[1]?.toLowerCase();

/** `For Acme, Inc.`, and below it `Jane Doe, President`. Without a title, the name may be of anybody. */
function signedFor(lines: readonly EntityLine[], at: number, set: RelationshipSet): void {
  const head = lines[at] as EntityLine;
  const [company] = head.entities;
  if (company?.kind !== 'organization' || head.entities.length > 1) return;
  const before = head.text.slice(0, company.start - head.start);
  if (!/^for(?: and on behalf of)?:? (?:the )?$/i.test(before)) return;
  if (!/^[.,:]?$/.test(head.text.slice(company.end - head.start))) return;
  for (const [n, line] of lines.slice(at + 1, at + 1 + NEAR).entries()) {
    if (/^for\b/i.test(line.text)) return;
    const found = afterPerson(line);
    if (found === null) continue;
    if (found.person.page !== company.page) return;
    const next = lines[at + n + 2];
    const own = titleOf(found.rest);
    const below = /^[,\s]*$/.test(found.rest) && next !== undefined ? titleOf(next.text) : undefined;
    const title = own ?? below;
    if (title === undefined || COUNSEL.test(title)) return;
    const evidence = span(head, own === undefined && next !== undefined ? next : line, found.person);
    set.add(isOffice(title) ? 'officer_of' : 'employed_by', found.person, company, evidence, title);
    set.add('signed_by', found.person, company, evidence);
    return;
  }
}

/** Returns the first name alone on a line after a closing. */
function signerOf(lines: readonly EntityLine[], from: number): { person: Entity; at: number } | null {
  for (let at = from; at < Math.min(lines.length, from + NEAR); at += 1) {
    const found = afterPerson(lines[at] as EntityLine);
    if (found !== null && isTail(found.rest)) return { person: found.person, at };
  }
  return null;
}

const isTail = (rest: string): boolean =>
  titleOf(rest) !== undefined || /^(?:,? (?:Jr|Sr|Esq|[A-Z]{2,4})\.?)?[ ,.]*$/.test(rest);

/** Adds the organization below a signature, with the title between them. */
function worksFor(
  text: string,
  lines: readonly EntityLine[],
  at: number,
  person: Entity,
  set: RelationshipSet,
): void {
  const first = lines[at] as EntityLine;
  let above = first;
  let title = titleOf(first.text.slice(person.end - first.start));
  for (const line of lines.slice(at + 1, at + 1 + NEAR)) {
    const same = afterPerson(line)?.person.canonical === person.canonical;
    // What is below a blank line or on the next page is no part of the signature.
    if (!same && /\n\s*\n|\f/.test(text.slice(above.end, line.start))) return;
    above = line;
    const organization = line.entities.find((e) => e.kind === 'organization');
    if (organization === undefined) {
      const own = afterPerson(line);
      // The name is often there twice: signed and printed.
      if (own?.person.canonical === person.canonical) title ??= titleOf(own.rest);
      else if (title === undefined && titleOf(line.text) !== undefined) title = titleOf(line.text);
      else return;
      continue;
    }
    if (organization.page !== person.page) return;
    const before = line.text.slice(0, organization.start - line.start);
    if (!/^[.,*]?$/.test(line.text.slice(organization.end - line.start))) return;
    if (before !== '' && titleOf(before.replace(/(?:,| of| at)? *$/, '')) === undefined) return;
    title ??= titleOf(before.replace(/(?:,| of| at)? *$/, ''));
    // A mail's own signature was found before.
    if (set.has('officer_of', person, organization) || set.has('employed_by', person, organization)) return;
    const officer = title !== undefined && isOffice(title);
    set.add(officer ? 'officer_of' : 'employed_by', person, organization, span(first, line, person), title);
    return;
  }
}

/** Adds the clients that a letter of a law firm names: `We represent Acme, Inc.` */
function represents(
  text: string,
  letter: readonly EntityLine[],
  below: EntityLine | undefined,
  signer: Entity,
  set: RelationshipSet,
): void {
  const firms = [...letter.slice(0, 3), ...(below === undefined ? [] : [below])].flatMap((line) =>
    line.entities.filter((e) => e.kind === 'organization' && isLawFirm(e.text)),
  );
  const [firm] = firms;
  if (firm === undefined) return;
  for (const client of letter.flatMap((line) => line.entities)) {
    if (client.kind !== 'person' && client.kind !== 'organization') continue;
    const from = Math.max(0, client.start - 80);
    const words = text.slice(from, client.start).replace(/\s+/g, ' ');
    const stated = REPRESENT.exec(words);
    if (stated === null) continue;
    const start = client.start - (words.length - stated.index);
    const evidence = { start: Math.max(from, start), end: client.end, page: client.page };
    for (const counsel of [signer, firm]) set.add('counsel_for', counsel, client, evidence);
  }
}

/** Returns the line of a name that ends a report, below its last sentence and over its organization. */
function lastSigner(lines: readonly EntityLine[]): number | null {
  let at = lines.length - 1;
  while (
    at > 0 &&
    FACT.test(lines[at]?.text ?? '') &&
    lines[at]?.entities.every((e) => e.kind !== 'organization')
  )
    at -= 1;
  for (let up = at - 1; up > Math.max(0, at - NEAR); up -= 1) {
    const found = afterPerson(lines[up] as EntityLine);
    if (found === null || !isTail(found.rest)) continue;
    return /[.!?]["'”’)]*$/.test(lines[up - 1]?.text ?? '') ? up : null;
  }
  return null;
}
