import { pattern } from '../letters.ts';

/** Finds judges by the places where courts name them: below captions, before opinions, under orders. */
export interface Judge {
  start: number;
  end: number;
  name: string;
  /** `district judge`, `justice`. */
  role: string;
}

const WORD = String.raw`(?:\p{Lu}\.|(?:Mc|Mac|O['’]|D['’]|De|La|Le)?\p{Lu}[\p{L}'’\-]{1,25})`;
const NAME = String.raw`${WORD}(?: ${WORD}){0,3}(?:,? (?:Jr|Sr|JR|SR)\.|,? I{2,3})?`;
const RANK = String.raw`(?:(?:Chief|Senior|Presiding|Associate|Acting|United States|U\.S\.) ){0,3}(?:(?:Circuit|District|Magistrate|Bankruptcy|Superior Court|Administrative Law) )?(?:Judge|Justice)`;
/** `Before: SMITH, Chief Judge, JONES and DOE, Circuit Judges.` */
const PANEL =
  /(?:^|\n)[ \t]{0,60}(?:Before|BEFORE|PRESENT|Present):?\s{1,80}([^\n]{3,120}(?:\n[^\n]{1,120}){0,3}?(?:JJ\.|J\.|Judges?|Justices?|JUDGES?|JUSTICES?|J\.P\.T\.)[.,:]?)(?=\s*(?:\n|$))/g;
const AUTHOR = pattern(
  String.raw`(?:^|\n)[ \t]{0,60}(?:Opinion (?:for the Court )?by )?(?:(?:Judge|Hon\.|HON\.) )?(${NAME}),? ((?:${RANK})|${RANK.toUpperCase().replaceAll('\\S', '\\s')}|(?:U\.S\.)?[DMBCP]\.J\.|U\.S\.[DM]\.J\.|J\.S\.C\.|C\.J\.|J\.)(?=[.:,]?[ \t]{0,9}(?:\n|$)|[.:,](?: (?:delivered|concurring|dissenting|with whom)|\s))`,
  'gu',
);
const JUSTICE = pattern(
  String.raw`(?:CHIEF |Chief )?(?:JUSTICE|Justice) (${WORD}),? (?=(?:delivered|announced|filed|took no part|with whom|concurring|dissenting))`,
  'gu',
);
/** A judge's name over the title, at the end of an order. */
const SIGNED = pattern(
  String.raw`(?:^|\n)[ \t]{0,60}(?:(?:\/s\/|Hon\.|HON\.|THE HONORABLE|The Honorable|Honorable|HONORABLE) ){0,2}(${NAME})[ \t]{0,9}\n[ \t]{0,60}((?:Chief |Senior |CHIEF |SENIOR )?(?:United States|UNITED STATES|U\.S\.) (?:(?:District|DISTRICT|Magistrate|MAGISTRATE|Bankruptcy|BANKRUPTCY|Circuit|CIRCUIT) ){1,2}(?:Judge|JUDGE)|(?:Judge|JUDGE|Justice|JUSTICE) (?:of|OF) (?:the|THE) [^\n]{3,40}(?:Court|COURT))`,
  'gu',
);
/** `Judge: Hon. Alice Bell`, `Assigned to the Honorable Alice Bell`. */
const LABELED = pattern(
  String.raw`(?:(?:Judge|JUDGE|Justice|Magistrate Judge|Assigned to|ASSIGNED TO|Before|Presiding)[.:]? {1,4}(?:the |The )?(?:Hon\.|HON\.|Honorable|HONORABLE) |(?:Hon\.|HON\.|Honorable|HONORABLE) |(?:Judge|JUDGE): {1,4})(${NAME})(?![\p{L}])`,
  'gu',
);
/** Words of the next column. */
const AFTER_NAME = / (?:Date|Time|Dept|Trial|Courtroom|Hearing|DATE|TIME|DEPT)$/;
const NO_NAME =
  /^(?:The|THE|Court|COURT|Before|BEFORE|This|That|In|IN|See|Chief|United|UNITED|States|District|Senior|Justice|JUSTICE|Judge|JUDGE|Per|PER|Circuit|Id)\b|\b(?:Court|COURT|Division|District|DISTRICT|United|UNITED|Judge|JUDGE|Justice|County)\b/;

/** Returns the judges of a document, without judges of other cases that its sentences name. @param zones where captions are */
export function findJudges(text: string, zones: readonly { start: number; end: number }[]): Judge[] {
  const found: Judge[] = [];
  const add = (name: string, start: number, role: string): void => {
    if (name.length < 3 || NO_NAME.test(name)) return;
    found.push({ start, end: start + name.length, name, role: roleOf(role) });
  };
  if (!/judge|justice|J\.|hon\.|honorable/i.test(text)) return found;
  for (const m of text.matchAll(PANEL)) panel(m[1] ?? '', m.index + m[0].indexOf(m[1] ?? ''), add);
  for (const m of text.matchAll(AUTHOR)) add(m[1] ?? '', m.index + m[0].indexOf(m[1] ?? ''), m[2] ?? '');
  for (const m of text.matchAll(JUSTICE)) add(m[1] ?? '', m.index + m[0].lastIndexOf(m[1] ?? ''), 'justice');
  for (const m of text.matchAll(SIGNED)) add(m[1] ?? '', m.index + m[0].indexOf(m[1] ?? ''), m[2] ?? '');
  for (const zone of zones) {
    const from = Math.max(0, zone.start - 800);
    const near = text.slice(from, zone.end + 800);
    for (const m of near.matchAll(LABELED)) {
      // Appeals name the judge of the court below in brackets, and officials are honorable too.
      const rest = near.slice(m.index + m[0].length, m.index + m[0].length + 60);
      const isJudge = /^Hon/i.test(m[0])
        ? /^,?\s{1,4}[^\n]{0,40}\b(?:judge|justice|U\.S\.[DM]\.J|J\.S\.C)/i.test(rest)
        : true;
      if (near.charAt(m.index - 1) === '[' || !isJudge) continue;
      const name = (m[1] ?? '').replace(AFTER_NAME, '');
      add(name, from + m.index + m[0].lastIndexOf(m[1] ?? ''), m[0] + rest);
    }
  }
  return found;
}

function panel(text: string, at: number, add: (name: string, start: number, role: string) => void): void {
  const role = /justice|JJ\./i.test(text) ? 'justice' : 'judge';
  const rank = /circuit/i.test(text) ? 'circuit judge' : /district/i.test(text) ? 'district judge' : role;
  const names = pattern(`(?<![\\p{L}])${NAME}(?![\\p{L}])`, 'gu');
  const plain = text.replace(
    /\b(?:Chief|Senior|Presiding|Associate|Acting|Circuit|District|United States|Hon\.|Honorable|Judges?|Justices?|JJ?\.|C\.J\.|P\.J\.|AND|CHIEF|CIRCUIT|JUDGES?|JUSTICES?|The|THE)(?![\p{L}])/gu,
    (word) => '_'.repeat(word.length),
  );
  for (const m of plain.matchAll(names)) add(m[0], at + m.index, rank);
}

function roleOf(written: string): string {
  const rank = written.toLowerCase();
  if (/magistrate|m\.j\./.test(rank)) return 'magistrate judge';
  if (/bankruptcy|b\.j\./.test(rank)) return 'bankruptcy judge';
  if (/circuit/.test(rank)) return 'circuit judge';
  if (/district|d\.j\./.test(rank)) return 'district judge';
  return /justice/.test(rank) ? 'justice' : 'judge';
}
