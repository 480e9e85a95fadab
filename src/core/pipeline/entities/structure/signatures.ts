/** Reads signature blocks and lists of counsel: who signs, with which title and firm, and for whom. */
import { hasLowerPair, pattern } from '../letters.ts';
import { type BlockLine, JoinedLines } from './block-lines.ts';
import { type PartyName, partyNames } from './party-names.ts';
import { ROLE, roleName } from './roles.ts';
import { ATTORNEYS, BY_ATTORNEYS, FACT, nameOf, SIGN, STOP, TITLE } from './signature-lines.ts';

export interface Place {
  start: number;
  end: number;
  name: string;
}
export interface Signer extends Place {
  /** As the block says it, in lower case: `chief executive officer`. */
  title?: string;
  /** Whether the name is on a line for a signature: `/s/`, `By:`, `Name:`. */
  signs: boolean;
}
/** A party that counsel appear for. */
export interface Client extends Omit<PartyName, 'start' | 'end' | 'alias'> {
  /** Where the name is, one span per line. */
  places: { start: number; end: number }[];
}
export interface SignatureBlock {
  start: number;
  end: number;
  people: Signer[];
  firms: Place[];
  /** The party whose name is over the signature. */
  signsFor: Place | null;
  /** Set when the people are counsel: the names after `Attorneys for`, and the role. */
  client: { names: Client[]; role?: string } | null;
  /** Whether the block says that its people are attorneys. */
  counsel: boolean;
  /** Whether somebody signs here; a list of counsel has no signature. */
  signed: boolean;
}

const BAR =
  /\b(?:SBN|state bar|bar (?:no|number|id|#)|bar no|BBO|attorney (?:no|id|i\.d|reg)|atty\.? (?:no|id)|reg(?:istration)?\.? no|ARDC|juris no|(?:[A-Z]{2}|[A-Z][a-z]+) bar|TBN|WSBA|VSB|OSB|P\d{5})\b|\(?#\d{4,7}\)?|pro hac vice|\bEsq\b|\bEsquire\b/i;
const PROSE = pattern(String.raw`(?:\b\p{Ll}+[ ,]+){7}`, 'u');
const MOST = 26;

/** Returns the signature blocks of a document and the lists of counsel, in text order. */
export function findSignatures(lines: readonly BlockLine[]): SignatureBlock[] {
  const blocks: SignatureBlock[] = [];
  let done = -1;
  for (let i = 0; i < lines.length; i += 1) {
    const text = lines[i]?.text ?? '';
    if (i <= done || text === '' || text.length > 160 || !isTrigger(text)) continue;
    let first = i;
    for (let up = i - 1, blanks = 0; up > Math.max(done, i - 8); up -= 1) {
      const above = lines[up]?.text ?? '';
      if (above === '') blanks += 1;
      if (blanks > 1 || above.length > 90 || PROSE.test(above) || STOP.test(above)) break;
      if (above !== '') {
        first = up;
        if (/^respectfully|^dated/i.test(above)) break;
      }
    }
    let last = i;
    for (let down = i + 1, blanks = 0; down < Math.min(lines.length, i + MOST); down += 1) {
      const below = lines[down]?.text ?? '';
      if (below === '') {
        blanks += 1;
        if (blanks > 2) break;
        continue;
      }
      if (below.length > 110 || PROSE.test(below) || STOP.test(below)) break;
      blanks = 0;
      last = down;
      if (/(?:court|appeals)\b/i.test(below) && !hasLowerPair(below)) break;
    }
    for (const column of columns(lines.slice(first, last + 1))) blocks.push(...readBlock(column));
    done = last;
  }
  return blocks;
}

/** Two parties may sign beside each other; a date may be beside a signature. */
function columns(lines: readonly BlockLine[]): BlockLine[][] {
  const left: BlockLine[] = [];
  const right: BlockLine[] = [];
  for (const line of lines) {
    const gap = /\t| {4,}/.exec(line.text);
    if (gap === null) {
      left.push(line);
      continue;
    }
    const rest = line.text.slice(gap.index).trimStart();
    left.push({ text: line.text.slice(0, gap.index), start: line.start });
    right.push({ text: rest, start: line.start + line.text.length - rest.length });
  }
  return right.length === 0 ? [left] : [left, right];
}

const isTrigger = (text: string): boolean =>
  SIGN.test(text) ||
  ATTORNEYS.test(text) ||
  BY_ATTORNEYS.test(text) ||
  (BAR.test(text) && text.length < 90 && nameOf(text) !== null);

/** Reads one block from top to bottom; a client or a new party ends a signature. */
function readBlock(lines: readonly BlockLine[]): SignatureBlock[] {
  const blocks: SignatureBlock[] = [];
  let now = empty();
  let byAttorneys = false;
  const close = (): void => {
    // Who signs for a client by name is a firm, whatever its form.
    if (now.client !== null && now.signsFor !== null && !byAttorneys) {
      now.firms.unshift(now.signsFor);
      now.signsFor = null;
    }
    byAttorneys = false;
    if (now.people.length + now.firms.length > 0) blocks.push(now);
    now = empty();
  };
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] as BlockLine;
    const { text, start } = line;
    if (text === '') continue;
    if (now.start < 0) now.start = start;
    now.end = start + text.length;
    if (BY_ATTORNEYS.test(text)) {
      now.counsel = true;
      byAttorneys = true;
      continue;
    }
    if (ATTORNEYS.test(text)) {
      i = clientOf(lines, i, now);
      close();
      continue;
    }
    const name = nameOf(text);
    if (BAR.test(text)) now.counsel = true;
    if (SIGN.test(text)) now.signed = true;
    if (name !== null) {
      if (name.to === 'person')
        addPerson(
          now,
          { start: start + name.at, end: start + name.at + name.name.length, name: name.name },
          text,
        );
      else if ((!name.firm || /L\.?L\.?C\.?$/.test(name.name)) && nextSigns(lines, i)) {
        if (now.people.length > 0) close();
        now.start = now.start < 0 ? start : now.start;
        now.end = start + text.length;
        now.signsFor = { start: start + name.at, end: start + name.at + name.name.length, name: name.name };
      } else if (!(name.firm === false && now.people.length === 0)) {
        const place = { start: start + name.at, end: start + name.at + name.name.length, name: name.name };
        // A firm after the people of another firm starts its own list.
        if (
          now.firms.length > 0 &&
          now.people.length > 0 &&
          now.client === null &&
          now.firms[0]?.name !== name.name &&
          nextNames(lines, i)
        )
          close();
        if (now.start < 0) now.start = start;
        now.end = Math.max(now.end, start + text.length);
        now.firms.push(place);
      }
      continue;
    }
    const title = TITLE.exec(text)?.[1];
    const signer = now.people.at(-1);
    if (title !== undefined && signer !== undefined && signer.title === undefined) {
      signer.title = title.toLowerCase().replace(/,$/, '');
      if (/\b(?:attorney|counsel|solicitor)\b/i.test(title) && now.signsFor === null) now.counsel = true;
    }
  }
  close();
  return blocks;
}

const empty = (): SignatureBlock => ({
  start: -1,
  end: -1,
  people: [],
  firms: [],
  signsFor: null,
  client: null,
  counsel: false,
  signed: false,
});

function addPerson(block: SignatureBlock, place: Place, line: string): void {
  const after = /,\s+([^,(]{3,50})$/.exec(line.slice(line.indexOf(place.name)))?.[1];
  const title = after === undefined ? undefined : TITLE.exec(after)?.[1]?.toLowerCase();
  block.people.push({ ...place, signs: SIGN.test(line), ...(title === undefined ? {} : { title }) });
}

/** Reads `Attorneys for Plaintiff Acme, Inc.`, which may go on on the next lines. @returns the index of its last line */
function clientOf(lines: readonly BlockLine[], at: number, block: SignatureBlock): number {
  const line = lines[at] as BlockLine;
  const lead = ATTORNEYS.exec(line.text)?.[0].length ?? 0;
  let last = at;
  while (last < at + 4) {
    const next = lines[last + 1]?.text ?? '';
    const text = lines[last]?.text ?? '';
    const goesOn =
      /[,&]$|\b(?:and|for|of|the|plaintiffs?|defendants?)$/i.test(text) || /^(?:and|&)\s/i.test(next);
    if (!goesOn || next === '' || FACT.test(next)) break;
    last += 1;
  }
  const joined = new JoinedLines();
  joined.add({ text: line.text.slice(lead), start: line.start + lead });
  for (const next of lines.slice(at + 1, last + 1)) joined.add(next);
  const role = ROLE.exec(joined.text)?.[0];
  const names = namesOfClients(joined);
  block.client = { names, ...(role === undefined ? {} : { role: roleName(role) }) };
  block.counsel = true;
  block.end = (lines[last]?.start ?? line.start) + (lines[last]?.text.length ?? 0);
  return last;
}

/** Returns the names between and after the roles: `Plaintiffs Ann Roe and Acme, Inc.` */
function namesOfClients(joined: JoinedLines): Client[] {
  const names: Client[] = [];
  let from = 0;
  for (const m of [...joined.text.matchAll(new RegExp(ROLE.source, 'gi')), null]) {
    const to = m?.index ?? joined.text.length;
    for (const { kind, name, start, end, alias } of partyNames(joined.text.slice(from, to)))
      if (alias !== true) names.push({ kind, name, places: joined.places(from + start, from + end) });
    from = to + (m?.[0].length ?? 0);
  }
  return names.filter((n) => n.places.length > 0);
}

/** Returns true when a signature follows within a few lines. */
const nextSigns = (lines: readonly BlockLine[], at: number): boolean => {
  const next = lines
    .slice(at + 1, at + 7)
    .filter((l) => l.text !== '')
    .slice(0, 3);
  return next.some((l, i) => (SIGN.test(l.text) && i < 3) || BY_ATTORNEYS.test(l.text));
};
/** Returns true when a person's name follows on the next line. */
const nextNames = (lines: readonly BlockLine[], at: number): boolean =>
  nameOf(lines[at + 1]?.text ?? '')?.to === 'person';
