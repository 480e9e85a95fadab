/** Reading archives entry by entry; nothing is unpacked unless asked for. */
import { pipeline, type Readable, Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';

/** General purpose flag, bit 0: the entry is encrypted (APPNOTE 4.4.4). */
const ENCRYPTED_FLAG = 0x1;

/**
 * Calls `visit` for each entry in order and waits for it; a throw ends the walk.
 * @param archive where it lies, or its bytes
 */
export async function eachEntry(
  archive: string | Buffer,
  visit: (entry: Entry, zip: ZipFile) => void | Promise<void>,
): Promise<void> {
  // Names are decoded by `nameOf`: the reader would refuse the whole archive for one bad name.
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

/** The name as written, not yet safe. Most writers put UTF-8 without saying so; what is not UTF-8 is CP437. */
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
 * The content of one member as its directory's checksum states it; yauzl checks the size alone, and a turned bit in
 * packed data may well give other words of the same length. The stream fails at its end when the sum is another.
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
  // A failure on either side ends `check` with it, and so reaches whoever reads.
  return pipeline(await zip.openReadStreamPromise(entry), check, () => undefined);
}
