/** Finds `Twombly, supra, at 556` and `Smith v. Jones, supra note 3`. */
import { SURNAMES_AS_WORDS } from '../names/census-names.ts';
import { isOrdinary } from '../names/common-words.ts';
import type { ShortForm } from './citation-forms.ts';
import type { CaseNames } from './short-names.ts';

const SUPRA = /\b(?:[Ss]upra|SUPRA)\b/g;
const NAME =
  /(?<![\w.’'-])((?:In re |Ex parte )?[A-ZÀ-Þ][\wÀ-ÿ’'&.-]*(?:(?: |, (?=(?:Inc|LLC|Ltd|L\.L\.C|L\.P|N\.A|P\.C|Corp|Co|U\.S\.A|S\.A|AG)\b))(?:of|the|and|in|for|to|&|vs?\.?|[A-ZÀ-Þ][\wÀ-ÿ’'&.-]*)){0,9})(?: \([A-Z][\w .&’']{1,40}\))?(?:,?[”"]?,? | [([])$/;
/** In lower case, as in mail or after text recognition, a name is a word that is no other. */
const LOWER_NAME = /(?<![\w.’'-])([a-z][a-z’'-]{2,30}), $/;
const LATIN = /^(?:infra|passim|ibid|seq|viz|ante|post|cit)$/;
/** The volume may be between: `Dunmore, 477 supra, at 323`, `Dunmore, 477 U.S., supra`. */
const VOLUME = /(?<=[a-z’'.)],? )\d{1,4}(?: [A-Z][A-Za-z. ]{0,10}(?: ?\dd)?)?,? $/;
const NOTE = /^,? (?:notes?|nn?\.) ?\d{1,4}/;
const AT = /^,? (?:at |pp?\. ?)(?:pp?\. ?)?(?:_{2,4}|\*?\d{1,5}(?:[-–]\d{1,5})?(?: ?(?:& )?nn?\. ?\d{1,3})?)/;
/** Parts of the same document, and words that are no name of a case. */
const NO_NAME =
  /(?:^|[ .])(?:Parts?|Sections?|Notes?|Chapters?|Articles?|Exhibits?|Figures?|Tables?|Paragraphs?|Appendix|Point|Argument|Facts|Background|Discussion|See|As|The|Id|And|But|Court|Act|Rules?)\.?$|^(?:Part|Section|Note|Chapter|Article|Exhibit|Figure|Table|Paragraph|Point)s? /;
/** Books are cited by section, and articles by note. */
const BOOK = /^,? (?:§|¶|ch\.|vol\.|[Pp]art )|^,? \d{1,4}(?:-\d)? [A-Z]/;
/** An article or a book. */
const JOURNAL =
  /(?:§ ?\d|\bed\. \d{4}|\d(?:d|th|rd|st) ed\.)|\d [A-Z][\w.&’' ]{1,50}(?:L\. ?Rev|L\. ?J|Law Rev|Rev\.|J\.) ?[\w. ]{0,20}\d/;
/** An author and a title, without the name of a case: `Kerr, The Law of Searches 45 (2010)`. */
const TITLE =
  /^[\w’'-]+(?:,? (?:Jr|Sr|I{2,3})\.?)?, (?![^;]{0,160} vs?\.? )[A-Z][a-z’]*(?: [\w’':,&-]+){1,16} \((?:[^()]{0,40} )?(?:1[6-9]|20)\d{2}\)/;
/** Papers of the same case, which are called by who wrote them: `Ort Deposition, supra`. */
const PAPER =
  /\b(?:Decl|Declaration|Aff|Affidavit|Dep|Deposition|Br|Brief|Mem|Memorandum|Mot|Motion|Opp|Opposition|Reply|Report|Letter|Order|Complaint|Answer|Agreement|Testimony|Statement|Email|Transcript|Tr|Restatement|Record|Guidelines|Handbook|Manual|Treatise|Comment|Article|Study|Survey|Guide|Code|Regulations|Opinion|Dissent|Petition|Stipulation|Minutes|Notice|Contract|Lease|Policy|Plan|History|Analysis|Overview|Discussion)\b\.?$/i;
const JOURNAL_WINDOW = 30_000;
/** A name that is in the text more often than this is looked for at its last places only. */
const MOST_LOOKS = 12;

/** Returns the citations with `supra`. Without a case of that name, only those that name a page are citations. */
export function findSupras(text: string, names: CaseNames): ShortForm[] {
  const found: ShortForm[] = [];
  for (const { index, 0: word } of text.matchAll(SUPRA)) {
    const before = text.slice(Math.max(0, index - 110), index).replace(/\n/g, ' ');
    const led = before.replace(VOLUME, '');
    const name = NAME.exec(led)?.[1] ?? lowerName(led);
    if (name === '' || NO_NAME.test(name)) continue;
    const after = text.slice(index + word.length, index + word.length + 60).replace(/\n/g, ' ');
    const note = NOTE.exec(after)?.[0] ?? '';
    const pin = AT.exec(after.slice(note.length))?.[0] ?? '';
    // The name may be followed by a parenthesis, as in `Bell (Bell II), supra`.
    const from = index - (before.length - before.lastIndexOf(name));
    const closing = /[)\]]/.exec(text.charAt(index + word.length + note.length + pin.length));
    const closed = closing !== null && /[([]$/.test(led);
    const end = index + word.length + note.length + pin.length + (closed ? 1 : 0);
    const volume = VOLUME.exec(before)?.[0].trim().split(/[ ,]/)[0];
    const linked = named(name, names, index, volume);
    if (linked !== null) {
      const normal = names.normalOf(linked.group);
      found.push({ start: from + linked.skip, end, normal, antecedent: normal, group: linked.group });
    } else if (!BOOK.test(after.slice(note.length)) && !isAuthor(text, name, index)) {
      const last = lastName(name);
      const start = from + name.length - last.length;
      const inside = INSIDE.test(text.slice(Math.max(0, start - 24), start).replace(/\n/g, ' '));
      if (!NO_NAME.test(last) && isCaseName(last, pin !== '' && note === '', inside))
        found.push({ start, end, normal: `${last}, supra` });
    }
  }
  return found;
}

/** Returns the name of a case, with the comma, that ends the words before a short form: `Jones, ` of `See Jones, 12 F.4th at 5`. */
export function caseNameAtEnd(before: string): string {
  const name = before.endsWith(', ') ? (NAME.exec(before)?.[1] ?? '') : '';
  const last = lastName(name);
  const start = before.lastIndexOf(name) + name.length - last.length;
  const isName =
    last !== '' &&
    !NO_NAME.test(last) &&
    isCaseName(last, true, INSIDE.test(before.slice(0, start).slice(-24)));
  return isName ? before.slice(start) : '';
}

/** Inside a sentence, a capital marks a name, but not after an article: `the Agreement, supra`. */
const INSIDE =
  /(?:^|[^\w])(?!(?:the|this|that|these|an?|our|its|his|her|their|your|said|such|each|any|all) $)(?:[a-z]{2,14}|See|See also|Cf\.|But see|Accord|In) $|supra(?:, at [\d–-]+)?; (?:see )?$/;
const PARTIES = / vs?\.? |^In re |^Ex parte /;
const SENTENCE_END = /^.*\b([A-Za-z]{3,})\. (?=[A-Z])/;
const ENDS_IN_PERIOD = /^(?:ins|corp|dist|trans|prods|assoc|found|guard|print)$/i;

/** Drops the end of the sentence before a name, and words such as `See`. */
function lastName(name: string): string {
  const [ended = '', word = ''] = SENTENCE_END.exec(name) ?? [];
  const isEnd = isOrdinary(word.toLowerCase()) && !ENDS_IN_PERIOD.test(word);
  return name
    .slice(isEnd ? ended.length : 0)
    .replace(/^(?:(?:See also|See|In(?! re)|Cf\.|But|Compare|And|Under|The|Courts? in) )+/, '');
}

/**
 * Returns true for what can name a case that is not cited in full: parties, a rare word, a surname, or one word with a
 * capital inside a sentence.
 */
function isCaseName(name: string, hasPin: boolean, inside: boolean): boolean {
  if (PARTIES.test(name)) return true;
  if (!hasPin && PAPER.test(name)) return false;
  if (inside && !PAPER.test(name) && /^[A-Z][a-z]+$/.test(name)) return true;
  if (hasPin && !PAPER.test(name) && /^[A-Z][a-z]+(?: [A-Z][a-z]+)+$/.test(name)) return true;
  return name.split(' ').some((part) => {
    const word = part.toLowerCase().replace(/[.,]|['’]s$/g, '');
    return word !== '' && (!isOrdinary(word) || SURNAMES_AS_WORDS.has(word));
  });
}

const lowerName = (before: string): string => {
  const word = LOWER_NAME.exec(before)?.[1] ?? '';
  return LATIN.test(word) || isOrdinary(word) ? '' : word;
};

/** Returns the one case that the name or its end means. */
function named(
  name: string,
  names: CaseNames,
  at: number,
  volume: string | undefined,
): { group: number; skip: number } | null {
  const words = name.split(/(?<= )/);
  let skip = 0;
  for (let i = 0; i < words.length; i += 1) {
    const groups = names.groups(words.slice(i).join(''), at);
    const [group] = groups;
    if (groups.size === 1 && group !== undefined)
      return volume === undefined || names.hasVolume(group, volume) ? { group, skip } : null;
    skip += words[i]?.length ?? 0;
  }
  return null;
}

/** Returns true when an article or a book of this author is cited before. */
function isAuthor(text: string, name: string, at: number): boolean {
  const last = name.split(' ').at(-1) ?? '';
  const before = text.slice(Math.max(0, at - JOURNAL_WINDOW), at - name.length - 2);
  let place = before.length;
  for (let looks = 0; looks < MOST_LOOKS && place > 0; looks += 1) {
    place = before.lastIndexOf(last, place - 1);
    if (place < 0) return false;
    const cited = before.slice(place, place + 250);
    if (JOURNAL.test(cited) || TITLE.test(cited)) return true;
  }
  return false;
}
