/** Tells which parts of an office file hold whole files. */
import { open } from 'node:fs/promises';
import type { Entry } from 'yauzl';
import type { FileType } from '../../../../shared/file-types.ts';
import { blameFile, DocumentError } from '../../../documents/errors.ts';
import { eachEntry, nameOf } from './zip.ts';

/** No office file has more parts; the run refuses one that has. */
const MAX_PARTS = 20_000;
/** Where Office keeps embedded files, and extensions of files that other programs keep elsewhere in the package. */
const EMBEDDED =
  /(?:^|\/)embeddings\/[^/]+$|\.(?:docx|docm|xlsx|xlsm|xlsb|pptx|pptm|doc|xls|ppt|odt|ods|odp|pdf|msg|eml|rtf|zip)$/i;
/** An embedded document of OpenDocument is a folder, and any other object is a file beside it. */
const ODF_OBJECT = /^(Object \d+)(?:\/content\.xml)?$/;

/** Returns whether a part of a Word, Excel or PowerPoint file is an embedded file. */
export const isEmbedded = (name: string): boolean => EMBEDDED.test(name);

/** Returns the folder or name of an object of OpenDocument, or null for any other part. */
export const odfObject = (name: string): string | null => ODF_OBJECT.exec(name)?.[1] ?? null;

/**
 * Returns how many files are embedded in an office file; only its directory is read.
 * @param archive path of the package, or its bytes
 * @throws DocumentError corrupt, oversize
 */
export async function countEmbedded(archive: string | Buffer, type: FileType): Promise<number> {
  const isOne = type.startsWith('od') ? (name: string) => odfObject(name) !== null : isEmbedded;
  // A document that is one XML file has no files inside.
  if (!(await isZipped(archive))) return 0;
  let count = 0;
  let parts = 0;
  try {
    await eachEntry(archive, (entry: Entry) => {
      parts += 1;
      if (parts > MAX_PARTS) throw new DocumentError('oversize', `The file has more than ${MAX_PARTS} parts`);
      if (isOne(nameOf(entry))) count += 1;
    });
  } catch (error) {
    throw blameFile(error, 'office file');
  }
  return count;
}

/** Returns whether an archive begins as one. */
export async function isZipped(archive: string | Buffer): Promise<boolean> {
  if (typeof archive !== 'string') return archive.toString('latin1', 0, 2) === 'PK';
  const file = await open(archive);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1') === 'PK';
  } finally {
    await file.close();
  }
}
