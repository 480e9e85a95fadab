/** Stores where relationships of a batch are stated: the first places of each, by document and offset. */

import type { BatchRelationshipRow } from '../../../shared/entities.ts';
import type { Relationship } from '../../../shared/mentions.ts';
import { compareCodeUnits } from './order.ts';

/** At most this many places are stored per relationship. */
const MAX_EVIDENCE = 5;
/** Document, start, end, and page. */
const FIELDS = 4;
const ROW = MAX_EVIDENCE * FIELDS;
/** Rows that are allocated at a time. */
const CHUNK = 4096;
const NO_PAGE = -1;

type Place = Relationship['evidence'][number];

export class EvidenceTable {
  readonly #documents: string[] = [];
  readonly #chunks: Int32Array[] = [];
  readonly #counts: number[] = [];

  /** Adds a document. @returns its number */
  open(documentId: string): number {
    return this.#documents.push(documentId) - 1;
  }

  /** Adds a place to a row, unless the row has enough earlier ones. Rows are numbered from 0. */
  add(row: number, document: number, { start, end, page }: Place): void {
    const chunk = this.#chunkOf(row);
    const from = (row % CHUNK) * ROW;
    const count = this.#counts[row] ?? 0;
    let at = count;
    while (at > 0 && this.#isBefore(document, start, end, chunk, from + (at - 1) * FIELDS)) at -= 1;
    if (at === MAX_EVIDENCE) return;
    chunk.copyWithin(
      from + (at + 1) * FIELDS,
      from + at * FIELDS,
      from + Math.min(count, MAX_EVIDENCE - 1) * FIELDS,
    );
    chunk.set([document, start, end, page ?? NO_PAGE], from + at * FIELDS);
    this.#counts[row] = Math.min(count + 1, MAX_EVIDENCE);
  }

  #chunkOf(row: number): Int32Array {
    const number = Math.floor(row / CHUNK);
    const chunk = this.#chunks[number] ?? new Int32Array(CHUNK * ROW);
    this.#chunks[number] = chunk;
    return chunk;
  }

  #isBefore(document: number, start: number, end: number, chunk: Int32Array, at: number): boolean {
    const other = chunk[at] ?? 0;
    const order =
      document === other
        ? 0
        : compareCodeUnits(this.#documents[document] ?? '', this.#documents[other] ?? '');
    return (order || start - (chunk[at + 1] ?? 0) || end - (chunk[at + 2] ?? 0)) < 0;
  }

  /** Returns the places of a row, by document ID and offset. */
  list(row: number): BatchRelationshipRow['evidence'] {
    const chunk = this.#chunkOf(row);
    const from = (row % CHUNK) * ROW;
    return Array.from({ length: this.#counts[row] ?? 0 }, (_v, i) => {
      const [document = 0, start = 0, end = 0, page = NO_PAGE] = chunk.subarray(from + i * FIELDS);
      return {
        documentId: this.#documents[document] ?? '',
        start,
        end,
        page: page === NO_PAGE ? null : page,
      };
    });
  }
}
