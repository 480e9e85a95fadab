/** Reads the streams in which Windows keeps a file that was dropped into a document (MS-OLEDS 2.3.6, "Package"). */
import iconv from 'iconv-lite';

/** A file from inside a document. The name is as written and not yet safe. */
export interface EmbeddedFile {
  name: string;
  content: Buffer;
}

/** The document shows a file that stays elsewhere. */
export interface LinkedFile {
  linkedTo: string;
}

const SHOWN = 2;
const LINK = 1;
const EMBEDDED = 3;
const MAX_NAME_BYTES = 1024;

/**
 * Returns the file in a `\x01Ole10Native` stream.
 * @returns the raw data under an empty name when it is not a package; null when the stream is damaged
 */
export function readNative(stream: Buffer): EmbeddedFile | LinkedFile | null {
  if (stream.length < 6) return null;
  const size = Math.min(stream.readUInt32LE(0), stream.length - 4);
  const data = stream.subarray(4, 4 + size);
  return readPackage(data) ?? (data.length === 0 ? null : { name: '', content: data });
}

/** Formats of an object in OLE 1.0 (MS-OLEDS 2.2.4 and 2.2.6). */
const OLE1_LINK = 1;
const OLE1_EMBEDDED = 2;

/**
 * Returns the file of an OLE 1.0 object. Data that is no package comes under an empty name.
 * @returns null when the object is damaged, or only a picture of one
 */
export function readOle1(bytes: Buffer): EmbeddedFile | LinkedFile | null {
  const at = new Cursor(bytes);
  at.u32();
  const format = at.u32();
  const text = (): string => (at.sized() ?? Buffer.alloc(0)).toString('latin1').replace(/\0.*$/s, '');
  const [kind, topic] = [text(), text(), text()];
  if (format === OLE1_LINK) return { linkedTo: topic === '' ? kind : topic };
  const data = format === OLE1_EMBEDDED ? at.sized() : null;
  return data === null ? null : (readPackage(data) ?? { name: '', content: data });
}

/** Returns the file of a package, or null when the data is no package. */
export function readPackage(data: Buffer): EmbeddedFile | LinkedFile | null {
  const at = new Cursor(data);
  if (at.u16() !== SHOWN) return null;
  const label = at.text();
  const source = at.text();
  at.u16();
  const kind = at.u16();
  if (label === null || source === null) return null;
  if (kind === LINK) return { linkedTo: source === '' ? label : source };
  if (kind !== EMBEDDED) return null;
  const copy = at.sized();
  const content = at.sized();
  if (copy === null || content === null) return null;
  // Newer versions repeat the three names in UTF-16: the copy's path, the label, the source's path.
  at.wide();
  const names = [at.wide(), at.wide(), label, source].map(baseName);
  return {
    name: names.find((name) => /\.\w{1,10}$/.test(name)) ?? names.find((n) => n !== '') ?? '',
    content,
  };
}

const baseName = (path: string | null): string => (path ?? '').replace(/^.*[\\/]/s, '').trim();

/** Walks through the fields of a package. A field beyond the end is null, and so are all after it. */
class Cursor {
  readonly #data: Buffer;
  #at = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  u16(): number | null {
    return this.#number(2);
  }

  u32(): number | null {
    return this.#number(4);
  }

  /** Returns a string that ends with a zero byte, in UTF-8 or else in the code page of western Windows. */
  text(): string | null {
    const end = this.#data.indexOf(0, this.#at);
    if (end < 0 || end - this.#at > MAX_NAME_BYTES) return this.#fail();
    const bytes = this.#data.subarray(this.#at, end);
    this.#at = end + 1;
    const utf8 = bytes.toString('utf8');
    return utf8.includes('\ufffd') ? iconv.decode(bytes, 'cp1252') : utf8;
  }

  /** Returns bytes that follow their own length. */
  sized(): Buffer | null {
    const length = this.#number(4);
    if (length === null || this.#at + length > this.#data.length) return this.#fail();
    this.#at += length;
    return this.#data.subarray(this.#at - length, this.#at);
  }

  /** Returns a UTF-16 string that follows its length in characters. */
  wide(): string | null {
    const length = this.#number(4);
    if (length === null || length > MAX_NAME_BYTES || this.#at + length * 2 > this.#data.length)
      return this.#fail();
    this.#at += length * 2;
    return this.#data.toString('utf16le', this.#at - length * 2, this.#at).replace(/\0.*$/s, '');
  }

  #number(bytes: 2 | 4): number | null {
    if (this.#at + bytes > this.#data.length) return this.#fail();
    this.#at += bytes;
    return this.#data.readUIntLE(this.#at - bytes, bytes);
  }

  #fail(): null {
    this.#at = this.#data.length;
    return null;
  }
}
