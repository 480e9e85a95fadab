/** A document's text in pieces small enough to draw, and the entities inside each. */
import type { DocumentDetail, Entity } from '../../shared/documents.ts';

export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Set on a page's first segment only. */
  readonly page: DocumentDetail['pageMap'][number] | null;
}

/** Characters that one segment holds at most: a screenful or two. */
const MAX_SEGMENT = 4_000;

/** Cuts [start, end) after line ends, else after blanks, else where it must; never inside a surrogate pair. */
function cut(text: string, start: number, end: number): number[] {
  const cuts: number[] = [];
  let from = start;
  while (end - from > MAX_SEGMENT) {
    const limit = from + MAX_SEGMENT;
    const line = text.lastIndexOf('\n', limit - 1);
    const blank = text.lastIndexOf(' ', limit - 1);
    let at = line > from ? line + 1 : blank > from ? blank + 1 : limit;
    const code = text.charCodeAt(at - 1);
    if (code >= 0xd800 && code <= 0xdbff) at -= 1;
    cuts.push(at);
    from = at;
  }
  return cuts;
}

/** Segments that follow each other without gap or overlap over the whole text, pages kept apart. */
export function segmentsOf(text: string, pageMap: DocumentDetail['pageMap']): Segment[] {
  const pages = [...pageMap].filter(({ start }) => start <= text.length).sort((a, b) => a.start - b.start);
  const segments: Segment[] = [];
  const add = (start: number, end: number, page: Segment['page']): void => {
    const bounds = [start, ...cut(text, start, end), end];
    for (let index = 0; index + 1 < bounds.length; index += 1)
      segments.push({
        start: bounds[index] ?? start,
        end: bounds[index + 1] ?? end,
        page: index === 0 ? page : null,
      });
  };
  const first = pages[0];
  if (first === undefined || first.start > 0) add(0, first?.start ?? text.length, null);
  for (const [index, page] of pages.entries()) add(page.start, pages[index + 1]?.start ?? text.length, page);
  return segments;
}

export interface Piece {
  readonly start: number;
  readonly text: string;
  readonly entity: Entity | null;
}

/**
 * The segment's text as plain and marked pieces. Where entities overlap, the one that begins first is
 * marked, and the longer one of two that begin together; an entity that reaches over the edge is cut.
 * @param entities sorted by `start`, longer first
 */
export function piecesOf(text: string, segment: Segment, entities: readonly Entity[]): Piece[] {
  const pieces: Piece[] = [];
  let at = segment.start;
  const push = (end: number, entity: Entity | null): void => {
    if (end > at) pieces.push({ start: at, text: text.slice(at, end), entity });
    at = Math.max(at, end);
  };
  for (const entity of entities) {
    if (entity.start >= segment.end) break;
    if (entity.end <= at || entity.start < Math.min(at, segment.end)) {
      // Begins before what is already drawn: only the cut head of a segment may still be marked.
      if (!(at === segment.start && entity.start < at && entity.end > at)) continue;
    }
    push(Math.max(at, entity.start), null);
    push(Math.min(entity.end, segment.end), entity);
  }
  push(segment.end, null);
  return pieces;
}

/** In the order that `piecesOf` needs. */
export const sortEntities = (entities: readonly Entity[]): Entity[] =>
  [...entities].sort((a, b) => a.start - b.start || b.end - a.end);

/** Index of the segment that holds a position. */
export function segmentAt(segments: readonly Segment[], position: number): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.start ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface EntityGroup {
  readonly canonical: string;
  readonly kind: Entity['kind'];
  readonly mentions: readonly Entity[];
}

/** Mentions under their resolved form, most frequent first. */
export function groupEntities(entities: readonly Entity[]): EntityGroup[] {
  const groups = new Map<string, { canonical: string; kind: Entity['kind']; mentions: Entity[] }>();
  for (const entity of entities) {
    const key = `${entity.kind}\0${entity.canonical}`;
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, { canonical: entity.canonical, kind: entity.kind, mentions: [entity] });
    else group.mentions.push(entity);
  }
  return [...groups.values()].sort(
    (a, b) => b.mentions.length - a.mentions.length || a.canonical.localeCompare(b.canonical),
  );
}
