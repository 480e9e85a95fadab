/** Control numbers and volumes of a load file, known before anything is written. */

import { RedwellError } from '../../../shared/errors.ts';
import { isPictureType } from '../../../shared/file-types.ts';
import type { ExportPlan } from '../../../shared/handover.ts';
import type { SelectedDocument } from '../selection.ts';
import type { Profile } from './profile.ts';

/** UTF-8 takes at most three bytes for a UTF-16 code unit. */
const BYTES_PER_CHARACTER = 3;
/** What a page image takes, roughly: its size is known only when it is drawn. */
const BYTES_PER_IMAGE = 100_000;
/** Digits of a page after the number of its document. */
const PAGE_DIGITS = 4;

type Imaged = Pick<SelectedDocument, 'type' | 'sha256' | 'pages'>;

/** Whether the pages of a document can be drawn. */
export const hasPages = ({ type, sha256, pages }: Imaged): boolean =>
  sha256 !== null && (pages ?? 0) > 0 && (type === 'pdf' || isPictureType(type));

/** Returns how many page images a document has: its pages, or one slip sheet. */
export const imagesOf = (document: Imaged, { images }: Profile): number =>
  images === null ? 0 : hasPages(document) ? (document.pages ?? 1) : 1;

/** The control numbers of the selected documents. */
export interface Numbers {
  /** The number of a document, and of its first page. @param index in the selection */
  begin(index: number): string;
  /** The number of its last page. */
  end(index: number): string;
  /** The key of a page image, which is also the name of its file. @param page 1 is the first */
  image(index: number, page: number): string;
  /** The last number as a plain number. */
  readonly highest: number;
}

export function numbersFor(documents: readonly SelectedDocument[], profile: Profile): Numbers {
  const { prefix, padding, start, by } = profile.numbering;
  const written = (n: number): string => `${prefix}${String(n).padStart(padding, '0')}`;
  if (by === 'document') {
    const begin = (index: number): string => written(start + index);
    return {
      begin,
      end: begin,
      image: (index, page) =>
        page === 1 ? begin(index) : `${begin(index)}_${String(page).padStart(PAGE_DIGITS, '0')}`,
      highest: start + documents.length - 1,
    };
  }
  const firsts = new Float64Array(documents.length + 1);
  firsts[0] = start;
  for (const [index, document] of documents.entries())
    firsts[index + 1] = (firsts[index] ?? 0) + imagesOf(document, profile);
  const first = (index: number): number => firsts[index] ?? 0;
  return {
    begin: (index) => written(first(index)),
    end: (index) => written(first(index + 1) - 1),
    image: (index, page) => written(first(index) + page - 1),
    highest: first(documents.length) - 1,
  };
}

/** Returns the name of a volume, counted from 1. */
export const volumeName = (volume: number): string => `VOL${String(volume).padStart(3, '0')}`;

/**
 * Yields the families in order, each with its volume. A volume is full before it exceeds its size, counted as the
 * originals, the most bytes that the texts can have, and a usual size of page images. A family that is larger than a
 * volume has one of its own.
 */
export function* placeFamilies(
  documents: readonly SelectedDocument[],
  profile: Profile,
): Generator<{ first: number; last: number; volume: number }, void> {
  const { volumeBytes } = profile;
  let volume = 1;
  let filled = 0;
  for (let first = 0; first < documents.length; ) {
    const last = documents[first]?.family.last ?? first;
    let size = 0;
    for (let i = first; i <= last; i += 1) {
      const document = documents[i];
      if (document !== undefined)
        size +=
          document.bytes +
          document.characters * BYTES_PER_CHARACTER +
          imagesOf(document, profile) * BYTES_PER_IMAGE;
    }
    if (volumeBytes !== null && filled > 0 && filled + size > volumeBytes) {
      volume += 1;
      filled = 0;
    }
    filled += size;
    yield { first, last, volume };
    first = last + 1;
  }
}

/** @throws RedwellError invalid_input when the numbers have more digits than the profile gives them */
export function planNumbering(
  documents: readonly SelectedDocument[],
  profile: Profile,
): { first: string; last: string; volumes: number } {
  const { padding } = profile.numbering;
  const numbers = numbersFor(documents, profile);
  if (String(numbers.highest).length > padding)
    throw new RedwellError(
      'invalid_input',
      `The control numbers go up to ${numbers.highest}, which has more than ${padding} digits. Nothing was handed over.`,
      { action: `Set the digits (“padding” in a profile) to ${String(numbers.highest).length} or more.` },
    );
  let volumes = 0;
  for (const { volume } of placeFamilies(documents, profile)) volumes = volume;
  return { first: numbers.begin(0), last: numbers.end(documents.length - 1), volumes };
}

/** Counts the page images that a load file will have; undefined without any. */
export function planImages(documents: readonly SelectedDocument[], profile: Profile): ExportPlan['images'] {
  if (profile.images === null) return undefined;
  let pages = 0;
  let slipSheets = 0;
  for (const document of documents) {
    pages += imagesOf(document, profile);
    if (!hasPages(document)) slipSheets += 1;
  }
  return { pages, slipSheets };
}
