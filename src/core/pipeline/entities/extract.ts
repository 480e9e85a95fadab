/** The third stage: finds mentions of people, organizations, places, dates, amounts, cases, statutes, dockets and addresses. */
import type { EntityExtractionResult, Mention, OcrResult, PageSpan } from '../../documents/types.ts';
import { OWN_ENGINE } from '../../util/versions.ts';
import type { EntityMatch } from './match.ts';
import { findNames } from './names/find.ts';
import { findCitations } from './patterns/citation.ts';
import { findDates } from './patterns/date.ts';
import { findDockets } from './patterns/docket.ts';
import { findEmails } from './patterns/email.ts';
import { findMoney } from './patterns/money.ts';
import { findPhones } from './patterns/phone.ts';
import { findStatutes } from './patterns/statute.ts';
import { readingText } from './reading/reading-text.ts';

/** Names are found by Redwell's own grammars and lists. */
export const ENTITY_ENGINE = OWN_ENGINE;

/** Returns the mentions in text order. No two overlap, and none spans two pages. */
export function extractEntities(ocr: Pick<OcrResult, 'text' | 'pages'>): EntityExtractionResult {
  const reading = readingText(ocr.text, ocr.pages);
  const { patterns } = reading;
  // When two matches overlap, the earlier one in this list wins, so patterns win over names.
  const statutes = findStatutes(patterns);
  const matches: EntityMatch[] = [
    ...findEmails(patterns),
    ...statutes,
    ...findCitations(patterns, statutes),
    ...findDockets(patterns, reading.lines),
    ...findDates(patterns),
    ...findMoney(patterns),
    ...findPhones(patterns),
    ...findNames(reading),
  ];
  const taken = new Uint8Array(patterns.length);
  const kept = matches.filter(({ start, end }) => {
    for (let i = start; i < end; i += 1) if (taken[i] === 1) return false;
    taken.fill(1, start, end);
    return start < end;
  });
  const placed = kept.map((match) => ({ ...match, ...reading.original(match.start, match.end) }));
  placed.sort((a, b) => a.start - b.start);
  return { mentions: withPages(placed, ocr.text, ocr.pages) };
}

function withPages(matches: readonly EntityMatch[], text: string, pages: readonly PageSpan[]): Mention[] {
  const mentions: Mention[] = [];
  let at = 0;
  for (const { kind, start, end, normal, antecedent } of matches) {
    while (at < pages.length && (pages[at]?.end ?? 0) <= start) at += 1;
    const page = pages[at];
    if (page !== undefined && (start < page.start || end > page.end)) continue;
    mentions.push({
      kind,
      text: text.slice(start, end),
      start,
      end,
      page: page?.page ?? null,
      normal: normal.replace(/\s+/g, ' '),
      ...(antecedent === undefined ? {} : { antecedent: antecedent.replace(/\s+/g, ' ') }),
    });
  }
  return mentions;
}
