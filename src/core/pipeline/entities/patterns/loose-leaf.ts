/** Finds citations of services that are cited by paragraph, often without a volume: `Fed. Sec. L. Rep. (CCH) ¶ 77,526`. */
import { reporterOf } from './reporters.ts';

const PARAGRAPH =
  / ?(?:[([](?:CCH|C\.C\.H\.|BNA|P-H|P ?& ?F|RIA|MB|CRR|LRP)[)\]] ?(?:¶ ?|P ?|para?\. )?|(?:¶ ?|P ?|para?\. )(?=\d))(\d[\d,]{2,7}(?:\.\d{1,4})?[A-Z]?)(?![\w])/g;
const BEFORE =
  /(?<![\w.$])((?:\d{1,4}[A-F]?(?:-\d{1,4})? )?)(?:CCH,? |BNA,? )?((?:(?:[A-Z][A-Za-z.'’]{0,14}|&|2d|3d) ?){1,7})(?:,? \(?(?:[A-Z][A-Za-z]{0,9}\.? ?){1,2}\)? ?)??$/;

/** Returns the citations without the names of their cases. */
export function findLooseLeaf(text: string): { start: number; end: number; normal: string }[] {
  const found: { start: number; end: number; normal: string }[] = [];
  for (const m of text.matchAll(PARAGRAPH)) {
    const before = BEFORE.exec(text.slice(Math.max(0, m.index - 60), m.index));
    if (before === null) continue;
    const [written, volume = '', words = ''] = before;
    const publisher = /[([]([^)\]]+)[)\]]/.exec(m[0])?.[0].replace('[', '(').replace(']', ')') ?? '';
    const reporter = reporterOf(`${words}${publisher}`) ?? reporterOf(words) ?? reporterOf(`${words}(CCH)`);
    if (reporter === null || words.trim().length < 4) continue;
    found.push({
      start: m.index - written.length,
      end: m.index + m[0].length,
      normal: `${volume}${reporter} ¶ ${(m[1] ?? '').replace(/,/g, '')}`,
    });
  }
  return found;
}
