/** Tells archives from office files, which are ZIP archives too. The archive's directory decides, not the file name. */
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import type { Detected, Sample } from './types.ts';
import { CONTENT_TYPES, typeByMedia, typeByNames } from './zip-kinds.ts';

/** Names to read. The parts that decide come early, or the archive has few names. */
const MAX_NAMES = 3000;
/** Bytes to read of a member that states the type. */
const MAX_STATEMENT = 256 * 1024;

const MIMETYPE = 'mimetype';
const MANIFEST = 'META-INF/manifest.xml';
const TYPES = '[Content_Types].xml';
/** Members that state the type. */
const STATEMENTS = new Set([MIMETYPE, MANIFEST, TYPES]);

export const isZip = (head: Buffer): boolean =>
  head.length >= 4 &&
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  [0x0304, 0x0506, 0x0708].includes(head.readUInt16BE(2));

interface Directory {
  names: string[];
  /** What the members that state the type say, by name. */
  statements: Map<string, string>;
}

/** Detects the type of a ZIP archive. If its directory is damaged, the names in the first bytes decide. */
export async function detectZip(sample: Sample): Promise<Detected> {
  const directory = await readDirectory(sample);
  return (
    declared(sample.head) ??
    (directory === null ? typeInHead(sample.head) : typeByDirectory(directory)) ?? {
      type: 'zip',
      description: '',
    }
  );
}

/** Returns the type that an OpenDocument or EPUB file declares: its first member is its media type, not compressed. */
function declared(head: Buffer): Detected | null {
  if (head.length < 38 || head.toString('latin1', 30, 38) !== MIMETYPE || head.readUInt16LE(8) !== 0)
    return null;
  const from = 38 + head.readUInt16LE(28);
  const text = /^[\w./+-]+/.exec(head.toString('latin1', from, from + 100))?.[0] ?? '';
  return typeByMedia(text.replace(/PK$/, ''));
}

function typeByDirectory({ names, statements }: Directory): Detected | null {
  // The entry for "/" is the file itself.
  const root = /<[^<>]*full-path="\/"[^<>]*>/.exec(statements.get(MANIFEST) ?? '')?.[0] ?? '';
  const media = /media-type="([^"]+)"/.exec(root)?.[1] ?? '';
  const types = statements.get(TYPES) ?? '';
  return (
    typeByMedia((statements.get(MIMETYPE) ?? '').trim()) ??
    typeByMedia(media) ??
    typeByNames(names) ??
    CONTENT_TYPES.find(([type]) => types.includes(type))?.[1] ??
    null
  );
}

/** Returns the type by the names of parts in the first bytes. */
function typeInHead(head: Buffer): Detected | null {
  const names = ['word/document.xml', 'xl/workbook.bin', 'xl/workbook.xml', 'ppt/presentation.xml'];
  return typeByNames(names.filter((name) => head.includes(name, 0, 'latin1')));
}

async function readDirectory(sample: Sample): Promise<Directory | null> {
  const names: string[] = [];
  const stating = new Map<string, Entry>();
  const statements = new Map<string, string>();
  try {
    // yauzl would refuse the whole archive for one bad name if it decoded the names.
    const zip = await fromFdPromise(sample.fd, { autoClose: false, lazyEntries: true, decodeStrings: false });
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString('utf8').replace(/\\/g, '/');
      names.push(name);
      if (STATEMENTS.has(name)) stating.set(name, entry);
      if (names.length >= MAX_NAMES) break;
    }
    for (const [name, entry] of stating) statements.set(name, await readStart(zip, entry));
    return { names, statements };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // The names that were read still tell the type; without any, the first bytes do.
    return names.length === 0 ? null : { names, statements };
  }
}

/** Returns the beginning of a member; '' if it cannot be read. */
async function readStart(zip: ZipFile, entry: Entry): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      pieces.push(piece as Buffer);
      size += (piece as Buffer).length;
      if (size >= MAX_STATEMENT) break;
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // A damaged or locked member states nothing; the reader will name the damage.
  }
  return Buffer.concat(pieces).toString('utf8');
}
