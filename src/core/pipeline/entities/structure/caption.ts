/** Reads captions: the parties with their roles, across columns and broken lines. */
import { hasLowerPair, pattern } from '../letters.ts';
import { type BlockLine, JoinedLines, leftColumn } from './block-lines.ts';
import { isCourtLine } from './courts.ts';
import { startsParty } from './new-party.ts';
import { type PartyName, partyNames } from './party-names.ts';
import { complementOf, isRoleOnly, ROLE, roleName } from './roles.ts';

export interface Party extends Omit<PartyName, 'start' | 'end'> {
  /** Where the name is, one span per line. */
  places: { start: number; end: number }[];
  /** In lower case and singular: `plaintiff-appellant`. */
  role?: string;
}
export interface Caption {
  start: number;
  end: number;
  parties: Party[];
}

const VERSUS = /^[-–—\s]{0,3}(?:vs?|versus|against)\.?[-–—\s]{0,3},?$/i;
const AND = /^[-–—\s]{0,3}and[-–—\s]{0,3},?$/i;
const RULE = /^(?=.*[-_=*]{4})[-_=*xX.,/\s)}|]{5,}$/;
/** Lines that belong to a caption but name no party. */
const NOISE =
  /^(?:(?:case|civil|criminal|docket|index|cause|appeal|file|adv|adversary|bankruptcy|chapter|court|misc|mdl|nos?|hon|judge|magistrate|division|dept|department|assigned|action|date|time|trial|filed|argued|decided|submitted|jury|honorable|related|ref|hearing|part|crtrm|courtroom|panel|present|reporter|on briefs|appearances)\b\.?[ :#]|.*\b(?:nos?\.|number:?) ?[\dA-Z:-]*\d|.*division$|(?:\w+ ){1,2}(?:appellate|judicial) (?:district|department|circuit)$|.*\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}, \d{4}$|.*, (?:[CPA]\. ?)?J{1,2}\.(?:,|$)|\[¶|[\w.:/-]*\d{3}[\w-]*$|.* ss\.?:?$|chapter \d)/i;
/** Lines of counsel above a caption. */
const COUNSEL =
  /\b(?:attorneys?|counsel) for\b|@|\(\d{3}\) ?\d{3}|\b\d{5}(?:-\d{4})?$|\b(?:tel|telephone|fax|facsimile|SBN|bar no)\b/i;
const HEADING =
  /^(?:COMPLAINT|ANSWER|MOTION|ORDER|OPINION|MEMORANDUM|NOTICE|SUMMONS|PETITION|BRIEF|AFFIDAVIT|DECLARATION|JUDGMENT|STIPULATION|PLAINTIFFS?['’]|DEFENDANTS?['’]|ON (?:WRIT|PETITION|APPEAL)|APPEALS? FROM|ORIGINAL|VERIFIED|FIRST AMENDED|DEMAND|TO ALL|TO THE|INDICTMENT|INTRODUCTION|BEFORE|JURY)\b/i;
/** A sentence of the body. */
const PROSE = pattern(String.raw`(?:\b\p{Ll}+[ ,]+){7}`, 'u');
const MOST_LINES = 40;
/** A text with more places that may be captions is none of pleadings. */
const MOST_TRIES = 1000;
const ROLE_AT_END = new RegExp(`${ROLE.source}[.,;]?$`, 'i');
const ROLES = new RegExp(ROLE.source, 'gi');
const SEPARATOR = '\u0001';

/** Returns the captions of a document, in text order. */
export function findCaptions(lines: readonly BlockLine[]): Caption[] {
  const captions: Caption[] = [];
  let done = -1;
  let tries = 0;
  for (let i = 0; i < lines.length; i += 1) {
    if (i <= done || tries >= MOST_TRIES) continue;
    const line = lines[i];
    if (line === undefined || line.text === '') continue;
    if (!MAY_OPEN.test(line.text)) continue;
    tries += 1;
    const found = captionAt(lines, i, done);
    if (found === null) continue;
    captions.push(found.caption);
    done = found.last;
  }
  return captions;
}

/** The lines that are looked at more closely. */
const MAY_OPEN =
  /^.{0,4}(?:vs?\b|versus|against)|^(?:in re|in the matter of|ex parte|matter of)\b|[A-Z.,] v\. ?(?:[A-Z\d]|$)/i;

interface Found {
  caption: Caption;
  last: number;
}

function captionAt(lines: readonly BlockLine[], at: number, done: number): Found | null {
  const text = lines[at]?.text ?? '';
  if (/^.{0,4}(?:v|against)/i.test(text) && VERSUS.test(leftOf(lines, at).text))
    return adverse(lines, at, done);
  if (/^(?:in re|in the matter of|ex parte|matter of)\b/i.test(text)) return exParte(lines, at);
  if (/[A-Z.,] v\. ?(?:[A-Z\d]|$)/.test(text) && at < MOST_LINES * 5) return inline(lines, at);
  return null;
}

const leftOf = (lines: readonly BlockLine[], at: number): BlockLine =>
  leftColumn(lines[at] ?? { text: '', start: 0 });

/** Reads a caption from its `v.` line, up and down. */
function adverse(lines: readonly BlockLine[], at: number, done: number): Found | null {
  const above: BlockLine[] = [];
  for (let i = at - 1, blanks = 0; i > Math.max(done, at - MOST_LINES); i -= 1) {
    const left = leftOf(lines, i);
    const whole = lines[i]?.text ?? '';
    if (whole === '') {
      blanks += 1;
      if (blanks > 2 && above.length > 0) break;
      continue;
    }
    if (VERSUS.test(left.text)) break;
    if (RULE.test(whole) || isCourtLine(left.text) || isCourtLine(whole) || COUNSEL.test(left.text)) break;
    if (/^(?:-{3,}|_{3,})/.test(left.text) || PROSE.test(left.text) || HEADING.test(left.text)) break;
    if (left.text === '') continue;
    blanks = 0;
    if (NOISE.test(left.text)) {
      // A docket number on its own line is above the parties.
      if (above.some(({ text }) => !isRoleOnly(text))) break;
      continue;
    }
    above.unshift(left);
  }
  if (above.length === 0) return null;
  const joined = new JoinedLines();
  for (const [i, line] of above.entries()) {
    if (startsParty(above[i - 1]?.text ?? '', line.text)) joined.separate(',');
    joined.add(line);
  }
  joined.separate(SEPARATOR);
  const last = below(lines, at, joined);
  return made(joined, (above[0] as BlockLine).start, lines[last], last);
}

/** Adds the lines after `v.`; returns the index of the last one. */
function below(lines: readonly BlockLine[], at: number, joined: JoinedLines): number {
  let last = at;
  let role = false;
  let texts = 0;
  let before = '';
  for (let i = at + 1, blanks = 0; i < Math.min(lines.length, at + MOST_LINES); i += 1) {
    const left = leftOf(lines, i);
    const whole = lines[i]?.text ?? '';
    if (whole === '') {
      blanks += 1;
      if (blanks > 2 && texts > 0) break;
      continue;
    }
    if (RULE.test(whole) || /^[-_]{4}/.test(left.text)) break;
    if (left.text === '') continue;
    if (VERSUS.test(left.text)) {
      joined.separate(SEPARATOR);
      role = false;
      texts = 0;
      continue;
    }
    if (AND.test(left.text)) {
      joined.separate(', and');
      role = false;
      continue;
    }
    if (NOISE.test(left.text) && !ROLE.test(left.text)) {
      if (texts > 0 && blanks > 0) break;
      continue;
    }
    const first = texts === 0;
    if (isCourtLine(left.text) || PROSE.test(left.text) || (!first && HEADING.test(left.text))) break;
    if (!first && blanks > 0 && !isRoleOnly(left.text) && (role || !roleFollows(lines, i))) break;
    if (role && !isRoleOnly(left.text) && !roleFollows(lines, i)) break;
    if (startsParty(before, left.text)) joined.separate(',');
    joined.add(left);
    before = left.text;
    blanks = 0;
    texts += 1;
    last = i;
    if (ROLE.test(left.text)) role = true;
    if (texts > 25) break;
  }
  return last;
}

/** Returns true when a role ends one of the next lines of the left column. */
function roleFollows(lines: readonly BlockLine[], at: number): boolean {
  for (let i = at, texts = 0; i < Math.min(lines.length, at + 12) && texts < 6; i += 1) {
    const { text } = leftOf(lines, i);
    if (text === '') continue;
    if (RULE.test(text) || PROSE.test(text) || HEADING.test(text)) return false;
    texts += 1;
    if (isRoleOnly(text) || ROLE_AT_END.test(text)) return true;
  }
  return false;
}

/** `In re`, `In the Matter of`, `Ex parte`: a caption of one party, when the court is above or a role below. */
function exParte(lines: readonly BlockLine[], at: number): Found | null {
  let court = false;
  for (let i = at - 1; i >= Math.max(0, at - 14) && !court; i -= 1)
    court = isCourtLine(lines[i]?.text ?? '') || isCourtLine(leftOf(lines, i).text);
  const joined = new JoinedLines();
  let last = at;
  let role = false;
  for (let i = at, blanks = 0; i < Math.min(lines.length, at + 20); i += 1) {
    const left = leftOf(lines, i);
    const whole = lines[i]?.text ?? '';
    if (whole === '') {
      blanks += 1;
      continue;
    }
    if (left.text === '') continue;
    if (RULE.test(whole) || PROSE.test(left.text) || VERSUS.test(left.text)) break;
    if (i > at && (NOISE.test(left.text) || HEADING.test(left.text))) continue;
    if (
      joined.text !== '' &&
      blanks > 0 &&
      !isRoleOnly(left.text) &&
      !roleFollows(lines, i) &&
      /[a-z]{2}|[,.]$|[A-Z]$/.test(joined.text.slice(-3))
    )
      break;
    const name = joined.text === '' ? withoutMatter(left) : left;
    if (role && AND.test(left.text)) {
      joined.separate(', ');
      role = false;
    } else if (role && !isRoleOnly(left.text)) break;
    else if (name.text !== '') joined.add(name);
    blanks = 0;
    last = i;
    role ||= ROLE.test(left.text);
  }
  if (!court && !ROLE.test(joined.text)) return null;
  if (
    /\b(?:litigation|marriage|application|guardianship|adoption|custody|arbitration|subpoena|search|grand jury|interest of|welfare|conservatorship|appeal|extradition|complaint|seizure)\b/i.test(
      joined.text,
    )
  )
    return null;
  return made(joined, lines[at]?.start ?? 0, lines[last], last);
}

/** Returns what follows `In re`. */
function withoutMatter({ text, start }: BlockLine): BlockLine {
  const rest = text.replace(/^(?:in re|in the matter of|ex parte|matter of)\b:?\s{0,4}/i, '');
  return { text: rest, start: start + text.length - rest.length };
}

/** `303 CREATIVE LLC, ET AL., PETITIONERS v. AUBREY ELENIS, ET AL.`, in capitals, wrapped or not. */
function inline(lines: readonly BlockLine[], at: number): Found | null {
  let first = at;
  const loud = (i: number): boolean => {
    const text = lines[i]?.text ?? '';
    return (
      text !== '' &&
      !hasLowerPair(text) &&
      !NOISE.test(text) &&
      !HEADING.test(text) &&
      !isCourtLine(text) &&
      !RULE.test(text)
    );
  };
  if (!loud(at)) return null;
  while (first > at - 4 && loud(first - 1)) first -= 1;
  let last = at;
  while (last < at + 4 && loud(last + 1)) last += 1;
  const joined = new JoinedLines();
  for (let i = first; i <= last; i += 1) joined.add(lines[i] as BlockLine);
  const v = joined.text.indexOf(' v. ');
  if (v < 0 || joined.text.indexOf(' v. ', v + 4) > 0 || !ROLE.test(joined.text)) return null;
  joined.text = `${joined.text.slice(0, v)} ${SEPARATOR}${SEPARATOR} ${joined.text.slice(v + 4)}`;
  return made(joined, lines[first]?.start ?? 0, lines[last], last);
}

/** Turns the joined text into parties: the names before each role have it. */
function made(
  joined: JoinedLines,
  start: number,
  lastLine: BlockLine | undefined,
  last: number,
): Found | null {
  const parties: Party[] = [];
  const end = (lastLine?.start ?? start) + (lastLine?.text.length ?? 0);
  const found = (): Found => ({ caption: { start, end, parties }, last });
  const sides: Party[][] = [];
  let at = 0;
  for (const text of joined.text.split(SEPARATOR)) {
    const here: Party[] = [];
    let from = 0;
    const add = (to: number, role: string | undefined): void => {
      for (const { start: s, end: e, ...name } of partyNames(text.slice(from, to)))
        here.push({
          ...name,
          places: joined.places(at + from + s, at + from + e),
          ...(role === undefined ? {} : { role }),
        });
    };
    for (const m of text.matchAll(ROLES)) {
      add(m.index, roleName(m[0]));
      from = m.index + m[0].length;
    }
    add(text.length, undefined);
    if (text.trim() !== '') sides.push(here);
    at += text.length + 1;
  }
  for (const [i, here] of sides.entries()) {
    const known = here.find((p) => p.role !== undefined)?.role;
    const other = sides[i === 0 ? 1 : i - 1]?.find((p) => p.role !== undefined)?.role;
    for (const party of here) {
      const role =
        party.role ?? (known === undefined && other !== undefined ? complementOf(other) : undefined);
      if (role !== undefined) party.role = role;
      if (party.places.length > 0) parties.push(party);
    }
  }
  const stated = parties.some((p) => p.role !== undefined);
  if (!stated && !(sides.length > 1 && sides.every((s) => s.some((p) => !hasLowerPair(p.name)))))
    return parties.length > 0 && sides.length === 1 && !joined.text.includes(SEPARATOR) ? found() : null;
  return found();
}
