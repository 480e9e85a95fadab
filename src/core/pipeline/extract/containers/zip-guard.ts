/** Checks the directory of an office file before a library unpacks it into memory. */
import type { Entry } from 'yauzl';
import { blameFile, DocumentError } from '../../../documents/errors.ts';
import { eachEntry } from './zip.ts';

/** An office file that expands beyond this is an attack, not a document. */
const MAX_EXPANDED_BYTES = 512 * 1024 * 1024;
const MAX_ENTRIES = 20_000;
/** Expanded size as a multiple of the packed size. The XML of empty sheets reaches a few hundred. */
const MAX_RATIO = 1000;
/** The ratio counts only above this size: small files compress well. */
const RATIO_FROM_BYTES = 64 * 1024 * 1024;

/**
 * Refuses a file that would expand too far.
 * @param archive path of the file, or its bytes
 * @throws DocumentError oversize, corrupt
 */
export async function guardZip(archive: string | Buffer, maxBytes: number): Promise<void> {
  const limit = Math.min(MAX_EXPANDED_BYTES, maxBytes);
  let expanded = 0;
  let packed = 0;
  let entries = 0;
  try {
    await eachEntry(archive, (entry: Entry) => {
      entries += 1;
      expanded += entry.uncompressedSize;
      packed += entry.compressedSize;
      if (entries > MAX_ENTRIES)
        throw new DocumentError('oversize', `The file has more than ${MAX_ENTRIES} parts`);
      if (expanded > limit) throw new DocumentError('oversize', `The file expands beyond ${limit} bytes`);
    });
  } catch (error) {
    throw blameFile(error, 'office file');
  }
  if (expanded > RATIO_FROM_BYTES && expanded > packed * MAX_RATIO)
    throw new DocumentError(
      'oversize',
      `The file expands to ${Math.round(expanded / packed)} times its size`,
    );
}
