/** Counts the words that are lost, page by page, against another tool. */
import { lostFrom } from './marks.ts';
import { wordsOf } from './similarity.ts';
import { table } from './tables.ts';

/** A page with fewer words in the other tool is not judged. */
const MIN_WORDS = 20;

export interface LostPage {
  path: string;
  /** 1 is the first page. */
  page: number;
  /** Words of the page in the other tool, and those of them that Redwell's page lacks. */
  words: number;
  lost: number;
}

/**
 * Compares the pages that both sides have.
 * @param ours pages by path, as Redwell read them
 * @param theirs pages by path, as the other tool read them
 */
export function lostWords(
  ours: ReadonlyMap<string, readonly string[]>,
  theirs: ReadonlyMap<string, readonly string[]>,
): LostPage[] {
  const compared: LostPage[] = [];
  for (const [path, pages] of theirs)
    pages.forEach((text, index) => {
      const own = ours.get(path)?.[index];
      const words = wordsOf(text);
      if (own === undefined || words.length < MIN_WORDS) return;
      compared.push({
        path,
        page: index + 1,
        words: words.length,
        lost: lostFrom(wordsOf(own), words).length,
      });
    });
  return compared;
}

/** Returns the share of lost words and the twenty pages that lost most of theirs, as Markdown. */
export function lostTable(compared: readonly LostPage[]): string[] {
  const sum = (key: 'words' | 'lost'): number => compared.reduce((total, one) => total + one[key], 0);
  const worst = compared
    .filter(({ lost }) => lost > 0)
    .sort((a, b) => b.lost / b.words - a.lost / a.words)
    .slice(0, 20);
  return [
    `${compared.length} pages with ${sum('words')} words in the other tool; Redwell lacks ${sum('lost')} (${((100 * sum('lost')) / Math.max(1, sum('words'))).toFixed(2)} %).`,
    '',
    ...table(
      ['file', 'page', 'words', 'lost'],
      worst.map(({ path, page, words, lost }) => [path, page, words, lost]),
    ),
  ];
}
