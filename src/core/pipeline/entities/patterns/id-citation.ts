/** Finds `Id. at 5` and `ibid.`, and which citation comes before them. */
import type { EntityMatch } from '../match.ts';
import type { Authority, ShortForm } from './citation-forms.ts';

/** Some leave the period out before a page. */
const ID = /(?<![\w.-])(?:[Ii]d\.|[Ii]d(?=,? at \d)|[Ii]bid\.?(?!\w))/g;
const BEFORE =
  /(?:^|[.;:!?)”"’'\]\n—–*(]|(?:^|[.”"\n)] ?)\d{1,3}|\b(?:see|cf\.|also|accord|citing|quoting|but|and|in|under|compare|with|e\.g\.|contra|per|from|by|to|of|at|generally|cited),?) ?[([“"]?$/i;
const PAGES = String.raw`\*?\d[\d:]{0,9}(?:[-–]\*?\d[\d:]{0,9})?`;
const SECTIONS = String.raw`\d[\w:.-]{0,20}(?<=\w)(?:\([a-zA-Z0-9]{1,4}\)){0,6}`;
const PIN = new RegExp(
  String.raw`^,? (?:(§§? ?)${SECTIONS}|(?:at )?(¶¶? ?)${PAGES}|(?:at (?:pp?\. ?)?|pp?\. ?)${PAGES}(?: ?(?:& )?nn?\. ?\d{1,3})?(?:, \d{1,5}(?:[-–]\d{1,5})?(?![\w.]| [A-Z])){0,3}|(?=\d{1,4}:\d)${PAGES})`,
);
const AT_PAGE = /^,? at \*?\d/;
/** What else is cited by `Id.`: the record, briefs, journals and books. */
const BREAKER =
  /\bBrief (?:for|of) [A-Z]\w+|\bTr\. of |\bTranscript of |\b(?:ECF|Dkt\.|Doc\.|Docket|Compl\.|Am\. Compl\.|Complaint|FAC|SAC|Answer|Decl\.|Aff\.|Affidavit|Dep\.|Depo\.|Tr\.|Hr['’]g|Ex\.|Exh\.|Exhibit|App\.|Appx|J\.A\.|R\.|RT|CT|Br\.|Brief|Mot\.|Opp['’]n|Mem\.|Reply|SUMF|PSR|Report)(?: (?:Nos?\.|[A-Z0-9]{1,3}|Ex\.))?[ ,]{1,2}(?:¶¶?|§|at|\d|[A-Z0-9]{1,3}\b|pp?\.)|\d [A-Z][\w.&’' ]{1,40}(?:L\. ?Rev|L\. ?J|Rev\.|J\.)[\w. ]{0,16} \d/g;
const LIST = /^[)\]]*(?:;|, and |,? accord|,? see also|,? with )[^.()]{0,60}$/;

interface Event {
  start: number;
  end: number;
  /** Null for what breaks the chain. */
  cited: { kind: EntityMatch['kind']; normal: string; group?: number } | null;
  /** True for what a cited case quotes, and for its later history. */
  aside?: boolean;
}

/** Returns each `Id.`, with the citation it means: the one before it, if that is one and not a list. */
export function findIds(
  text: string,
  authorities: readonly Authority[],
  forms: readonly ShortForm[],
  statutes: readonly EntityMatch[],
): EntityMatch[] {
  const ids = [...text.matchAll(ID)].filter(({ index, 0: word }) => {
    const before = text.slice(Math.max(0, index - 24), index);
    // After a comma, only what names a page is one: `a strict standard, id. at 299`.
    return (
      BEFORE.test(before) ||
      (/[\w’”)], $/.test(before) && AT_PAGE.test(text.slice(index + word.length, index + 40)))
    );
  });
  if (ids.length === 0) return [];
  const events = eventsOf(text, authorities, forms, statutes);
  const found: EntityMatch[] = [];
  let at = 0;
  let state = null as Event | null;
  let list = false;
  let inside = -1;
  let asideEnd = -1;
  for (const { 0: word, index } of ids) {
    for (let event = events[at]; event !== undefined && event.start < index; event = events[at]) {
      at += 1;
      inside = Math.max(inside, event.end);
      if (event.aside === true) {
        asideEnd = event.end;
        continue;
      }
      const same = state?.cited?.group !== undefined && state.cited.group === event.cited?.group;
      if (same && state !== null) {
        state = { ...state, end: event.end };
        continue;
      }
      list = state?.cited != null && event.cited !== null && LIST.test(text.slice(state.end, event.start));
      state = event;
    }
    if (inside > index) continue;
    // In the same sentence, `id.` may also mean the quoted case.
    const unsure = list || (word.startsWith('i') && asideEnd > (state?.end ?? 0));
    const made = idAt(text, index, word, state, unsure);
    if (made === null) continue;
    found.push(made);
    if (state !== null) state = { ...state, end: made.end };
  }
  return found;
}

function eventsOf(
  text: string,
  authorities: readonly Authority[],
  forms: readonly ShortForm[],
  statutes: readonly EntityMatch[],
): Event[] {
  const events: Event[] = [
    ...authorities.map(
      ({ start, end, normal, antecedent, group, aside }): Event => ({
        start,
        end,
        aside,
        cited: { kind: 'case_citation', normal: antecedent ?? normal, group },
      }),
    ),
    ...forms.map(
      ({ start, end, normal, group }): Event => ({
        start,
        end,
        cited: { kind: 'case_citation', normal, ...(group === undefined ? {} : { group }) },
      }),
    ),
    ...statutes.map(({ start, end, normal }): Event => ({ start, end, cited: { kind: 'statute', normal } })),
  ].sort((a, b) => a.start - b.start);
  const broken: Event[] = [];
  let at = 0;
  let reach = 0;
  for (const { index, 0: written } of text.matchAll(BREAKER)) {
    for (let event = events[at]; event !== undefined && event.start <= index; event = events[at]) {
      reach = Math.max(reach, event.end);
      at += 1;
    }
    if (reach <= index) broken.push({ start: index, end: index + written.length, cited: null });
  }
  return [...events, ...broken].sort((a, b) => a.start - b.start);
}

/** Makes the citation, or returns null where it cites something that is no case and no statute. */
function idAt(
  text: string,
  start: number,
  word: string,
  before: Event | null,
  list: boolean,
): EntityMatch | null {
  const after = text.slice(start + word.length, start + word.length + 60);
  if (/^ ?(?:Nos?\.|Number|#)/.test(after)) return null;
  const pin = PIN.exec(after);
  if (pin === null && /^ ?[:\d]/.test(after)) return null;
  const end = start + word.length + (pin?.[0].length ?? 0);
  const section = pin?.[1] !== undefined;
  const paragraph = pin?.[2] !== undefined;
  const none = (): EntityMatch | null =>
    pin !== null || before !== null || text.charAt(start - 1) !== '\n'
      ? { kind: 'case_citation', start, end, normal: 'Id.' }
      : null;
  if (before === null) return paragraph ? null : none();
  if (before.cited === null) return null;
  const { kind, normal } = before.cited;
  if (list) return none();
  // Cases are cited by page, statutes by section; `¶` is for courts that number paragraphs, and for the record.
  if (kind === 'case_citation' && paragraph && !/^\d{4}[- ][A-Z]|^\[/.test(normal)) return null;
  if (kind === 'case_citation' ? section : pin !== null && !section) return none();
  // `Id. § 1367(a)` is another section of the same code.
  const cited = section
    ? normal.replace(/§§? .*$/, `§ ${(pin?.[0] ?? '').replace(/^[^§]*§+ ?/, '')}`)
    : normal;
  return { kind, start, end, normal: cited, antecedent: cited };
}
