/** Reads properties of Outlook items that the library decodes wrongly or not at all. */
import type { PSTMessage } from 'pst-extractor';

interface Loaded {
  pstTableItems: ReadonlyMap<
    number,
    { data: Buffer; entryValueType: number; entryValueReference: number; isExternalValueReference: boolean }
  > | null;
  localDescriptorItems: ReadonlyMap<number, { getData(): Buffer }> | null;
}

const BINARY = 0x102;

/** Returns the bytes of a property; null if the item does not have it. @throws Error of the library */
export function bytesOf(message: PSTMessage, property: number): { bytes: Buffer; binary: boolean } | null {
  const { pstTableItems, localDescriptorItems } = message as unknown as Loaded;
  const item = pstTableItems?.get(property);
  if (item === undefined) return null;
  const binary = item.entryValueType === BINARY;
  if (!item.isExternalValueReference) return { bytes: item.data, binary };
  const stored = localDescriptorItems?.get(item.entryValueReference);
  return stored === undefined ? null : { bytes: stored.getData(), binary };
}

/** Returns a date that somebody set; Outlook writes the year 4501 for none, and the library 1970. */
export function realDate(date: Date | null): Date | null {
  if (date === null || Number.isNaN(date.getTime())) return null;
  const year = date.getUTCFullYear();
  return date.getTime() === 0 || year < 1900 || year >= 4500 ? null : date;
}
