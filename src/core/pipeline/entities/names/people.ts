/** Finds people by the words around their names: titles, signatures and endings. */
// cspell:ignore Ravi Bhandari EFOTIM oaszyn Jagels HIVX STAHL
import { hasLower, pattern, startsWithInitial } from '../letters.ts';
import { type EntityMatch, findAll } from '../match.ts';
import { isNameAsWord, isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { NEVER_PEOPLE } from './labels.ts';
import { COMPANY_FORMS, LEADING_WORDS, ORGANIZATION_HEADS, STATES, TRAILING_WORDS } from './lexicon.ts';
import { EXHIBIT, isSectionName } from './section-names.ts';

const LOWER_INITIALS = pattern(String.raw`^\p{Ll}\.?(?:\p{Ll}\.)*$`, 'u');
const INITIAL_AND_NAME = pattern(String.raw`^\p{Lu}\. ?\p{Lu}\p{Ll}+$`, 'u');

const NAME_WORD = String.raw`(?:\p{Lu}\.(?: ?\p{Lu}\.){0,3}|(?:St\. |Ste\. |Mc|Mac|O['’]|D['’])?\p{Lu}\p{L}{1,30}(?:['’\-]\p{L}{1,30}){0,3})`;
const PARTICLE = String.raw`(?:de la|de los|de las|de|del|della|der|di|da|du|la|le|van der|van|von|den|bin|al|el)`;
const ENDING = String.raw`(?:,? (?:Jr|Sr)\.?|,? (?:II|III|IV)\b)?`;
const NAME = String.raw`${NAME_WORD}(?: (?:${PARTICLE} )?${NAME_WORD}){0,3}`;
const FULL_NAME = String.raw`${NAME_WORD}(?: (?:${PARTICLE} )?${NAME_WORD}){1,3}`;

/** Short titles; a period after any other one ends the sentence: `STAHL, Circuit Judge. This appeal`. */
const SHORT_TITLE = '(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Hon|Rev|Sen|Rep|Gov|Gen|Col|Capt|Lt|Sgt|Amb|Messrs)';
const TITLE = String.raw`(?:${SHORT_TITLE}\.?|Prime Minister|Foreign Minister|Professor|Honorable|(?:Chief |Magistrate |District |Circuit |Associate )?(?:Judge|Justice)|Senator|Governor|Detective|Officer|Sergeant|Captain|Lieutenant|Inspector|Agent|Special Agent|Attorney General|Commissioner|Sheriff|Mayor|President|Ambassador|Reverend|Doctor|Nurse)`;
/** Transcripts and captions have their titles in capitals. */
const CAPITAL_TITLE = String.raw`(?:MRS?\.?|(?:CHIEF )?JUSTICE|(?:CHIEF )?JUDGE|SUPERINTENDENT|(?:MS|MX|DR|HON|MESSRS|PROF|REV|SGT)\.)`;
const TITLED = pattern(String.raw`(?<![\p{L}])((?:${TITLE}|${CAPITAL_TITLE})) (${NAME}${ENDING})`, 'gu');
/** An office before a whole name: `CFO Ravi Bhandari`; or a rank before a surname: `Deputy Holder`. */
const OFFICE = pattern(
  String.raw`(?<![\p{L}])((?:CEO|CFO|COO|CTO|CIO|CMO|EVP|SVP|VP|General Counsel)) (${FULL_NAME}${ENDING})`,
  'gu',
);
const RANK = pattern(
  String.raw`(?<![\p{L}])((?:Deputy|Trooper|Constable|Corporal|Warden|Patrolman|Firefighter|Investigator)) (?!(?:Chief|Clerk|Director|Sheriff|Warden|Attorney|General|Secretary|Marshal|Commissioner|Administrator|Superintendent|Mayor|Minister|Assistant|Inspector|Head|Prime|Chair|Counsel|Solicitor|Under)\p{L}*)(${NAME}${ENDING})`,
  'gu',
);
const SIGNED = pattern(String.raw`/[sS]/ ?(${FULL_NAME}${ENDING})`, 'gu');
const ESQUIRE = pattern(
  String.raw`(?<![\p{L}])(${FULL_NAME}${ENDING}),? (?:Esq\b|Esquire\b|M\.D\.|Ph\.D\.|CPA\b|J\.D\.)`,
  'gu',
);
/** `I, Jane Doe, declare`; `deposition of Jane Doe`; `Jane Doe testified`. */
const DECLARANT = pattern(String.raw`(?<![\p{L}])I, (${FULL_NAME}${ENDING}),`, 'gu');
const OF_PERSON = pattern(
  String.raw`(?:[Dd]eposition|[Tt]estimony|[Aa]ffidavit|[Dd]eclaration|[Ww]idow|[Ee]state|[Hh]eirs) of (?:the late )?(${FULL_NAME}${ENDING})`,
  'gu',
);
/** A second surname after one of Spanish: `Victor M. Rodriguez Baez`, `Ana L. Torres Ruiz`. */
const SECOND_SURNAME = String.raw`(?<=(?:ez|es|as|os|ia|do|ra|na|[oa]) )\p{Lu}\p{Ll}{2,14}(?:[oaszyn])(?=,? (?:of|and|on|in|for|was|is|who|as)\b|[,.;\n]|$)`;
/** An initial between two names: `John A. Smith`. */
const MIDDLE_INITIAL = pattern(
  String.raw`(?<![\p{L}\p{N}.])(\p{Lu}\p{Ll}{1,30}(?:-\p{Lu}\p{Ll}{1,30})? \p{Lu}\. (?:${PARTICLE} )?(?:Mc|Mac|O['’]|D['’])?\p{Lu}\p{L}{1,30}(?:['’\-]\p{L}{1,30}){0,3}(?: ${SECOND_SURNAME})?${ENDING})(?![\p{L}])`,
  'gu',
);
const INITIALS_FIRST = pattern(
  String.raw`(?<![\p{L}\p{N}.\-/&])(?<!\bU\. )(?!U\. ?S\.)((?:\p{Lu}\. ?){1,3}(?:Mc|Mac|O['’]|D['’])?\p{Lu}\p{Ll}{2,30}(?:['’\-]\p{L}{1,30}){0,3}${ENDING})(?![\p{L}])`,
  'gu',
);

/** Companies that are named after people by their initials. */
const INITIAL_COMPANY =
  /^(?:J\. ?P\. ?(?:Morgan|MORGAN)|R\. ?J\. ?Reynolds|W\. ?R\. ?Grace|J\. ?C\. ?Penney|E\. ?I\. ?(?:[Dd]u ?[Pp]ont|DU ?PONT)|A\. ?G\. ?Edwards|H\. ?J\. ?Heinz|B\. ?F\. ?Goodrich|R\. ?R\. ?Donnelley|S\. ?C\. ?Johnson|E\. ?F\. ?Hutton|W\. ?W\. ?Grainger|A\. ?H\. ?Robins|J\. ?B\. ?Hunt|L\. ?L\. ?Bean|D\. ?R\. ?Horton|H\. ?B\. ?Fuller|C\. ?R\. ?Bard|A\. ?O\. ?Smith|A\. ?M\. ?Best|T\. ?Rowe)\b/;

/** Returns the people in a text. @param flowing the text with wrapped lines joined */
export function findTitledPeople(flowing: string): EntityMatch[] {
  const make = (m: RegExpExecArray): EntityMatch | null => {
    const name = trimName(m[2] ?? m[1] ?? '');
    if (name === '' || isPlaceOrCourt(name) || isLabel(name)) return null;
    if (m[2] !== undefined && isAfterNoTitle(m[1] ?? '', name)) return null;
    if (NEEDS_NAME.test(m[1] ?? '') && m[2] !== undefined && !isLikeName(name)) return null;
    if (isLettered(name, flowing, m.index) || INITIAL_COMPANY.test(name)) return null;
    if (
      /^ (?:Co|Corp|Inc|Ltd|LLC|LLP)\b/.test(flowing.slice(m.index + m[0].length, m.index + m[0].length + 6))
    )
      return null;
    const start = m.index + m[0].indexOf(name, m[2] === undefined ? 0 : (m[1] ?? '').length);
    return { kind: 'person', start, end: start + name.length, normal: name };
  };
  return [
    TITLED,
    OFFICE,
    RANK,
    SIGNED,
    ESQUIRE,
    DECLARANT,
    OF_PERSON,
    MIDDLE_INITIAL,
    INITIALS_FIRST,
  ].flatMap((p) => findAll(flowing, p, make));
}

/** Offices and ranks after which other capitalized words may stand, too: `CEO Pay Ratio`, `Deputy Sheriffs Association`. */
const NEEDS_NAME =
  /^(?:C[EFOTIM]O|[ES]?VP|General Counsel|Deputy|Trooper|Constable|Corporal|Warden|Patrolman|Firefighter|Investigator)$/;

/** Returns true for words of which the first is a given name, or no ordinary word, and the last may be a surname. */
function isLikeName(name: string): boolean {
  const words = name.split(' ');
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const may = (word: string): boolean => lookUp(word).lastName || !isOrdinary(word.toLowerCase());
  if (!may(last) || ORGANIZATION_HEADS.has(last.toLowerCase()) || COMPANY_FORMS.has(last.toLowerCase()))
    return false;
  return words.length === 1 || lookUp(first).firstName || startsWithInitial(first) || may(first);
}

/** Titles that are also short forms in names and citations: `Gen. Contractors`, `S. Rep. No. 64`, `Rev. Rul.` */
const SHARED_TITLE = /^(?:Rev|Sen|Rep|Gov|Gen|Col|Hon)\.?$/;

/** Returns true for a word that starts a sentence or goes on with another name: `Officer The`, `Rep. No`. */
function isAfterNoTitle(title: string, name: string): boolean {
  const word = name.toLowerCase();
  if (/[^\p{L}]/u.test(word) || lookUp(name).lastName) return false;
  // `Mr. Will` and `Ms. Page` are people, whatever else the word means.
  if (/^M/i.test(title)) return false;
  return (
    LEADING_WORDS.has(word) ||
    TRAILING_WORDS.has(word) ||
    /^(?:signature|name|title|print(?:ed)?|fees?|cash|bank|report|card|badge|class|pay|box)$/.test(word) ||
    (SHARED_TITLE.test(title) && isOrdinary(word) && (word.endsWith('s') || NEVER_PEOPLE.has(word)))
  );
}

/** An amount in words may follow: `shall pay Ms. Roe Five Hundred Dollars`. */
const AMOUNT_WORDS =
  `One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen
  Seventeen Eighteen Nineteen Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety Hundred Thousand Million Dollars`
    .split(/\s+/)
    .join('|');
/** Capitalized words that may follow a name but are not part of it. */
const AFTER_NAME = new RegExp(
  String.raw`(?: (?:${AMOUNT_WORDS}|Plaintiff|Defendant|Plaintiffs|Defendants|Esq|Esquire|The|And|Of|In|On|At|Page|Exhibit|Dated?|Cc|CC|To|From|Subject|By|Name|Title|Its|Sign|Signature|Signed|Print|Printed|Witness|Attest|Notary|Executive|Vice|Senior|Chief|Chairman|Chairwoman|Chairperson|President|Director|Treasurer|Secretary|Controller|Comptroller|Managing|Manager|Partner|Principal|Counsel))+$`,
);
/** Words that no name starts with. */
const BEFORE_NAME =
  /^(?:The|In|On|At|By|For|From|To|And|Dear|Counsel|Plaintiff|Defendant|Section|Article|Exhibit|No|See|Id|Mr|Ms|Mrs|Dr|First Class|Second Class|First|Class|Major|Colonel|General) /;

/**
 * A signature has the name again below it: `/s/ Ida B. Cole Ida B. Cole`, which may be cut after the second `Ida`.
 * In `Thomas A. Thomas` and `Thomas Lee Thomas` the second one is the surname.
 */
const AGAIN = pattern(
  String.raw`^((\p{Lu}\p{L}+) (\p{Lu})\S*(?: \S+)*?) \2 \3.*$|^((\p{Lu}\p{L}+)(?: \p{Lu}\.)+ \p{Lu}\p{Ll}\S*) \5$`,
  'u',
);

function trimName(name: string): string {
  let trimmed = name.replace(AGAIN, '$1$4').replace(AFTER_NAME, '');
  for (let lead = BEFORE_NAME.exec(trimmed); lead; lead = BEFORE_NAME.exec(trimmed))
    trimmed = trimmed.slice(lead[0].length);
  trimmed = trimmed.replace(/['’]s$/, '');
  return hasLower(trimmed) ? trimmed : withoutSentence(trimmed);
}

/** In `MR. HALE MOVED TO STRIKE`, only the first word is the name. */
function withoutSentence(capitals: string): string {
  const words = capitals.split(' ');
  while (words.length > 1 && isOrdinary((words.at(-1) ?? '').toLowerCase())) words.pop();
  return words.join(' ');
}

/** `A. Franchisor owns` and `I. Jagels’ plea` at the start of a line are a letter or number of a section, and a word. */
function isLettered(name: string, flowing: string, at: number): boolean {
  const [letter, word] = /^([A-HIVX])\. ?(\p{L}+)$/u.exec(name)?.slice(1) ?? [];
  if (letter === undefined || word === undefined) return false;
  const before = flowing.slice(Math.max(0, at - 12), at);
  if (EXHIBIT.test(before)) return true;
  // In a line that goes on, only a word in capitals or an ordinary one: `etc. C. HDS may`.
  if (!/(?:^|\n[ \t]*)$/.test(before))
    return (
      /[.:;] +$/.test(before) &&
      (/^\p{Lu}{2,4}$/u.test(word) || isOrdinary(word.toLowerCase())) &&
      !lookUp(word).lastName
    );
  return !lookUp(word).lastName || /^['’]/.test(flowing.slice(at + name.length, at + name.length + 1));
}

/** An initial and a word that is no surname are the number and the heading of a section, or a citation: `B. Merits`. */
function isLabel(name: string): boolean {
  const words = name.toLowerCase().split(' ');
  if (isSectionName(words)) return true;
  if (words.every((word) => LOWER_INITIALS.test(word))) return true;
  if (words.some((word) => NEVER_PEOPLE.has(word) && !lookUp(word).lastName)) return true;
  const last = words.at(-1) ?? '';
  const [given = '', initial = ''] = words;
  // `Review B. Personal Jurisdiction` are two headings.
  const isName = isNameAsWord(given) || lookUp(given).firstName || lookUp(last).lastName;
  if (/^\p{Ll}\.$/u.test(initial) && isOrdinary(given) && isOrdinary(last) && !isName) return true;
  return /^(?:\p{Ll}\.)+$/u.test(words[0] ?? '') && isOrdinary(last) && !lookUp(last).lastName;
}

/** `Justice Court` has no person, and neither has `Exhibit B. Nevada`. */
const isPlaceOrCourt = (name: string): boolean => {
  const last = name.split(' ').at(-1) ?? '';
  return (
    /^(?:Court|Department|Office|Center)\b/.test(name) ||
    (INITIAL_AND_NAME.test(name) && STATES.has(last.replace(/^\p{Lu}\./u, '').toLowerCase()))
  );
};
