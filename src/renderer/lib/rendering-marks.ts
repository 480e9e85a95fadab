/** Finds the mark of each word of a rendering: a hit of a search, or else a name. */
import type { Entity } from '../../shared/mentions.ts';
import type { RenderedWord } from '../../shared/rendering.ts';
import type { TextMark } from '../../shared/search.ts';
import { ENTITY_LABEL } from '../text/labels.ts';
import { sortEntities } from './segments.ts';

/** One object per mark, so that words of the same mark have the same one. */
export interface WordMark {
  /** Where the mark is in the document's text. */
  start: number;
  end: number;
  kind: Entity['kind'] | null;
  isHit: boolean;
  title: string;
}

export function markNames(
  words: readonly RenderedWord[],
  { entities, hits }: { entities: readonly Entity[]; hits: readonly TextMark[] },
): Map<RenderedWord, WordMark> {
  const found = new Map<RenderedWord, WordMark>();
  const byStart = [...words].sort((a, b) => a[3] - b[3]);
  const put = (ranges: readonly (TextMark & { mark: WordMark })[]): void => {
    let from = 0;
    for (const { start, end, mark } of ranges) {
      while (from < byStart.length && (byStart[from]?.[4] ?? 0) <= start) from += 1;
      for (let at = from; at < byStart.length; at += 1) {
        const word = byStart[at];
        if (word === undefined || word[3] >= end) break;
        if (word[4] > start && !found.has(word)) found.set(word, mark);
      }
    }
  };
  put(
    [...hits]
      .sort((a, b) => a.start - b.start)
      .map((hit) => ({
        ...hit,
        mark: { start: hit.start, end: hit.end, kind: null, isHit: true, title: 'Found by the search' },
      })),
  );
  put(
    sortEntities(entities).map(({ start, end, kind, canonical }) => ({
      start,
      end,
      mark: { start, end, kind, isHit: false, title: `${ENTITY_LABEL[kind]}: ${canonical}` },
    })),
  );
  return found;
}
