/** The third stage: finds mentions of people, organizations, places, dates, amounts, cases, dockets and addresses. */
import type { EntityExtractionResult, Mention, OcrResult, PageSpan } from '../../documents/types.ts';
import type { EntityMatch } from './match.ts';
import { NAME_ENGINE } from './names/dictionary.ts';
import { findNames } from './names/find.ts';
import { findCitations } from './patterns/citation.ts';
import { findDates } from './patterns/date.ts';
import { findDockets } from './patterns/docket.ts';
import { findEmails } from './patterns/email.ts';
import { findMoney } from './patterns/money.ts';
import { findPhones } from './patterns/phone.ts';

export const ENTITY_ENGINE = NAME_ENGINE;

/** Returns the mentions in text order. No two overlap, and none spans two pages. */
export function extractEntities(ocr: Pick<OcrResult, 'text' | 'pages'>): EntityExtractionResult {
  const { text } = ocr;
  // When two matches overlap, the earlier one in this list wins, so patterns win over names.
  const matches: EntityMatch[] = [
    ...findEmails(text),
    ...findCitations(text),
    ...findDockets(text),
    ...findDates(text),
    ...findMoney(text),
    ...findPhones(text),
    ...findNames(text),
  ];
  const taken = new Uint8Array(text.length);
  const kept = matches.filter(({ start, end }) => {
    for (let i = start; i < end; i += 1) if (taken[i] === 1) return false;
    taken.fill(1, start, end);
    return start < end;
  });
  kept.sort((a, b) => a.start - b.start);
  return { mentions: withPages(kept, text, ocr.pages) };
}

function withPages(matches: readonly EntityMatch[], text: string, pages: readonly PageSpan[]): Mention[] {
  const mentions: Mention[] = [];
  let at = 0;
  for (const { kind, start, end, normal } of matches) {
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
    });
  }
  return mentions;
}
