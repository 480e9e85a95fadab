/** Splits the names of parties as captions list them: without roles, capacities, aliases and `et al.` */
import { hasLower, pattern, startsLower } from '../letters.ts';
import { isNameAsWord, isOrdinary } from '../names/common-words.ts';
import { lookUp, titleCase } from '../names/dictionary.ts';
import { NEVER_PEOPLE, THINGS } from '../names/labels.ts';
import { COMPANY_FORMS, NAME_ENDINGS, ORGANIZATION_HEADS } from '../names/lexicon.ts';
import { isPerson } from '../names/person.ts';

const PERIOD_AT_END = pattern(String.raw`(?<=\p{L}{4})(?<!\bcorp)\.$|(?<=L[LC][CP])\.$`, 'iu');
const INITIALS_ALONE = pattern(String.raw`^\p{Lu}\.? ?(?:\p{Lu}\.? ?){0,3}$`, 'u');
const WORD_ALONE = pattern(String.raw`^[\p{L}'’-]+$`, 'u');

export interface PartyName {
  kind: 'person' | 'organization';
  /** Offsets in the text that was split. */
  start: number;
  end: number;
  name: string;
  /** Set for another name of the party before it: `a/k/a`, `d/b/a`. */
  alias?: true;
}

const ALIAS =
  /^(?:also known as|doing business as|formerly known as|now known as|trading as|a\/k\/a|aka|d\/b\/a|dba|f\/k\/a|fka|n\/k\/a|t\/a|f\/d\/b\/a) /i;
/** What follows a name and is none: a capacity, a description, the others. */
const DESCRIPTION =
  /^(?:and )?(?:et\.? al|et ux|individually|personally|jointly|deceased|inclusive|on behalf|on their behalf|for (?:himself|herself|itself|themselves)|as (?:an? |the |next |parents?|guardians?|administrat|executors?|executrix|trustees?|personal|successors?|representatives?|assignee|subrogee|receiver|liquidat)|by (?:and through|his|her|its|their|next)|in (?:his|her|its|their|the)|through|an? |the (?:above|estate|marriage|guardian)|husband|wife|h\/w|all (?:others|other|persons|those)|others similarly|similarly situated|does?\b|(?:john|jane) does?\b|unknown|its (?:successors|officers|agents)|his wife|her husband|acting|former(?:ly)? |secretary|commissioner|attorney general|warden|director|superintendent|chief|sheriff|governor|mayor|president|successor)/i;
const COMPANY =
  /^(?:and )?an? (?:[a-z]+ ){0,6}(?:corporation|company|partnership|association|bank|trust|entity|municipality|agency)\b/i;
const INDIVIDUAL =
  /^(?:and )?(?:an individual|an? minor|a married|a single|deceased|individually|personally|in (?:his|her) (?:individual|official))/i;
const PUBLIC =
  /^(?:the )?(?:united states|u\.s\.|(?:people |state |commonwealth |city |county |town |township |village |borough |district |territory |republic |government |island )(?:and county )?of\b)|\b(?:county|township|school district|parish)$/i;
/** A state or the nation, in full, so that what follows `and` is another party. */
const STATE =
  /^(?:the )?(?:united states(?: of america)?|(?:state|people|commonwealth) of (?:the state of )?[a-z]+(?: [a-z]+)?)$/i;
/** Ends of names that a comma parts from the rest. */
const isEnding = (piece: string): boolean => {
  const words = piece
    .toLowerCase()
    .replace(/(?<=\b[a-z])\.(?=[a-z]\b)/g, '')
    .replace(/[.,]/g, '')
    .trim()
    .split(/\s+/);
  return words.every((w) => COMPANY_FORMS.has(w) || NAME_ENDINGS.has(w) || w === 'usa') && words[0] !== '';
};
const SMALL = new Set(
  'of the and for in de la del della der den di da du le van von bin al el y dos das on'.split(' '),
);
/** `ASHBEL T. WALL` */
const MIDDLE_INITIAL = pattern(
  String.raw`^\p{Lu}[\p{L}'’-]+ (?:\p{Lu}\. ){1,2}\p{Lu}[\p{L}'’-]+(?:,? (?:Jr|Sr|JR|SR|II|III|IV)\.?)?$`,
  'u',
);
/** Descriptions of an office that a party holds. */
const OFFICE =
  /\b(?:officer|warden|director|superintendent|secretary|commissioner|administrator|trustee|investigations|supervisor|chairman|receiver|clerk)\b/i;
const MAX_NAMES = 60;

/** Returns the names in what a caption says of one side. */
export function partyNames(text: string): PartyName[] {
  const found: PartyName[] = [];
  let skipping = false;
  for (const { piece, start, sep } of pieces(text)) {
    if (found.length >= MAX_NAMES) break;
    const last = found.at(-1);
    if (sep !== ',') skipping = false;
    if (DESCRIPTION.test(piece)) {
      if (last !== undefined && last.alias !== true) {
        if (COMPANY.test(piece)) last.kind = 'organization';
        else if (INDIVIDUAL.test(piece) && !PUBLIC.test(last.name)) last.kind = 'person';
      }
      // A capacity may go on after its commas, until a name in another style or the next party.
      skipping = /^(?:and )?(?:as|by|in|on|for|through|the|secretary|individually)\b/i.test(piece);
      continue;
    }
    if (skipping && sep === ',' && !ALIAS.test(piece)) continue;
    for (const name of namesIn(piece, start, sep !== '', last?.kind ?? null)) found.push(name);
  }
  return found;
}

interface Piece {
  piece: string;
  start: number;
  sep: string;
}

/** Cuts at commas, semicolons and `and`; an ending such as `Inc.` stays with its name. */
function pieces(text: string): Piece[] {
  const cut: Piece[] = [];
  let start = 0;
  let sep = '';
  const add = (end: number, next: string): void => {
    const raw = text.slice(start, end);
    const piece = raw.trim();
    const at = start + raw.length - raw.trimStart().length;
    const last = cut.at(-1);
    if (piece !== '' && sep === ',' && last !== undefined && isEnding(piece))
      last.piece = text.slice(last.start, at + piece.length);
    else if (piece !== '') cut.push({ piece, start: at, sep });
    sep = piece === '' && sep !== '' ? sep : next;
    if (next === 'and') sep = 'and';
  };
  for (const m of text.matchAll(/[,;]|\band\b|\bAND\b|-and-|&/g)) {
    const word = m[0];
    if (word === '&' && !isTwoPeople(text.slice(start, m.index), text.slice(m.index + 1))) continue;
    if (/^and$/i.test(word) && !splits(text.slice(start, m.index), text.slice(m.index + word.length), word))
      continue;
    add(m.index, /and|&/i.test(word) ? 'and' : word);
    start = m.index + word.length;
  }
  add(text.length, '');
  return cut;
}

/** In `Ann Roe & John Doe` an ampersand parts two people; in `Hill & Osgood` it makes a firm. */
function isTwoPeople(before: string, after: string): boolean {
  const right = /^[^,;&]{0,80}/.exec(after.trim())?.[0].trim() ?? '';
  const left = before.split(/[,;]/).at(-1)?.trim() ?? '';
  return left.includes(' ') && right.includes(' ') && looksPerson(left) && looksPerson(right);
}

/** Tells whether `and` parts two parties; in `Johnson and Johnson` and `Health and Human Services` it does not. */
function splits(before: string, after: string, word: string): boolean {
  const left = before.trim();
  if (left === '' || /^[,;\s]*$/.test(before) || left.endsWith(')') || STATE.test(left)) return true;
  if (/^\s*(?:as|on behalf|through)\b/i.test(after)) return false;
  if (DESCRIPTION.test(left)) return !/\b(?:health|agriculture|by)$/i.test(left);
  // Names in capitals that are joined by a small word are two.
  if (word === 'and' && !hasLower(left) && /^\s*\p{Lu}{2}/u.test(after)) return true;
  const right = /^[^,;]{0,80}?(?=,|;| and | AND |$)/.exec(after.trim())?.[0] ?? '';
  if (isEnding(left.split(' ').at(-1) ?? '')) return true;
  const first = lookUp(titleCase(right.split(' ')[0] ?? '')).firstName;
  return looksPerson(right) && (looksPerson(left) || (first && left.includes(' ')));
}

const wordsOf = (name: string) =>
  name.split(/\s+/).map((text) => ({ text: text.replace(/,$/, ''), start: 0, end: text.length }));

const looksPerson = (name: string): boolean =>
  isPerson(wordsOf(name.replace(/[.,;]+$/, ''))) && kindOf(name) === 'person';

/** Returns the name in a piece, and the other names of the party in it. @param main the kind of the party before it */
function namesIn(
  piece: string,
  start: number,
  continued: boolean,
  main: PartyName['kind'] | null,
): PartyName[] {
  const found: PartyName[] = [];
  let at = 0;
  const add = (from: number, to: number, alias: boolean): void => {
    let text = piece.slice(from, to);
    let begin = from + text.length - text.trimStart().length;
    const lead =
      /^(?:(?:the|and|in re:?|in the matter of:?|matter of|ex parte|ex rel\.?|the estate of|estate of|mr\.|mrs\.|ms\.|dr\.|hon\.|honorable|judge|justice|clerk|llc|inc\.)(?: |$))+/i.exec(
        piece.slice(begin, to),
      )?.[0] ?? '';
    begin += lead.length;
    text = piece
      .slice(begin, to)
      .replace(/[\s,;:]+$/, '')
      .replace(PERIOD_AT_END, '');
    text = text
      .replace(/ \([^)]{0,60}\)?$/, '')
      .replace(/,? et\.? al\.?$/i, '')
      .replace(/(?: (?:for|of|the|to|and|a|by))+$/i, '');
    if (text.length < 3 || !/^[\p{Lu}\d]/u.test(text) || text.length > 150) return;
    const kind = kindOf(text) ?? (alias ? (found.at(-1)?.kind ?? main) : null);
    if (kind === null) return;
    found.push({
      kind,
      start: start + begin,
      end: start + begin + text.length,
      name: text,
      ...(alias ? { alias: true } : {}),
    });
  };
  let alias = continued && ALIAS.test(piece);
  if (alias) at = ALIAS.exec(piece)?.[0].length ?? 0;
  for (const m of piece.matchAll(
    /,? (?:also known as|doing business as|formerly known as|now known as|trading as|a\/k\/a|aka|d\/b\/a|dba|f\/k\/a|fka|n\/k\/a|t\/a|ex rel\.?|individually|on behalf of|as (?=[a-z])|in (?:his|her|its|their) |by and through )/gi,
  )) {
    if (m.index < at) continue;
    add(at, m.index, alias);
    alias = ALIAS.test(`${m[0].replace(/^,? /, '').trimEnd()} `);
    at = m.index + m[0].length;
    if (!alias && !/ex rel/i.test(m[0])) return found;
  }
  add(at, piece.length, alias);
  return found;
}

/** Returns whether a party's name is a person's or an organization's; null when it cannot be told. */
export function kindOf(name: string): PartyName['kind'] | null {
  const plain = name.replace(/[.,;]+$/, '');
  const lower = plain
    .toLowerCase()
    .replace(/(?<=\b[a-z])\.(?=[a-z]\b)/g, '')
    .replace(/[.,]/g, '')
    .split(/\s+/);
  const last = lower.at(-1) ?? '';
  if (plain.split(/\s+/).some((w) => startsLower(w) && !SMALL.has(w))) return null;
  if (PUBLIC.test(plain)) return 'organization';
  if (
    lower.length > 1 &&
    COMPANY_FORMS.has(last) &&
    !(lower.length === 2 && /^(?:pa|sa|na|ag|co)$/.test(last) && /\./.test(name) === false)
  )
    return 'organization';
  if (
    lower.some(
      (w) => COMPANY_FORMS.has(w) && /^(?:inc|llc|llp|corp|ltd|gmbh|plc|corporation|company)$/.test(w),
    )
  )
    return lower.length > 1 ? 'organization' : null;
  if (lower.length > 1 && lower.some((w) => ORGANIZATION_HEADS.has(w))) return 'organization';
  if (INITIALS_ALONE.test(plain)) return null;
  if (/ & /.test(plain)) return 'organization';
  if (MIDDLE_INITIAL.test(plain)) return 'person';
  if (OFFICE.test(plain)) return null;
  const people = lower.filter((w) => !NAME_ENDINGS.has(w));
  if (people.length < 2)
    return lookUp(titleCase(plain)).organization && !isOrdinary(lower[0] ?? '') ? 'organization' : null;
  if (isPerson(wordsOf(plain.replaceAll('"', ''))) && !/\d/.test(plain)) return 'person';
  const first = titleCase(people[0] ?? '');
  if (
    people.length <= 5 &&
    !/\d/.test(plain) &&
    lookUp(first).firstName &&
    !lower.some((w) => w === 'of' || w === 'for')
  )
    return 'person';
  if (isRarePerson(people)) return 'person';
  return lower.length <= 10 &&
    !/\b(?:motion|order|complaint|action|case|petition|litigation|marriage|adoption|appeal|custody|termination|rights|application|no)\b/i.test(
      plain,
    )
    ? 'organization'
    : null;
}

/** In a caption, two to four words without a sign of a company are a person, if none is an ordinary word. */
const isRarePerson = (words: readonly string[]): boolean =>
  words.length <= 4 &&
  words.every((w) => WORD_ALONE.test(w) && !NEVER_PEOPLE.has(w) && !THINGS.has(w)) &&
  words.every((w, i) => {
    const { lastName, organization } = lookUp(titleCase(w));
    return SMALL.has(w)
      ? i > 0
      : !organization && (lastName || !isOrdinary(w) || (i === 0 && isNameAsWord(w)));
  }) &&
  !lookUp(titleCase(words.join(' '))).organization;
