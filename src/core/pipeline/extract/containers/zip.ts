/** Reads ZIP archives entry by entry, and unpacks only the entries that the caller opens. */
import { pipeline, type Readable, Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';

/** General purpose flag, bit 0: the entry is encrypted (APPNOTE 4.4.4). */
const ENCRYPTED_FLAG = 0x1;

/**
 * Calls `visit` for each entry in order and waits for it. An error ends the walk.
 * @param archive path of the archive, or its bytes
 */
export async function eachEntry(
  archive: string | Buffer,
  visit: (entry: Entry, zip: ZipFile) => void | Promise<void>,
): Promise<void> {
  // `nameOf` decodes the names, because yauzl refuses the whole archive for one bad name.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const zip = await (typeof archive === 'string'
    ? openPromise(archive, options)
    : fromBufferPromise(archive, options));
  try {
    for await (const entry of zip.eachEntry()) await visit(entry, zip);
  } finally {
    zip.close();
  }
}

/**
 * Returns the name as written, which is not safe yet. Most programs write UTF-8 without declaring it; a name that is
 * not valid UTF-8 is CP437.
 */
export function nameOf(entry: Entry): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(entry.fileNameRaw);
  } catch {
    return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  }
}

export const isEncryptedEntry = (entry: Entry): boolean =>
  (entry.generalPurposeBitFlag & ENCRYPTED_FLAG) !== 0;

/**
 * Opens one member. The stream fails at its end if the checksum in the directory does not match. yauzl checks only the
 * size, and a flipped bit in packed data can produce different words of the same length.
 */
export async function openChecked(zip: ZipFile, entry: Entry): Promise<Readable> {
  let sum = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush(done) {
      done(sum === entry.crc32 ? null : new Error('the checksum does not match: the content is damaged'));
    },
  });
  // An error of either stream destroys `check`, so the reader sees it.
  return pipeline(await zip.openReadStreamPromise(entry), check, () => undefined);
}
