/** Reads the people and organizations in the address lines of e-mail. */
import { isCapitalized, isInitial, pattern } from '../letters.ts';
import { isNameAsWord, isOrdinary } from '../names/common-words.ts';
import { lookUp } from '../names/dictionary.ts';
import { COMPANY_FORMS, ORGANIZATION_HEADS, PARTICLES } from '../names/lexicon.ts';

export interface Addressee {
  /** Where the name is; absent when the line gives the address only. */
  name?: { kind: 'person' | 'organization'; start: number; end: number; normal: string };
  /** In lower case. */
  address?: string;
  /** Where the name with its address is. */
  start: number;
  end: number;
}

interface Part {
  start: number;
  end: number;
}

const MAX_QUOTED = 120;
const MAX_BRACKET = 300;
const ADDRESS = /[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/;
/** Where the name ends: at its address, at a remark, or at the departments of a Notes address. */
const NAME_END = /\s*(?:[<[({/@\t=]| on \d{1,2}\/| mailto:|["”](?=\s|$))/;
const NAME = pattern(
  String.raw`^\p{L}[\p{L}.'’-]{0,40}(?:,? ?(?:Jr|Sr|II|III|IV)\.?(?=[, ]|$))?(?:,?\s\p{L}[\p{L}.'’-]{0,40}){0,5}$`,
  'u',
);
const ENDING = /,? (?:Jr|Sr|II|III|IV)\.?$/;
/** Names of lists, of machines and of offices. */
const NOBODY = new Set(
  `all everyone everybody staff team teams group groups list lists distribution employees employee recipients recipient
  undisclosed members users user subscribers customers customer clients vendors support service services sales info admin
  administrator system systems help helpdesk desk office offices human resources newsletter news alerts alert daily weekly
  update updates mailer postmaster webmaster noreply mail email e-mail multiple various announcements announcement notification
  notifications worldwide global houston legal accounting billing department dept division floor conference room calendar
  the of for and to from on in at be not hr it`.split(/\s+/),
);

/** Returns the addressees in a span of the text. They take time in proportion to the span. */
export function readAddressees(text: string, start: number, end: number): Addressee[] {
  const parts = splitList(text, start, end);
  const inverted = pairs(text, parts);
  const found: Addressee[] = [];
  for (let i = 0; i < parts.length; i += 1) {
    const first = parts[i];
    const second = inverted.has(i) ? parts[i + 1] : undefined;
    if (second !== undefined) i += 1;
    if (first === undefined) continue;
    const whole = { start: first.start, end: second?.end ?? first.end };
    const addressee = addresseeOf(text, whole);
    if (addressee !== null) found.push(addressee);
  }
  return found;
}

/** Splits a list at its commas and semicolons, except inside quotes and brackets. */
function splitList(text: string, start: number, end: number): Part[] {
  const parts: Part[] = [];
  let from = start;
  for (let at = start; at < end; at += 1) {
    const c = text.charAt(at);
    if (c === '"' || c === '<' || c === '(' || c === '[') {
      const close = c === '"' ? '"' : c === '<' ? '>' : c === '(' ? ')' : ']';
      const most = Math.min(end, at + (c === '"' ? MAX_QUOTED : MAX_BRACKET));
      const inside = text.slice(at + 1, most);
      const length = inside.indexOf(close);
      // A bracket that never closes ends with its address.
      if (length >= 0 && (c !== '<' || !/@\S{1,200}[,;] /.test(inside.slice(0, length)))) at += length + 1;
    } else if (c === ',' || c === ';') {
      parts.push({ start: from, end: at });
      if (c === ';') parts.push({ start: at, end: at });
      from = at + 1;
    }
  }
  parts.push({ start: from, end });
  return parts;
}

/** Returns the indexes of the parts that are a family name before the comma of `Last, First`. */
function pairs(text: string, parts: readonly Part[]): Set<number> {
  const found = new Set<number>();
  for (let i = 0; i + 1 < parts.length; i += 1) {
    const family = wordsIn(text, parts[i]);
    const given = wordsIn(text, parts[i + 1]);
    if (family === null || given === null || family.address) continue;
    const body = family.words.replace(ENDING, '').split(/\s/);
    const short = body.length === 1 || PARTICLES.has((body[0] ?? '').toLowerCase());
    if (!short || given.words.split(/\s/).length > 3) continue;
    if (NOBODY.has(family.words.toLowerCase()) || isOrganization(given.words)) continue;
    found.add(i);
    i += 1;
  }
  return onlyGivenNames(text, parts, found) ? new Set() : found;
}

/** `Bob, Jim, Susan, Peter` is a list of first names. */
function onlyGivenNames(text: string, parts: readonly Part[], found: ReadonlySet<number>): boolean {
  const alone = parts.filter((part) => part.end > part.start);
  if (alone.length < 3 || alone.length > 40 || alone.length < parts.length) return false;
  if (alone.length % 2 === 0 && found.size * 2 === alone.length && alone.length > 6) return false;
  return alone.every((part) => {
    const given = wordsIn(text, part);
    return given !== null && !given.address && !given.words.includes(' ') && lookUp(given.words).firstName;
  });
}

function wordsIn(text: string, part: Part | undefined): { words: string; address: boolean } | null {
  if (part === undefined || part.end <= part.start) return null;
  const name = nameIn(text, part);
  if (name === null) return null;
  return {
    words: name.text,
    address: ADDRESS.test(text.slice(name.end, Math.min(part.end, name.end + MAX_BRACKET))),
  };
}

interface NameSpan extends Part {
  text: string;
}

/** Returns the name at the start of a part, without quotes, address and departments. */
function nameIn(text: string, part: Part): NameSpan | null {
  const raw = text.slice(part.start, Math.min(part.end, part.start + 200));
  const lead = /^[\s"'“”‘’*]*/.exec(raw)?.[0].length ?? 0;
  const cut = NAME_END.exec(raw.slice(lead));
  const open = raw.slice(lead, cut === null ? raw.length : lead + cut.index);
  // `jane@firm.example` is an address; `Jane Doe@FIRM` is a name at one.
  if (cut?.[0].trim() === '@' && !/\s/.test(open)) return null;
  const name = open.replace(/[\s"'“”‘’*,;:-]+$/, '').replace(/(?<!\b\p{Lu}|\b[JS]r)\.$/u, '');
  if (!NAME.test(name)) return null;
  return { start: part.start + lead, end: part.start + lead + name.length, text: name };
}

function addresseeOf(text: string, part: Part): Addressee | null {
  if (part.end <= part.start) return null;
  const address = ADDRESS.exec(
    text.slice(part.start, Math.min(part.end, part.start + 600)),
  )?.[0].toLowerCase();
  const name = nameIn(text, part);
  const kind = name === null ? null : kindOf(name.text, address ?? '');
  const raw = text.slice(part.start, part.end);
  const start = part.start + raw.length - raw.trimStart().length;
  const span = { start, end: Math.max(start, part.start + raw.trimEnd().length) };
  if (name === null || kind === null) return address === undefined ? null : { address, ...span };
  const normal = kind === 'person' ? inOrder(name.text) : name.text;
  return {
    name: { kind, start: name.start, end: name.end, normal },
    ...(address === undefined ? {} : { address }),
    ...span,
  };
}

/** Returns `Last Jr., First M.` as `First M. Last Jr.`. */
export function inOrder(name: string): string {
  const plain = name.replace(/\s+/g, ' ');
  const comma = /^(.+?)(,? (?:Jr|Sr|II|III|IV)\.?)?, (?!(?:Jr|Sr|II|III|IV)\b)(.+)$/.exec(plain);
  return comma === null ? plain : `${comma[3]} ${comma[1]}${comma[2] ?? ''}`;
}

const isOrganization = (name: string): boolean => {
  const words = name.toLowerCase().split(/[\s,.]+/);
  return words.some((w) => COMPANY_FORMS.has(w) || ORGANIZATION_HEADS.has(w));
};

/** Returns what a display name names; null for lists, machines and words that name nobody for sure. */
function kindOf(name: string, address: string): 'person' | 'organization' | null {
  const words = inOrder(name).replace(ENDING, '').split(' ');
  const lower = words.map((w) => w.toLowerCase().replace(/\.$/, ''));
  if (isOrganization(name)) return lower.length > 1 && !lower.includes('all') ? 'organization' : null;
  if (lower.some((w) => NOBODY.has(w))) return null;
  const local = address.split('@')[0] ?? '';
  const family = lower.at(-1) ?? '';
  const addressed = family.length > 2 && local.includes(family.replace(/['’-]/g, ''));
  const capitalized = words.every((w) => isCapitalized(w) || PARTICLES.has(w));
  // `jd@firm.example` is an address of initials.
  const initials = local !== '' && local.length <= 3 && lower[0]?.startsWith(local.charAt(0)) === true;
  if ((addressed || initials) && lower.length > 1) return 'person';
  if (!capitalized) return null;
  const given = words[0] ?? '';
  if (lower.length === 1)
    return (addressed && !isOrdinary(family)) || (lookUp(given).firstName && !isOrdinary(family))
      ? 'person'
      : null;
  const inverted = /, /.test(name.replace(ENDING, ''));
  if (isInitial(given) || !lower.some(isOrdinary) || (inverted && !isOrdinary(family))) return 'person';
  if (isNameAsWord(lower[0] ?? '')) return 'person';
  const { firstName, lastName } = lookUp(given);
  if (firstName || (lastName && address !== '')) return 'person';
  return isOrdinary(lower[0] ?? '') ? null : 'person';
}
