/** Finds cases that are named only, after they are cited in full: `In Twombly, the Court held`, `Amick at 795`. */
import type { ShortForm } from './citation-forms.ts';
import type { CaseNames } from './short-names.ts';

const WORD = /(?<![\w.’'-])[A-ZÀ-Þ][\wÀ-ÿ&-]*(?:[’'][A-Z]?[a-z]{2,})?/g;
const MOST_WORDS = 7;
const PIN =
  /^,? at (?:pp?\. ?)?\*?\d{1,5}(?:[-–]\d{1,5})?(?![\w.,:]*[\w:])(?! (?:[ap]\.m\.|[A-Z][a-z]+ (?:St|Ave|Street)))/;
/** A person is not read, cited or distinguished. */
const BEFORE =
  /(?:^|[^\w])(?:[Ii]n|[Uu]nder|[Ss]ee|[Ss]ee also|[Cc]f\.|[Cc]iting|[Qq]uoting|[Uu]nlike|[Aa]pplying|[Ii]nterpreting|[Oo]verruling|[Dd]istinguishing|[Aa]ccord|[Ee]xtending)(?:,? e\.g\.,)? $/;
const AFTER =
  /^(?:(?:['’]s?|s['’])? (?:(?:[a-z-]{3,14}|two-part|three-part) )?(?:test|standard|decision|rule|doctrine|factors?|holding|opinion|plurality|majority|dissent|analysis|framework|line of cases|reasoning|rationale|principle|inquiry|presumption|exception|claims?|motion|hearing|material|violation|abstention|liability|immunity)\b| (?:Court|court|panel|Line)\b| (?:held|holds|requires|teaches|stands for|controls|forecloses|governs|established|explained|reaffirmed|recognized|was decided|is distinguishable|is inapposite|overruled|and its progeny|itself)\b)/;

/** Returns the names of cases where the words around them show that the case is meant. */
export function findCaseReferences(text: string, names: CaseNames): ShortForm[] {
  const found: ShortForm[] = [];
  if (names.size === 0) return found;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!names.has(word)) continue;
    const last = found.at(-1);
    if (last !== undefined && index < last.end) continue;
    const named = longest(text, index, names);
    if (named === null) continue;
    const pin = PIN.exec(text.slice(named.end, named.end + 24))?.[0] ?? '';
    const shown =
      pin !== '' ||
      / vs?\.? /.test(text.slice(index, named.end)) ||
      (BEFORE.test(text.slice(Math.max(0, index - 24), index)) &&
        !/^ (?:v\.|[A-Z][a-z])/.test(text.slice(named.end, named.end + 4))) ||
      AFTER.test(text.slice(named.end, named.end + 40));
    if (!shown) continue;
    const normal = names.normalOf(named.group);
    found.push({ start: index, end: named.end + pin.length, normal, antecedent: normal, group: named.group });
  }
  return found;
}

/** Returns the longest name of exactly one case that starts at `at`. */
function longest(text: string, at: number, names: CaseNames): { end: number; group: number } | null {
  let best: { end: number; group: number } | null = null;
  let end = at;
  for (let i = 0; i < MOST_WORDS; i += 1) {
    const word = /^ ?(?:[A-ZÀ-Þ][\wÀ-ÿ’'&.-]*|vs?\.?|of|the|and|&|for|re)(?:,(?= (?:Inc|LLC|Ltd|L\.)))?/.exec(
      text.slice(end, end + 40),
    )?.[0];
    if (word === undefined) break;
    end += word.length;
    const written = text.slice(at, end);
    for (const cut of [written, written.replace(/['’]s?$/, ''), written.replace(/[.,]$/, '')]) {
      const groups = names.groups(cut, at);
      const [group] = groups;
      if (groups.size === 1 && group !== undefined) best = { end: at + cut.length, group };
    }
  }
  return best;
}
