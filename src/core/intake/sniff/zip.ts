/** Tells archives from office files, which are ZIP archives too. The archive's directory decides, not the file name. */
import { fromFdPromise } from 'yauzl';
import type { Detected, Sample } from './types.ts';

/** Names to read. The parts that decide come early, or the archive has few names. */
const MAX_NAMES = 3000;

export const isZip = (head: Buffer): boolean =>
  head.length >= 4 &&
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  [0x0304, 0x0506, 0x0708].includes(head.readUInt16BE(2));

const found = (type: Detected['type']): Detected => ({ type, description: '' });
const other = (description: string): Detected => ({ type: 'other', description });

const ODF = new Map<string, Detected>([
  ['application/vnd.oasis.opendocument.text', found('odt')],
  ['application/vnd.oasis.opendocument.text-template', found('odt')],
  ['application/vnd.oasis.opendocument.spreadsheet', found('ods')],
  ['application/vnd.oasis.opendocument.spreadsheet-template', found('ods')],
  ['application/vnd.oasis.opendocument.presentation', found('odp')],
  ['application/vnd.oasis.opendocument.presentation-template', found('odp')],
  ['application/vnd.oasis.opendocument.graphics', other('an OpenDocument drawing')],
  ['application/epub+zip', other('an EPUB book')],
]);

const PARTS: readonly (readonly [string, Detected])[] = [
  ['word/document', found('docx')],
  ['xl/workbook.bin', other('an Excel binary workbook (.xlsb)')],
  ['xl/workbook', found('xlsx')],
  ['ppt/presentation', found('pptx')],
  ['visio/', other('a Visio drawing')],
  ['META-INF/MANIFEST.MF', other('a Java program')],
  ['AndroidManifest.xml', other('an Android program')],
  ['Index/Document.iwa', other('an Apple iWork document')],
  ['FixedDocSeq.fdseq', other('an XPS document')],
];

/** Returns the type that an OpenDocument or EPUB file declares: its first member is its media type, not compressed. */
function declared(head: Buffer): Detected | null {
  if (head.length < 38 || head.toString('latin1', 30, 38) !== 'mimetype') return null;
  const from = 38 + head.readUInt16LE(28);
  const text = /^[\w./+-]+/.exec(head.toString('latin1', from, from + 100))?.[0] ?? '';
  for (const [media, detected] of ODF) if (text === media || text === `${media}PK`) return detected;
  return null;
}

async function directory(sample: Sample): Promise<string[] | null> {
  const names: string[] = [];
  try {
    // yauzl would refuse the whole archive for one bad name if it decoded the names.
    const zip = await fromFdPromise(sample.fd, { autoClose: false, lazyEntries: true, decodeStrings: false });
    for await (const entry of zip.eachEntry()) {
      names.push(entry.fileNameRaw.toString('utf8').replace(/\\/g, '/'));
      if (names.length >= MAX_NAMES) break;
    }
    return names;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return null;
  }
}

/** Detects the type of a ZIP archive. If its directory is damaged, the names in the first bytes decide. */
export async function detectZip(sample: Sample): Promise<Detected> {
  const fromHead = declared(sample.head);
  if (fromHead !== null) return fromHead;
  const names = await directory(sample);
  const has = (part: string): boolean =>
    names === null ? sample.head.includes(part, 0, 'latin1') : names.some((name) => name.startsWith(part));
  for (const [part, detected] of PARTS) if (has(part)) return detected;
  return found('zip');
}
