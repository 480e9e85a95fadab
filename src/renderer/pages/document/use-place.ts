/** Where the reader is in a document: the page, and the place that was jumped to. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { Jump } from './jump.ts';
import type { Hits } from './use-hits.ts';

export interface Place {
  readonly jump: Jump | null;
  /** 1 is the first. */
  readonly page: number;
  /** Shows a place of the text, on both sides. */
  readonly onJump: (start: number, end: number) => void;
  /** Shows a page, on both sides. */
  readonly onPage: (page: number) => void;
  /** Notes the page that the reader has scrolled the text to. */
  readonly setPage: (page: number) => void;
}

/** @param hits the one that is shown is jumped to */
export function usePlace({ pageMap }: DocumentDetail, { marks, current }: Hits): Place {
  const [jump, setJump] = useState<Jump | null>(null);
  const [page, setPage] = useState(1);
  const jumps = useRef(0);
  const onJump = useCallback(
    (start: number, end: number) => {
      jumps.current += 1;
      setJump({ start, end, turn: jumps.current });
      setPage((now) => pageMap.find((span) => start >= span.start && start < span.end)?.page ?? now);
    },
    [pageMap],
  );
  const onPage = useCallback(
    (to: number) => {
      setPage(to);
      const span = pageMap.find((entry) => entry.page === to);
      jumps.current += 1;
      if (span !== undefined) setJump({ start: span.start, end: span.start, turn: jumps.current });
    },
    [pageMap],
  );
  const hit = marks?.[current];
  useEffect(() => {
    if (hit !== undefined) onJump(hit.start, hit.end);
  }, [hit, onJump]);
  return { jump, page, onJump, onPage, setPage };
}
