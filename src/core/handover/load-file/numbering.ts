/** Control numbers and volumes of a load file, known before anything is written. */
import { RedwellError } from '../../../shared/errors.ts';
import type { SelectedDocument } from '../selection.ts';
import type { Profile } from './profile.ts';

/** UTF-8 takes at most three bytes for a UTF-16 code unit. */
const BYTES_PER_CHARACTER = 3;

/** Returns the control number of the document at an index. */
export const controlNumber = ({ numbering }: Profile, index: number): string =>
  `${numbering.prefix}${String(numbering.start + index).padStart(numbering.padding, '0')}`;

/** Returns the name of a volume, counted from 1. */
export const volumeName = (volume: number): string => `VOL${String(volume).padStart(3, '0')}`;

/**
 * Yields the families in order, each with its volume. A volume is full before it exceeds its size, counted as the
 * originals and the most bytes that the texts can have. A family that is larger than a volume has one of its own.
 */
export function* placeFamilies(
  documents: readonly SelectedDocument[],
  { volumeBytes }: Profile,
): Generator<{ first: number; last: number; volume: number }, void> {
  let volume = 1;
  let filled = 0;
  for (let first = 0; first < documents.length; ) {
    const last = documents[first]?.family.last ?? first;
    let size = 0;
    for (let i = first; i <= last; i += 1) {
      const document = documents[i];
      if (document !== undefined) size += document.bytes + document.characters * BYTES_PER_CHARACTER;
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
  const { start, padding } = profile.numbering;
  const highest = start + documents.length - 1;
  if (String(highest).length > padding)
    throw new RedwellError(
      'invalid_input',
      `The control numbers go up to ${highest}, which has more than ${padding} digits. Nothing was handed over.`,
      { action: `Set the digits (“padding” in a profile) to ${String(highest).length} or more.` },
    );
  let volumes = 0;
  for (const { volume } of placeFamilies(documents, profile)) volumes = volume;
  return { first: controlNumber(profile, 0), last: controlNumber(profile, documents.length - 1), volumes };
}
