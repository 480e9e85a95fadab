/** One segment of a document's text, with its names and the hits of a search marked. */
import { Text } from '@mantine/core';
import { Fragment, type ReactNode, useMemo } from 'react';
import type { Entity } from '../../../shared/mentions.ts';
import type { TextMark } from '../../../shared/search.ts';
import { count } from '../../lib/format.ts';
import { piecesOf, type Segment } from '../../lib/segments.ts';
import { ENTITY_LABEL } from '../../text/labels.ts';
import type { Jump } from './jump.ts';
import classes from './text-panel.module.css';

interface Props {
  text: string;
  segment: Segment;
  entities: readonly Entity[];
  /** In order, none inside another. */
  hits: readonly TextMark[];
  jump: Jump | null;
}

export function SegmentText({ text, segment, entities, hits, jump }: Props) {
  const pieces = useMemo(() => piecesOf(text, segment, entities), [text, segment, entities]);
  const inside = useMemo(
    () => hits.filter(({ start, end }) => start < segment.end && end > segment.start),
    [hits, segment],
  );
  const marked = useMemo(() => withJump(inside, entities, jump, segment), [inside, entities, jump, segment]);
  return (
    <>
      {segment.page !== null && <PageRule page={segment.page} />}
      <div className={classes.text} data-from={segment.start}>
        {pieces.map(({ start, text: piece, entity }) => {
          const content = withHits(piece, start, marked, jump);
          return entity === null ? (
            <Fragment key={start}>{content}</Fragment>
          ) : (
            <mark
              key={start}
              className={classes.mark}
              data-kind={entity.kind}
              data-start={entity.start}
              data-current={jump?.start === entity.start}
              title={`${ENTITY_LABEL[entity.kind]}: ${entity.canonical}`}
            >
              {content}
            </mark>
          );
        })}
      </div>
    </>
  );
}

interface Marked extends TextMark {
  /** Whether it is the place of the last jump, and no hit. */
  isPlace?: true;
}

/** Adds the place of the last jump to the hits, unless a hit or a name there is marked already. */
function withJump(
  hits: readonly TextMark[],
  entities: readonly Entity[],
  jump: Jump | null,
  segment: Segment,
): readonly Marked[] {
  if (jump === null || jump.start >= jump.end || jump.end <= segment.start || jump.start >= segment.end)
    return hits;
  const isOn = ({ start, end }: TextMark): boolean => start < jump.end && end > jump.start;
  if (hits.some(isOn) || entities.some(({ start }) => start === jump.start)) return hits;
  const place: Marked = { start: jump.start, end: jump.end, isPlace: true };
  return [...hits, place].sort((a, b) => a.start - b.start);
}

/** Marks the hits in a piece of text. @param start where the piece begins in the document's text */
function withHits(piece: string, start: number, hits: readonly Marked[], jump: Jump | null): ReactNode {
  const end = start + piece.length;
  const inside = hits.filter((hit) => hit.start < end && hit.end > start);
  if (inside.length === 0) return piece;
  const parts: ReactNode[] = [];
  let at = start;
  for (const hit of inside) {
    const from = Math.max(at, hit.start);
    const to = Math.min(end, hit.end);
    parts.push(piece.slice(at - start, from - start));
    parts.push(
      <mark
        key={hit.start}
        className={classes.hit}
        data-start={hit.start}
        data-current={jump?.start === hit.start}
        data-testid={hit.isPlace ? 'place-mark' : 'hit-mark'}
      >
        {piece.slice(from - start, to - start)}
      </mark>,
    );
    at = Math.max(at, to);
  }
  parts.push(piece.slice(at - start));
  return parts;
}

function PageRule({ page: { page, source, confidence, reason } }: { page: NonNullable<Segment['page']> }) {
  const origin =
    source === 'text'
      ? 'text from the file'
      : source === 'ocr'
        ? `read from the scan${confidence === null ? '' : `, confidence ${count(confidence)}%`}`
        : 'no text';
  return (
    <Text size="xs" className={classes.rule} component="div">
      Page {count(page)} · {origin}
      {reason !== undefined && ` · ${reason}`}
    </Text>
  );
}
