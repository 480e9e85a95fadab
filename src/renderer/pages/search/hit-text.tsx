/** A text with its hits. Only the visible part is rendered, so the length does not matter. */
import { Box } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, useEffect, useMemo, useRef } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { TextMark } from '../../../shared/search.ts';
import { count } from '../../lib/format.ts';
import { type Segment, segmentAt, segmentsOf } from '../../lib/segments.ts';
import classes from './search.module.css';

interface Props {
  text: string;
  pageMap: DocumentDetail['pageMap'];
  /** In order, none inside another. */
  marks: readonly TextMark[];
  /** Index of the hit to show. */
  current: number;
}

export function HitText({ text, pageMap, marks, current }: Props) {
  const scroll = useRef<HTMLElement>(null);
  const segments = useMemo(() => segmentsOf(text, pageMap), [text, pageMap]);
  const virtual = useVirtualizer({
    count: segments.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => 40 + ((segments[index]?.end ?? 0) - (segments[index]?.start ?? 0)) / 4,
    overscan: 2,
  });
  const start = marks[current]?.start;
  useEffect(() => {
    if (start === undefined) return;
    virtual.scrollToIndex(segmentAt(segments, start), { align: 'start' });
    // The segment must be rendered and measured before its mark can be scrolled to the middle.
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        scroll.current?.querySelector(`[data-start="${start}"]`)?.scrollIntoView({ block: 'center' }),
      ),
    );
    return () => cancelAnimationFrame(frame);
  }, [start, segments, virtual]);
  return (
    <Box
      component="section"
      ref={scroll}
      className={classes.scroll}
      tabIndex={0}
      aria-label="Text of the document"
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const segment = segments[item.index];
          if (segment === undefined) return null;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={classes.segment}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {segment.page !== null && <div className={classes.rule}>Page {count(segment.page.page)}</div>}
              <div>
                <SegmentText text={text} segment={segment} marks={marks} current={start} />
              </div>
            </div>
          );
        })}
      </div>
    </Box>
  );
}

interface SegmentProps {
  text: string;
  segment: Segment;
  marks: readonly TextMark[];
  current: number | undefined;
}

function SegmentText({ text, segment, marks, current }: SegmentProps) {
  const inside = marks.filter(({ start, end }) => start < segment.end && end > segment.start);
  return (
    <>
      {inside.map(({ start, end }, i) => (
        <Fragment key={start}>
          {text.slice(
            Math.max(segment.start, inside[i - 1]?.end ?? segment.start),
            Math.max(start, segment.start),
          )}
          <mark className={classes.mark} data-start={start} data-current={start === current}>
            {text.slice(Math.max(start, segment.start), Math.min(end, segment.end))}
          </mark>
        </Fragment>
      ))}
      {text.slice(Math.min(segment.end, inside.at(-1)?.end ?? segment.start), segment.end)}
    </>
  );
}
