/** Finds the names that the form of e-mail tells: in headers, greetings, closings and signatures. */
import { pattern } from '../letters.ts';
import { type EntityMatch, findAll } from '../match.ts';
import { lookUp } from '../names/dictionary.ts';
import { type Addressee, inOrder, readAddressees } from './addressees.ts';
import { findDisclaimers, outsideDisclaimers } from './disclaimers.ts';
import { findFirstNames } from './first-names.ts';
import { type KnownPeople, knownPeople, type Person, personOf } from './known-people.ts';
import { findMessages, mayBeMail } from './messages.ts';
import { type Correspondence, findSalutations } from './salutations.ts';

export interface MailNames {
  /** True for a mail, and not only a letter. */
  isMail: boolean;
  /** Names that win over all others. */
  sure: EntityMatch[];
  /** Returns the first names outside what is marked as taken. */
  firstNames: (flowing: string, taken: Uint8Array) => EntityMatch[];
  /** Drops the names in disclaimers. */
  withoutDisclaimers: (names: EntityMatch[]) => EntityMatch[];
}

/** `Jane Doe/HOU/ECT@ECT`, an address of Lotus Notes, also in a text; `Forwarded by Jane Doe on`. */
const NOTES = pattern(
  String.raw`(?<![\p{L}\p{N}@/.])(\p{Lu}[\p{L}'’.-]{0,30}(?:[ \n]\p{Lu}[\p{L}'’.-]{0,30}){1,3})(?:/[A-Z][\w&.-]{0,20}(?: [A-Z][\w&.-]{0,20}){0,3}){1,4}(?:@[\w-]{2,30}|(?= on \d))`,
  'gu',
);
const FORWARDED_BY = pattern(
  String.raw`(?:[Ff]orwarded|[Ss]ent|[Ww]ritten) by:? (\p{Lu}[\p{L}'’.-]{0,30}(?: \p{Lu}[\p{L}'’.-]{0,30}){1,3})(?=/|@| on \d| <)`,
  'gu',
);
const GREETING_LINE = pattern(
  String.raw`^(?:Dear|Hi|Hello|Hey|Good (?:morning|afternoon|evening)) \p{Lu}`,
  'mu',
);
const CLOSING_LINE =
  /^(?:Thanks|Thank you|Best|Regards|Sincerely|Cheers|Best regards|Very truly yours|Yours truly)[, .!]{0,3}$/m;

/** A short text with such a line is a mail without its header. */
const INFORMAL = pattern(
  String.raw`^(?:Hi|Hello|Hey) \p{Lu}|^(?:Thanks|Thx|Cheers|Best|Regards|Best regards)[, .!]{0,3}$`,
  'mu',
);
const MAX_NOTE = 3000;

/** Returns the names in an e-mail or letter. @param lines the text, every line on its own */
export function findMailNames(lines: string): MailNames {
  const mail = mayBeMail(lines);
  if (!mail && !GREETING_LINE.test(lines) && !CLOSING_LINE.test(lines))
    return { isMail: false, sure: [], firstNames: () => [], withoutDisclaimers: (names) => names };
  const sure: EntityMatch[] = [];
  const everyone: Person[] = [];
  const letters: Correspondence[] = [];
  const messages = mail ? findMessages(lines) : [{ fields: [], bodyStart: 0, bodyEnd: lines.length }];
  const note = !mail && lines.length <= MAX_NOTE && INFORMAL.test(lines);
  for (const { fields, bodyStart, bodyEnd } of messages) {
    const senders: Person[] = [];
    const recipients: Person[] = [];
    for (const field of fields) {
      if (field.name === 'other') continue;
      const people = namesOf(readAddressees(lines, field.start, field.end));
      sure.push(...people);
      const persons = people.filter((p) => p.kind === 'person').map((p) => personOf(p.normal));
      everyone.push(...persons);
      if (field.name === 'from') senders.push(...persons);
      else recipients.push(...persons);
    }
    letters.push({ bodyStart, bodyEnd, isMessage: note || fields.length > 0, senders, recipients });
  }
  const known: KnownPeople = knownPeople(everyone);
  if (mail) sure.push(...notesPeople(lines));
  for (const letter of letters) sure.push(...findSalutations(lines, letter, known));
  const disclaimers = mail ? findDisclaimers(lines) : [];
  return {
    isMail: mail,
    sure,
    firstNames: (flowing, taken) => findFirstNames(flowing, letters, known, taken),
    withoutDisclaimers: (names) => outsideDisclaimers(names, disclaimers, lines.length),
  };
}

const namesOf = (addressees: readonly Addressee[]): EntityMatch[] =>
  addressees.flatMap(({ name }) => (name === undefined ? [] : [{ ...name }]));

function notesPeople(lines: string): EntityMatch[] {
  if (!lines.includes('/') && !/ by:? /.test(lines)) return [];
  return [NOTES, FORWARDED_BY].flatMap((pattern) =>
    findAll(lines, pattern, (m) => {
      const name = m[1] ?? '';
      const start = m.index + m[0].indexOf(name);
      const given = name.split(/\s/)[0] ?? '';
      if (pattern === NOTES && !m[0].includes('@') && !lookUp(given).firstName) return null;
      return { kind: 'person', start, end: start + name.length, normal: inOrder(name) };
    }),
  );
}
