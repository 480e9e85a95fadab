/** The text of a document with its names marked. Only the visible part is rendered, so the length does not matter. */
import { Box, Chip, Group } from '@mantine/core';
import { IconFileOff } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type DocumentDetail, TEXT_DIFFERS } from '../../../shared/documents.ts';
import { ENTITY_KINDS, type Entity, type EntityKind } from '../../../shared/mentions.ts';
import type { TextMark } from '../../../shared/search.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../lib/format.ts';
import { segmentAt, segmentsOf, sortEntities } from '../../lib/segments.ts';
import { wordAt } from '../../lib/text-place.ts';
import { usePrinting } from '../../lib/use-printing.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { ENTITY_LABEL } from '../../text/labels.ts';
import type { Jump } from './jump.ts';
import { SegmentText } from './segment-text.tsx';
import classes from './text-panel.module.css';

interface TextPanelProps {
  document: DocumentDetail;
  /** In order, none inside another. */
  hits: readonly TextMark[];
  jump: Jump | null;
  /** Called with the page at the top when the reader scrolls to another one. */
  onPage(page: number): void;
  /** Called with the word that was clicked. */
  onJump(start: number, end: number): void;
}

export function TextPanel({ document, hits, jump, onPage, onJump }: TextPanelProps) {
  const [hidden, setHidden] = useState<ReadonlySet<EntityKind>>(new Set());
  const kinds = useMemo(() => {
    const counts = new Map<EntityKind, number>();
    for (const { kind } of document.entityList) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return ENTITY_KINDS.filter((kind) => counts.has(kind)).map(
      (kind) => [kind, counts.get(kind) ?? 0] as const,
    );
  }, [document.entityList]);
  const shown = useMemo(
    () => sortEntities(document.entityList.filter(({ kind }) => !hidden.has(kind))),
    [document.entityList, hidden],
  );
  return (
    <Panel title="Text" flush testId="document-text" h="100%">
      {document.textCheck === 'differs' ? (
        <EmptyState icon={IconFileOff} title={EMPTY_TEXT.text.altered}>
          {TEXT_DIFFERS}
        </EmptyState>
      ) : document.text === null || document.text === '' ? (
        <EmptyState icon={IconFileOff} title={EMPTY_TEXT.text.title}>
          {document.status === 'pending' || document.status === 'running'
            ? EMPTY_TEXT.text.reading
            : EMPTY_TEXT.text.none}
        </EmptyState>
      ) : (
        <>
          <Group gap={6} px="md" pb="xs" role="group" aria-label="Marked in the text">
            {kinds.map(([kind, number]) => (
              <Chip
                key={kind}
                size="xs"
                variant="light"
                checked={!hidden.has(kind)}
                onChange={(checked) => {
                  const next = new Set(hidden);
                  if (checked) next.delete(kind);
                  else next.add(kind);
                  setHidden(next);
                }}
              >
                {ENTITY_LABEL[kind]} {count(number)}
              </Chip>
            ))}
          </Group>
          <LongText
            text={document.text}
            pageMap={document.pageMap}
            entities={shown}
            hits={hits}
            jump={jump}
            onPage={onPage}
            onJump={onJump}
          />
        </>
      )}
    </Panel>
  );
}

/** A printed text is for reading, so its names are not marked. */
const NO_MARKS: readonly Entity[] = [];
const NO_HITS: readonly TextMark[] = [];

interface LongTextProps {
  text: string;
  pageMap: DocumentDetail['pageMap'];
  entities: readonly Entity[];
  hits: readonly TextMark[];
  jump: Jump | null;
  onPage(page: number): void;
  onJump(start: number, end: number): void;
}

function LongText({ text, pageMap, entities, hits, jump, onPage, onJump }: LongTextProps) {
  const scroll = useRef<HTMLElement>(null);
  const printing = usePrinting();
  const segments = useMemo(() => segmentsOf(text, pageMap), [text, pageMap]);
  const virtual = useVirtualizer({
    count: segments.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => 40 + ((segments[index]?.end ?? 0) - (segments[index]?.start ?? 0)) / 4,
    overscan: 2,
  });
  useEffect(() => {
    if (jump === null || isInSight(scroll.current, jump)) return;
    virtual.scrollToIndex(segmentAt(segments, jump.start), { align: 'start' });
    // The segment must be rendered and measured before its mark can be scrolled to the middle.
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        scroll.current?.querySelector(`[data-start="${jump.start}"]`)?.scrollIntoView({ block: 'center' }),
      ),
    );
    return () => cancelAnimationFrame(frame);
  }, [jump, segments, virtual]);
  const followClick = (event: PointerEvent): void => {
    followPage();
    const word = wordAt(text, event);
    if (word === null) return;
    const isOn = ({ start, end }: TextMark): boolean => start < word.end && end > word.start;
    const { start, end } = hits.find(isOn) ?? entities.find(isOn) ?? word;
    onJump(start, end);
  };
  const followPage = (): void => {
    const top = virtual.getVirtualItemForOffset(virtual.scrollOffset ?? 0);
    const segment = top === undefined ? undefined : segments[top.index];
    const page = segment === undefined ? undefined : pageAt(pageMap, segment.start);
    if (page !== undefined) onPage(page);
  };
  if (printing)
    return (
      <div className={classes.printed} data-testid="printed-text">
        {segments.map((segment) => (
          <SegmentText
            key={segment.start}
            text={text}
            segment={segment}
            entities={NO_MARKS}
            hits={NO_HITS}
            jump={null}
          />
        ))}
      </div>
    );
  return (
    <Box
      component="section"
      ref={scroll}
      className={classes.scroll}
      // A jump scrolls as well, and has chosen its page already, so only the reader's own scrolling counts.
      onWheel={followPage}
      onKeyUp={followPage}
      onPointerUp={followClick}
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
              <SegmentText text={text} segment={segment} entities={entities} hits={hits} jump={jump} />
            </div>
          );
        })}
      </div>
    </Box>
  );
}

/** Returns whether the mark of a jump is in the part of the text that can be seen. */
function isInSight(scroll: HTMLElement | null, { start }: Jump): boolean {
  const mark = scroll?.querySelector(`[data-start="${start}"]`)?.getBoundingClientRect();
  const box = scroll?.getBoundingClientRect();
  return mark !== undefined && box !== undefined && mark.top >= box.top && mark.bottom <= box.bottom;
}

const pageAt = (pageMap: DocumentDetail['pageMap'], position: number): number | undefined =>
  pageMap.findLast(({ start }) => start <= position)?.page;
