/** Lists in which documents the entities of a batch are mentioned, and how often. */
import type { Steps } from '../../util/event-loop.ts';
import { pauseDue } from './grouping.ts';
import { sumUp } from './lists.ts';
import type { NamedDocument } from './shared-names.ts';

export interface Mentions {
  /** Returns the number of documents that mention a group of names. */
  documents(group: number): number;
  /** Returns the number of mentions in all documents. */
  total(group: number): number;
  /** Returns the documents in order, with the number of mentions in each. */
  list(group: number): [document: number, mentions: number][];
}

/** Stands for no document. */
const NONE = 0xffffffff;

/**
 * @param size number of groups
 * @param groupOf the group of each name ID
 */
export function* listMentions(
  size: number,
  groupOf: Uint32Array,
  documents: readonly NamedDocument[],
): Steps<Mentions> {
  const due = pauseDue();
  const totals = new Float64Array(size);
  // Two names in one document may turn out to be the same entity in the batch.
  const last = new Uint32Array(size).fill(NONE);
  const from = new Uint32Array(size + 2);
  for (const [document, { pairs }] of documents.entries()) {
    if (due(1 + (pairs.length >> 4))) yield;
    for (let i = 0; i < pairs.length; i += 2) {
      const group = groupOf[pairs[i] ?? 0] ?? 0;
      totals[group] = (totals[group] ?? 0) + (pairs[i + 1] ?? 0);
      if (last[group] === document) continue;
      last[group] = document;
      from[group + 2] = (from[group + 2] ?? 0) + 1;
    }
  }
  sumUp(from);
  const places = new Uint32Array(from.at(-1) ?? 0);
  const counts = new Uint32Array(places.length);
  last.fill(NONE);
  for (const [document, { pairs }] of documents.entries()) {
    if (due(1 + (pairs.length >> 4))) yield;
    for (let i = 0; i < pairs.length; i += 2) {
      const group = groupOf[pairs[i] ?? 0] ?? 0;
      // Filling a list moves its start to its end, which is where the next one starts.
      if (last[group] !== document) {
        last[group] = document;
        places[from[group + 1] ?? 0] = document;
        from[group + 1] = (from[group + 1] ?? 0) + 1;
      }
      const at = (from[group + 1] ?? 0) - 1;
      counts[at] = (counts[at] ?? 0) + (pairs[i + 1] ?? 0);
    }
  }
  return {
    documents: (group) => (from[group + 1] ?? 0) - (from[group] ?? 0),
    total: (group) => totals[group] ?? 0,
    list: (group) => {
      const found: [number, number][] = [];
      for (let at = from[group] ?? 0; at < (from[group + 1] ?? 0); at += 1)
        found.push([places[at] ?? 0, counts[at] ?? 0]);
      return found;
    },
  };
}
