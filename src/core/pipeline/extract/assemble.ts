/** Joins the text of an extractor into one document text, records the span of each page, and applies the limits. */
import type { OcrResult, PageSpan, StageLimits, StageWarning } from '../../documents/types.ts';
import { cleanText } from './clean.ts';
import { languageOf } from './language.ts';
import type { Extracted } from './types.ts';

/** Separates two pages and belongs to neither. */
const PAGE_BREAK = '\n\n';

/** Returns the cleaned text; text beyond `maxCharacters` is cut off with a `text_limit` warning. */
export function assemble(extracted: Extracted, limits: Pick<StageLimits, 'maxCharacters'>): OcrResult {
  const warnings: StageWarning[] = [...extracted.warnings];
  let text = '';
  let total = 0;
  const pages: PageSpan[] = [];
  if (typeof extracted.body === 'string') {
    const whole = cleanText(extracted.body);
    total = whole.length;
    text = cut(whole, limits.maxCharacters);
  } else {
    const parts: string[] = [];
    let at = 0;
    for (const part of extracted.body) {
      const clean = cleanText(part.text);
      total += clean.length;
      const separator = at === 0 || clean === '' ? '' : PAGE_BREAK;
      const kept = cut(clean, Math.max(0, limits.maxCharacters - at - separator.length));
      if (kept !== '') {
        parts.push(separator, kept);
        at += separator.length;
      }
      pages.push({
        page: part.page,
        start: at,
        end: at + kept.length,
        source: clean === '' && part.source === 'text' ? 'none' : part.source,
        confidence: part.confidence,
        ...(part.reason === undefined ? {} : { reason: part.reason }),
      });
      at += kept.length;
    }
    text = parts.join('');
  }
  if (total > text.length && total > limits.maxCharacters)
    warnings.push({
      code: 'text_limit',
      detail: `Only the first ${text.length} characters were read. The document has at least ${total}`,
    });
  const language = languageOf(text);
  const metadata = language === null ? extracted.metadata : { ...extracted.metadata, language };
  return { text, pages, metadata, warnings };
}

/** Cuts a text to at most `limit` UTF-16 units without splitting a character. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
