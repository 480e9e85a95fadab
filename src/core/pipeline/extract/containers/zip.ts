/** Reads ZIP archives entry by entry, and unpacks only the entries that the caller opens. */
import { pipeline, type Readable, Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { type NameDecoder, nameDecoder, utf8Name } from './legacy-names.ts';

/** Names by which the encoding is judged. */
const MAX_JUDGED = 5000;
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

/** Info-ZIP's field with the name in UTF-8 (APPNOTE 4.6.9). */
const UNICODE_PATH = 0x7075;

/**
 * Returns the name as written, which is not safe yet. Most programs write UTF-8 without declaring it.
 * @param legacy decodes a name that is not valid UTF-8; by default it is CP437
 */
export function nameOf(entry: Entry, legacy?: NameDecoder): string {
  const { fileNameRaw, extraFields, generalPurposeBitFlag: flags } = entry;
  const stated = extraFields.some(({ id }) => id === UNICODE_PATH);
  const text = stated ? null : utf8Name(fileNameRaw);
  if (text !== null) return text;
  // yauzl checks that the field belongs to the name.
  const known = getFileNameLowLevel(flags, fileNameRaw, extraFields, false);
  const isDos = known === getFileNameLowLevel(flags, fileNameRaw, [], false);
  return isDos ? (utf8Name(fileNameRaw) ?? legacy?.decode(fileNameRaw) ?? known) : known;
}

/** Returns the decoder for the names of an archive that are not UTF-8. */
export async function legacyNames(location: string): Promise<NameDecoder> {
  const names: Buffer[] = [];
  await eachEntry(location, ({ fileNameRaw }) => {
    if (names.length < MAX_JUDGED && utf8Name(fileNameRaw) === null) names.push(fileNameRaw);
  });
  return nameDecoder(names);
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
