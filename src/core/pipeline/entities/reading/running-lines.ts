/** Finds the running heads and feet of pages: titles that repeat, page numbers, and the stamps of courts. */
import type { PageLines } from './lines.ts';

/** Heads and feet are among so many lines at the top and at the bottom of a page. */
const ZONE = 4;
/** A title repeats on at least this many pages, within so many pages. With a number that counts them, two will do. */
const MIN_REPEATS = 3;
const MAX_SPREAD = 6;
/** On so few pages, two will do. */
const FEW_PAGES = 4;
/** A shorter line is a part of a caption, as `v.`; a longer one is a sentence. */
const MIN_LENGTH = 6;
const MAX_LENGTH = 160;

// cspell:ignore ument ivxl Curiam
/** The line that a court's filing system prints on each page. */
const STAMP = new RegExp(
  [
    String.raw`^(?:Case|USCA\d{0,2}|USDC|Appeal|Appellate Case|\d:\d{2}-)[^\n]{4,80}(?:Doc(?:ument|\.)?|DktEntry|ECF|Dkt\.?|ID)\b[^\n]{0,90}(?:Page|Pg|Pages)\.?:? ?\d{1,5}`,
    String.raw`^FILED: [A-Z ]{3,30} COUNTY CLERK \d`,
    String.raw`^NYSCEF DOC\. NO\. ?\d`,
    String.raw`^RECEIVED NYSCEF: ?\d`,
    String.raw`^(?:\d{1,4} )?Cite as: \d{1,4} [A-Z]`,
  ].join('|'),
);
/** The heads of the Supreme Court's opinions. */
const OPINION =
  /^(?:Syllabus|Per Curiam|Opinion of the Court|(?:Opinion|Statement) of [A-Z][\w’' ]{2,20}, (?:C\. ?)?J\.|[A-Z][\w’' ]{2,20}, (?:C\. ?)?J\., (?:concurring|dissenting)[a-z ]{0,60})$/;
/** A page number alone, as `12`, `- 12 -`, `Page 3 of 12`, `iv`. */
const PAGE_NUMBER =
  /^(?:Page|PAGE|Pg\.?|p\.)? ?(?:[-–—[(] ?)?(?:\d{1,4}|[ivxl]{1,6})(?: ?[-–—\])])?(?: (?:of|\/) \d{1,4})?$/;
/** The counter of a running head: a number at the start or at the end, or after the word page. */
const COUNTER = /^\d{1,4}(?= )|(?<= )\d{1,4}$|(?<=\b[Pp](?:age|g)\.?:? ?)\d{1,4}/g;
/** Questions and answers of a transcript repeat, too. */
const SPOKEN = /^(?:Q|A|THE [A-Z]+|MRS?\. [A-Z]+)[.:]/;

interface Seen {
  page: number;
  count: number;
}

/** Returns true for a line that only a filing system prints, wherever it is. */
export const isStamp = (line: string): boolean => line.length <= 2 * MAX_LENGTH && STAMP.test(line);

/** Returns the numbers of the lines that are heads or feet. @param lineOf returns a line in single blanks */
export function runningLines(pages: readonly PageLines[], lineOf: (line: number) => string): Set<number> {
  const found = new Set<number>();
  for (const zoneOf of [(lines: readonly number[]) => lines.slice(0, ZONE), fromBottom]) {
    const repeated = repeatedLines(pages, zoneOf, lineOf);
    for (const { lines } of pages) {
      // A head is outside of everything that is not one.
      const zone = zoneOf(lines);
      for (const [i, line] of zone.entries()) {
        const text = lineOf(line);
        const isHead = isFixed(text) || repeated.has(line);
        const next = zone[i + 1] ?? -1;
        if (!isHead && !(hasCounter(text) && (repeated.has(next) || OPINION.test(lineOf(next))))) break;
        found.add(line);
      }
    }
  }
  return found;
}

const isFixed = (text: string): boolean => isStamp(text) || PAGE_NUMBER.test(text) || OPINION.test(text);

/** A title beside a page number is a head when another head follows it. */
const hasCounter = (text: string): boolean => text.length <= MAX_LENGTH && /^\d{1,4} |\s\d{1,4}$/.test(text);

const fromBottom = (lines: readonly number[]): number[] => lines.slice(-ZONE).reverse();

/** Returns the lines of a zone that are the same on several pages, or differ only in a number that counts the pages. */
function repeatedLines(
  pages: readonly PageLines[],
  zoneOf: (lines: readonly number[]) => number[],
  lineOf: (line: number) => string,
): Set<number> {
  const exact = new Map<string, Seen[]>();
  const counted = new Map<string, Seen[]>();
  const candidates: { line: number; page: number; text: string; key: string }[] = [];
  for (const [page, { lines }] of pages.entries())
    for (const line of zoneOf(lines)) {
      const text = lineOf(line);
      if (text.length < MIN_LENGTH || text.length > MAX_LENGTH || SPOKEN.test(text)) continue;
      const counters = text.match(COUNTER) ?? [];
      const key = counters.length === 0 ? '' : text.replace(COUNTER, '#');
      candidates.push({ line, page, text, key });
      addTo(exact, text, { page, count: page });
      if (key !== '') addTo(counted, key, { page, count: Number(counters[0]) });
      if (counters.length > 1) addTo(counted, `${key}\0`, { page, count: Number(counters.at(-1)) });
    }
  const most = pages.length <= FEW_PAGES ? 2 : MIN_REPEATS;
  const repeats = (seen: readonly Seen[] | undefined, page: number, wanted = 2): boolean =>
    seen !== undefined && isRepeated(seen, page, wanted);
  return new Set(
    candidates
      .filter(
        ({ text, key, page }) =>
          repeats(exact.get(text), page, most) ||
          (key !== '' && (repeats(counted.get(key), page) || repeats(counted.get(`${key}\0`), page))),
      )
      .map(({ line }) => line),
  );
}

function addTo(map: Map<string, Seen[]>, key: string, seen: Seen): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [seen]);
  else if (list.at(-1)?.page !== seen.page) list.push(seen);
}

/** Returns true when a line counts as its pages do, on enough pages near this one. */
function isRepeated(seen: readonly Seen[], page: number, wanted: number): boolean {
  if (seen.length < wanted) return false;
  const at = indexOfPage(seen, page);
  const own = seen[at];
  if (own === undefined) return false;
  for (let from = Math.max(0, at - wanted + 1); from <= at; from += 1) {
    const some = seen.slice(from, from + wanted);
    const [first, last] = [some[0], some.at(-1)];
    if (some.length < wanted || first === undefined || last === undefined) continue;
    const counts = some.every((one) => one.count - one.page === own.count - own.page);
    if (counts && last.page - first.page < MAX_SPREAD) return true;
  }
  return false;
}

/** Pages are in order, so that halving finds one. */
function indexOfPage(seen: readonly Seen[], page: number): number {
  let low = 0;
  let high = seen.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((seen[middle]?.page ?? 0) < page) low = middle + 1;
    else high = middle;
  }
  return low;
}
