/** Cuts a document's text into segments small enough to draw, and finds the entities in each. */
import type { DocumentDetail } from '../../shared/documents.ts';
import type { Entity } from '../../shared/mentions.ts';

export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Set only on the first segment of a page. */
  readonly page: DocumentDetail['pageMap'][number] | null;
}

/** Most characters in one segment, about one or two screens. */
const MAX_SEGMENT = 4_000;

/**
 * Returns the positions where [start, end) is cut: after a line end, else after a space, else at the limit, but
 * never inside a surrogate pair.
 */
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

/** Returns segments that cover the whole text without gap or overlap. No segment spans two pages. */
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
 * Splits the segment's text into plain and marked pieces. If entities overlap, the first one is marked; if they
 * start together, the longer one. An entity that crosses the segment's edge is cut.
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
      // It overlaps a piece before it. Only an entity cut at the segment's start may still be marked.
      if (!(at === segment.start && entity.start < at && entity.end > at)) continue;
    }
    push(Math.max(at, entity.start), null);
    push(Math.min(entity.end, segment.end), entity);
  }
  push(segment.end, null);
  return pieces;
}

/** Sorts entities in the order that `piecesOf` requires. */
export const sortEntities = (entities: readonly Entity[]): Entity[] =>
  [...entities].sort((a, b) => a.start - b.start || b.end - a.end);

/** Returns the index of the segment that contains a position. */
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

/** Groups mentions by their canonical form, most frequent first. */
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
