/** Reads the appearances of a transcript: `ON BEHALF OF THE PLAINTIFF:`, and below it counsel and their firm. */
import type { Entity } from '../../../shared/mentions.ts';
import type { EntityLine } from './entity-lines.ts';
import type { KnownParty } from './filed-by.ts';
import type { RelationshipSet } from './relationship-set.ts';
import { ROLE, roleName } from './structure/roles.ts';

const HEADING = /^A ?P ?P ?E ?A ?R ?A ?N ?C ?E ?S(?: OF COUNSEL)?[ :]*$/;
/** Whom the counsel below appear for. */
const FOR =
  /^(?:(?:appearing )?on behalf of|(?:appearing )?for|counsel for|attorneys? for)(?: and on behalf of)? (?:the )?/i;
/** What ends the appearances. */
const AFTER =
  /^(?:also (?:present|appearing)|the (?:court )?reporter|the video[a-z]*|reported by|I ?N ?D ?E ?X|examination|exhibits|P ?R ?O ?C ?E ?E ?D ?I ?N ?G ?S|stipulations?|Q[.:])/i;
const FIRM = /\b(?:LLP|L\.L\.P\.?|P\.C\.?|PLLC|P\.A\.|LLC|law (?:offices?|firm|group))(?=\W|$)| & /i;
/** A name alone, or `BY: JANE DOE, ESQ.` */
const BEFORE_NAME = /^(?:by:? *)?(?:(?:mr|ms|mrs|miss)\.? *)?$/i;
const AFTER_NAME = /^(?:,? *(?:(?:esq|esquire)|jr|sr|I{2,3})\.?){0,2}[.,]?$/i;
/** More lines are no list of counsel. */
const MOST_LINES = 14;
const LONGEST = 110;

/** Adds the counsel of a transcript, for the parties that it names or whose role it gives. */
export function appearances(
  lines: readonly EntityLine[],
  known: readonly KnownParty[],
  set: RelationshipSet,
): void {
  let open = false;
  let head: { line: EntityLine; clients: readonly Entity[] } | null = null;
  let taken = 0;
  for (const line of lines) {
    if (HEADING.test(line.text)) {
      open = true;
      head = null;
      continue;
    }
    if (!open) continue;
    taken += 1;
    if (AFTER.test(line.text) || taken > MOST_LINES || line.text.length > LONGEST) {
      open = taken <= MOST_LINES && head === null && !AFTER.test(line.text);
      head = null;
      continue;
    }
    const lead = FOR.exec(line.text)?.[0];
    if (lead !== undefined) {
      head = { line, clients: clientsOf(line, lead.length, known) };
      taken = 0;
      continue;
    }
    const [counsel] = line.entities;
    if (head === null || counsel === undefined) continue;
    const before = line.text.slice(0, counsel.start - line.start);
    const after = line.text.slice(counsel.end - line.start);
    const named =
      counsel.kind === 'person'
        ? BEFORE_NAME.test(before) && AFTER_NAME.test(after)
        : counsel.kind === 'organization' && before === '' && FIRM.test(counsel.text);
    if (!named) continue;
    const evidence = { start: head.line.start, end: line.end, page: counsel.page };
    for (const client of head.clients) set.add('counsel_for', counsel, client, evidence);
  }
}

/** Returns the parties that a line names, otherwise those with the role that it gives. */
function clientsOf(line: EntityLine, from: number, known: readonly KnownParty[]): readonly Entity[] {
  const named = line.entities.filter((e) => e.kind === 'person' || e.kind === 'organization');
  if (named.length > 0) return named;
  const rest = line.text.slice(from);
  const role = ROLE.exec(rest)?.[0];
  if (role === undefined || !/^[^\w]*$/.test(rest.replace(role, ''))) return [];
  const words = roleName(role).split(/[-/]| and /);
  return known
    .filter((k) => (k.party.role ?? '').split(/[-/]| and /).some((r) => words.includes(r)))
    .map((k) => k.entity);
}
