/** Finds the names in greetings, closings and signatures of e-mail and letters. */
import { hasLower, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isNameAsWord, isOrdinary } from '../names/common-words.ts';
import { lookUp } from '../names/dictionary.ts';
import { sameGivenName } from './given-names.ts';
import { type KnownPeople, type Person, whoIs } from './known-people.ts';

/** The body of one message, and who wrote and received it. */
export interface Correspondence {
  bodyStart: number;
  bodyEnd: number;
  /** False for a text without a header. */
  isMessage: boolean;
  senders: readonly Person[];
  recipients: readonly Person[];
}

const WORD = String.raw`\p{Lu}\p{L}{0,30}(?:['’.-]\p{L}{1,30}){0,2}\.?`;
const NAME = String.raw`${WORD}(?:[ ]${WORD}){0,3}`;
const GREETING_WORD = String.raw`(?:Hi|Hello|Hey|Dear|Greetings|Good (?:[Mm]orning|[Aa]fternoon|[Ee]vening|[Dd]ay)|Morning|Afternoon)(?: (?:again|there))?`;
const THANKS = String.raw`(?:Thanks|Thank you|Thx|FYI|OK|Okay|Yes|Yep|No|Sorry|Congratulations|Welcome back|Well)`;
const GREETING = pattern(
  String.raw`^(?:(${GREETING_WORD}|${THANKS})[,!.:]?[ ]{1,2}(?:to )?)?(${NAME}(?:(?:, ?(?:and )?| and | & | or |\/)${NAME}){0,6})[ ]{0,2}(?=$|[,:;!.]|[-–—]{1,3}(?:$| ))`,
  'u',
);
const JOINT = /, ?(?:and )?| and | & | or |\//;
const CLOSING =
  /^(?:(?:[Mm]any |[Bb]est |[Ww]arm |[Kk]ind(?:est)? |[Ww]ith (?:best |kind |warm )?)?(?:[Tt]hanks|[Rr]egards|[Ww]ishes)|[Tt]hank [Yy]ou|[Tt]hx|[Tt]hks|[Bb]est|[Ss]incerely(?: yours)?|[Yy]ours(?: (?:truly|sincerely|faithfully))?|[Vv]ery truly yours|[Rr]espectfully(?: (?:submitted|yours))?|[Cc]ordially|[Cc]heers|[Ll]ove|[Tt]ake care|[Tt]alk to you (?:soon|later)|[Ss]ee you(?: soon)?)(?:[ ,]+(?:again|and regards|and best regards|in advance|so much|very much|for your (?:help|time|assistance)|[Yy]ou|all))?(?=[ ,.!–—-]|$)[ ,.!–—-]*/;
const SIGNED = pattern(
  String.raw`^[ *~–—-]{0,4}(${NAME})(?:,? (?:Jr\.|Sr\.|II|III|Esq\.))?[ ,.*–—-]{0,3}$`,
  'u',
);
/** A line of a signature below the name has a number, an address or a title, and is short. */
const MAX_LINE = 60;
const MAX_SIGNATURE = 12;

interface Line {
  text: string;
  start: number;
}

/** Returns the people whom a message greets, and who signed it. Short forms have an antecedent where one person fits. */
export function findSalutations(text: string, letter: Correspondence, known: KnownPeople): EntityMatch[] {
  const lines = bodyLines(text, letter);
  const found: EntityMatch[] = [];
  const first = lines[0];
  lines.forEach((line, i) => {
    if (line.text.length > 400) return;
    found.push(...greeted(line, line === first && letter.isMessage, letter, known));
    const closing = CLOSING.exec(line.text);
    const next = lines[i + 1];
    if (closing === null) return;
    const rest = { text: line.text.slice(closing[0].length), start: line.start + closing[0].length };
    const signed =
      rest.text === ''
        ? next === undefined
          ? []
          : signedBy(next, letter, known, true)
        : signedBy(rest, letter, known, true);
    found.push(...signed);
  });
  if (letter.isMessage)
    for (const line of lines.slice(-MAX_SIGNATURE))
      if (line !== first) found.push(...signedBy(line, letter, known, false));
  const seen = new Set<number>();
  return found.filter(({ start }) => !seen.has(start) && seen.add(start));
}

function bodyLines(text: string, { bodyStart, bodyEnd }: Correspondence): Line[] {
  const lines: Line[] = [];
  let start = bodyStart;
  for (const line of text.slice(bodyStart, bodyEnd).split('\n')) {
    if (/\S/.test(line)) lines.push({ text: line.trimEnd(), start });
    start += line.length + 1;
  }
  return lines;
}

function greeted(line: Line, first: boolean, letter: Correspondence, known: KnownPeople): EntityMatch[] {
  const match = GREETING.exec(line.text.slice(0, 200));
  if (match === null) return [];
  const word = match[1] ?? '';
  // A name alone on a later line is a closing, unless a comma or a colon follows it.
  if (word === '' && !first && !/^[^,:]*[,:]\s*$/.test(line.text.slice(match.index))) return [];
  const names = match[2] ?? '';
  // `Thanks, Karen` is a closing at the end and a greeting at the top.
  const closes = new RegExp(`^${THANKS}$`).test(word) && !first;
  const people = closes ? letter.senders : letter.recipients;
  const found: EntityMatch[] = [];
  let at = line.start + match[0].indexOf(names);
  for (const piece of names.split(new RegExp(`(${JOINT.source})`))) {
    if (piece !== '' && !new RegExp(`^(?:${JOINT.source})$`).test(piece)) {
      const person = namedIn(piece, at, people, known, /^(?:Hi|Hello|Hey|Dear)/.test(word));
      if (person !== null) found.push(person);
      else if (found.length === 0) return [];
    }
    at += piece.length;
  }
  return found;
}

function signedBy(line: Line, letter: Correspondence, known: KnownPeople, closed: boolean): EntityMatch[] {
  if (line.text.length > MAX_LINE) return [];
  const match = SIGNED.exec(line.text);
  const name = match?.[1];
  if (match === null || name === undefined) return [];
  const person = namedIn(name, line.start + line.text.indexOf(name), letter.senders, known, closed);
  return person === null ? [] : [person];
}

/** Words that a greeting has in place of a name. */
const NOBODY = new Set(
  `all everyone everybody team folks guys gentlemen ladies gentleman lady sir sirs madam counsel colleagues friends friend
  group there both gang y'all yall people members shareholders customer sender`.split(/\s+/),
);

/**
 * Returns a person where the words name one for sure.
 * @param certain the words around say that a name is here, so that an uncommon word is one
 */
function namedIn(
  whole: string,
  start: number,
  people: readonly Person[],
  known: KnownPeople,
  certain: boolean,
): EntityMatch | null {
  const words = whole.replace(/(?<!\b\p{Lu}|\b[JS]r)\.$/u, '');
  const titled = /^(?:Mr|Mrs|Ms|Miss|Dr|Prof|Judge|Justice)\.? /.exec(words)?.[0] ?? '';
  const name = words.slice(titled.length);
  const parts = name.split(' ');
  const [given = ''] = parts;
  const match: EntityMatch = {
    kind: 'person',
    start: start + titled.length,
    end: start + words.length,
    normal: name,
  };
  if (NOBODY.has(given.toLowerCase()) || given.replace('.', '').length < 2) return null;
  // Initials alone name nobody.
  if (!hasLower(name) && name.replace(/[^\p{L}]/gu, '').length < 4) return null;
  const fits = people.filter((p) =>
    parts.length === 1 && titled === ''
      ? sameGivenName(p.given, given)
      : p.family.toLowerCase() === (parts.at(-1) ?? '').toLowerCase(),
  );
  const full = new Set(fits.map((p) => p.name));
  if (full.size === 1 && (parts.length === 1 || fits.every((p) => sameGivenName(p.given, given)))) {
    const [antecedent = ''] = full;
    return antecedent === name ? match : { ...match, antecedent };
  }
  if (full.size > 0) return match;
  if (parts.length === 1) {
    if (whoIs(known, given).length > 0) return match;
    if (isOrdinary(given.toLowerCase())) return certain && isNameAsWord(given.toLowerCase()) ? match : null;
    const { firstName, place, organization } = lookUp(given);
    return firstName ||
      (certain && titled === '' && !place && !organization && /^\p{Lu}\p{Ll}{2,}$/u.test(given))
      ? match
      : null;
  }
  const ordinary = parts.some((w, i) => i > 0 && isOrdinary(w.toLowerCase()));
  return parts.length <= 3 && lookUp(given).firstName && !ordinary ? match : null;
}
