/** Takes the file out of an OLE object that is embedded in an office document. */
import CFB from 'cfb';
import { blameFile } from '../../../documents/errors.ts';
import { guardCompound } from './cfb-guard.ts';
import { type EmbeddedFile, type LinkedFile, readNative, readOle1 } from './ole-native.ts';

/** An object without a file in it, e.g. a formula; `kind` is its name with an article. */
export interface NoFile {
  kind: string;
}

const COMPOUND = 'd0cf11e0a1b11ae1';

/** Streams that make a compound file a document of its own, and the extension of such a file. */
const WHOLE: readonly (readonly [string, string])[] = [
  ['worddocument', 'doc'],
  ['workbook', 'xls'],
  ['book', 'xls'],
  ['powerpoint document', 'ppt'],
  ['visiodocument', 'vsd'],
  ['__properties_version1.0', 'msg'],
  ['quill', 'pub'],
  ['encryptedpackage', 'docx'],
];

/** Streams that hold a whole file: Office 2007, OpenDocument by LibreOffice, and programs such as Acrobat. */
const HOLDERS: ReadonlySet<string> = new Set(['package', 'package_stream', 'embeddedodf', 'contents']);

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['%PDF-', 'pdf'],
  ['{\\rtf', 'rtf'],
  ['\x89PNG', 'png'],
  ['\xff\xd8\xff', 'jpg'],
  ['BM', 'bmp'],
  ['II*\0', 'tif'],
  ['MM\0*', 'tif'],
];

/** Names in a ZIP archive that tell which kind of office file it is. */
const PACKAGES: readonly (readonly [string, string])[] = [
  ['word/document', 'docx'],
  ['xl/workbook', 'xlsx'],
  ['ppt/presentation', 'pptx'],
  ['opendocument.spreadsheet', 'ods'],
  ['opendocument.presentation', 'odp'],
  ['opendocument.text', 'odt'],
];

/** Streams of objects that are drawn, not files. */
const DRAWN: readonly (readonly [string, string])[] = [
  ['equation native', 'a formula'],
  ['mathtype', 'a formula'],
  ['contents', 'an object of another program'],
];

interface Stream {
  /** In lower case, without control characters. */
  name: string;
  content: Buffer;
}

export const isCompound = (bytes: Buffer): boolean => bytes.subarray(0, 8).toString('hex') === COMPOUND;

/**
 * Returns the file inside an object.
 * @param stem the name without extension for a file that has no name of its own
 * @throws DocumentError corrupt
 */
export function readObject(bytes: Buffer, stem: string): EmbeddedFile | LinkedFile | NoFile {
  if (!isCompound(bytes)) return { name: withExtension(stem, bytes), content: bytes };
  const streams = rootStreams(bytes);
  const native = streams.find(({ name }) => name === 'ole10native');
  if (native !== undefined) {
    const file = readNative(native.content);
    if (file === null) return { kind: 'a damaged package' };
    return 'name' in file && file.name === '' ? { ...file, name: withExtension(stem, file.content) } : file;
  }
  for (const [stream, extension] of WHOLE)
    if (streams.some(({ name }) => name === stream)) return { name: `${stem}.${extension}`, content: bytes };
  for (const { name, content } of streams)
    if (HOLDERS.has(name) && extensionOf(content) !== null)
      return { name: withExtension(stem, content), content };
  for (const [stream, kind] of DRAWN) if (streams.some(({ name }) => name === stream)) return { kind };
  return { kind: 'an object of another program' };
}

/**
 * Returns the file inside an object of an RTF file, which wraps the object once more (MS-OLEDS 2.2).
 * @throws DocumentError corrupt
 */
export function readRtfObject(bytes: Buffer, stem: string): EmbeddedFile | LinkedFile | NoFile {
  const found = readOle1(bytes);
  if (found === null) return { kind: 'a damaged object' };
  if ('linkedTo' in found || found.name !== '') return found;
  return readObject(found.content, stem);
}

function extensionOf(content: Buffer): string | null {
  const starts = (start: string): boolean => content.subarray(0, start.length).toString('latin1') === start;
  if (!starts('PK\x03\x04')) return SIGNATURES.find(([start]) => starts(start))?.[1] ?? null;
  return PACKAGES.find(([part]) => content.includes(part))?.[1] ?? 'zip';
}

const withExtension = (stem: string, content: Buffer): string => `${stem}.${extensionOf(content) ?? 'bin'}`;

/** Returns the streams directly under the root; those of nested documents are their own. */
function rootStreams(bytes: Buffer): Stream[] {
  guardCompound(bytes, 'embedded object');
  let container: CFB.CFB$Container;
  try {
    container = CFB.read(bytes, { type: 'buffer' });
  } catch (error) {
    throw blameFile(error, 'embedded object');
  }
  const streams: Stream[] = [];
  container.FileIndex.forEach((entry, i) => {
    const path = container.FullPaths[i] ?? '';
    if (entry.type !== 2 || path.split('/').length !== 2) return;
    const name = entry.name.replace(/\p{Cc}/gu, '').toLowerCase();
    streams.push({ name, content: Buffer.from(entry.content ?? []) });
  });
  return streams;
}
