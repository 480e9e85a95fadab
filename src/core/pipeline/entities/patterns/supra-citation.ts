/** Finds `Twombly, supra, at 556` and `Smith v. Jones, supra note 3`. */
import { isOrdinary } from '../names/common-words.ts';
import type { ShortForm } from './citation-forms.ts';
import type { CaseNames } from './short-names.ts';

const SUPRA = /\b[Ss]upra\b/g;
const NAME =
  /(?<![\w.’'-])((?:In re |Ex parte )?[A-ZÀ-Þ][\wÀ-ÿ’'&.-]*(?: (?:of|the|and|in|for|&|vs?\.?|[A-ZÀ-Þ][\wÀ-ÿ’'&.-]*)){0,9})(?: \([A-Z][\w .&’']{1,40}\))?,? $/;
const NOTE = /^,? (?:notes?|nn?\.) ?\d{1,4}/;
const AT = /^,? (?:at |pp?\. ?)(?:pp?\. ?)?\*?\d{1,5}(?:[-–]\d{1,5})?(?: ?(?:& )?nn?\. ?\d{1,3})?/;
/** Parts of the same document, and words that are no name of a case. */
const NO_NAME =
  /(?:^|[ .])(?:Parts?|Sections?|Notes?|Chapters?|Articles?|Exhibits?|Figures?|Tables?|Paragraphs?|Appendix|Point|Argument|Facts|Background|Discussion|See|As|The|Id|And|But|Court|Act|Rules?)\.?$|^(?:Part|Section|Note|Chapter|Article|Exhibit|Figure|Table|Paragraph|Point)s? /;
/** Books are cited by section, and articles by note. */
const BOOK = /^,? (?:§|¶|ch\.|vol\.|[Pp]art )|^,? \d{1,4}(?:-\d)? [A-Z]/;
/** An article or a book. */
const JOURNAL =
  /(?:§ ?\d|\bed\. \d{4}|\d(?:d|th|rd|st) ed\.)|\d [A-Z][\w.&’' ]{1,50}(?:L\. ?Rev|L\. ?J|Law Rev|Rev\.|J\.) ?[\w. ]{0,20}\d/;
const JOURNAL_WINDOW = 30_000;

/** Returns the citations with `supra`. Without a case of that name, only those that name a page are citations. */
export function findSupras(text: string, names: CaseNames): ShortForm[] {
  const found: ShortForm[] = [];
  for (const { index, 0: word } of text.matchAll(SUPRA)) {
    const before = text.slice(Math.max(0, index - 110), index).replace(/\n/g, ' ');
    const name = NAME.exec(before)?.[1] ?? '';
    if (name === '' || NO_NAME.test(name)) continue;
    const after = text.slice(index + word.length, index + word.length + 60).replace(/\n/g, ' ');
    const note = NOTE.exec(after)?.[0] ?? '';
    const pin = AT.exec(after.slice(note.length))?.[0] ?? '';
    // The name may be followed by a parenthesis, as in `Bell (Bell II), supra`.
    const from = index - (before.length - before.lastIndexOf(name));
    const end = index + word.length + note.length + pin.length;
    const linked = named(name, names, index);
    if (linked !== null) {
      const normal = names.normalOf(linked.group);
      found.push({ start: from + linked.skip, end, normal, antecedent: normal, group: linked.group });
    } else if (note === '' && !BOOK.test(after) && !isAuthor(text, name, index)) {
      const last = name
        .replace(/^.*[a-z]{2}\. /, '')
        .replace(/^(?:See also|See|In|Cf\.|But|Compare|And|Under) /, '');
      const word = last.split(' ').at(-1)?.toLowerCase() ?? '';
      const rare = last.split(' ').some((part) => !isOrdinary(part.toLowerCase()));
      if (/ vs?\.? /.test(last) || (pin === '' ? !isOrdinary(word) : rare))
        found.push({ start: from + name.length - last.length, end, normal: `${last}, supra` });
    }
  }
  return found;
}

/** Returns the one case that the name or its end means. */
function named(name: string, names: CaseNames, at: number): { group: number; skip: number } | null {
  const words = name.split(/(?<= )/);
  let skip = 0;
  for (let i = 0; i < words.length; i += 1) {
    const groups = names.groups(words.slice(i).join(''), at);
    const [group] = groups;
    if (groups.size === 1 && group !== undefined) return { group, skip };
    skip += words[i]?.length ?? 0;
  }
  return null;
}

/** Returns true when an article of this author is cited before. */
function isAuthor(text: string, name: string, at: number): boolean {
  const last = name.split(' ').at(-1) ?? '';
  const before = text.slice(Math.max(0, at - JOURNAL_WINDOW), at - name.length - 2);
  const first = before.lastIndexOf(last);
  return first >= 0 && JOURNAL.test(before.slice(first, first + 250));
}
