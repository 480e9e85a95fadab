/** The sentences of the page that compares two texts. */
import { MOST_COMPARED, type TextDifferences } from '../../shared/differences.ts';
import { count, plural } from '../lib/format.ts';

export const DIFFERENCES_TEXT = {
  title: 'Differences between two texts',
  loading: 'Comparing the texts',
  text: 'Text with differences',
  region: 'The text, with the differences marked',
  swap: 'Swap the two',
  previous: 'Previous difference',
  next: 'Next difference',
  side: { removed: 'Struck through: only in', added: 'Underlined: only in' },
  more: (left: number): string => `Show more (${plural(left, 'part')} left)`,
  folded: (words: number): string => `Show ${plural(words, 'word')} that both have`,
  cut: `Only the first ${count(MOST_COMPARED)} characters of each text were compared.`,
  coarse:
    'Some parts differ so much that they are shown as replaced, although they may have words in common.',
  sum({ state, words: { same, removed, added } }: TextDifferences): string {
    if (state === 'same') return 'The two texts are the same.';
    if (state === 'blanks')
      return 'The two texts have the same words. They differ only in spaces, line breaks and pages.';
    return `${plural(same, 'word')} in both, ${count(removed)} only in the first, ${count(added)} only in the second.`;
  },
} as const;
