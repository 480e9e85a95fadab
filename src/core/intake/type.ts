/** What a file is, told by its content; its name is only compared afterwards. */
import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type';
import type { FileType } from '../../shared/documents.ts';
import { compoundKind } from './compound.ts';
import { textKind } from './text-kind.ts';

export interface Detected {
  type: FileType;
  /** In words, for what no extractor reads: `MP4 video (video/mp4)`. */
  what: string;
}

/** What `file-type` says, as one of ours. */
const BY_EXTENSION: Readonly<Record<string, FileType>> = {
  pdf: 'pdf',
  tif: 'tiff',
  png: 'png',
  jpg: 'jpeg',
  docx: 'docx',
  xlsx: 'xlsx',
  pptx: 'pptx',
  odt: 'odt',
  ods: 'ods',
  odp: 'odp',
  rtf: 'rtf',
  zip: 'zip',
  eml: 'eml',
};

/** Extensions that a type goes by; anything else on a file of that type is a mismatch. */
const EXTENSIONS: Partial<Record<FileType, readonly string[]>> = {
  pdf: ['pdf', 'ai'],
  tiff: ['tif', 'tiff'],
  png: ['png'],
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  docx: ['docx', 'docm', 'dotx'],
  xlsx: ['xlsx', 'xlsm', 'xltx'],
  pptx: ['pptx', 'pptm', 'ppsx', 'potx'],
  odt: ['odt', 'ott'],
  ods: ['ods', 'ots'],
  odp: ['odp', 'otp'],
  rtf: ['rtf', 'doc'],
  html: ['html', 'htm', 'xhtml', 'mht'],
  csv: ['csv', 'tsv'],
  eml: ['eml', 'mht', 'mhtml', 'email'],
  msg: ['msg', 'oft'],
  mbox: ['mbox', 'mbx'],
  zip: ['zip'],
};

/** Extensions that claim a type; a text file may be called anything else. */
const CLAIMS = new Set(Object.values(EXTENSIONS).flat());

/** @param head the file's first bytes @param location the whole file, read only where the head does not decide @param path consulted for CSV alone */
export async function detectType(
  head: Buffer,
  location: string,
  bytes: number,
  path: string,
): Promise<Detected> {
  if (bytes === 0) return { type: 'empty', what: 'an empty file' };
  // The PDF header may stand anywhere in the first kilobyte.
  if (head.subarray(0, 1024).includes('%PDF-')) return { type: 'pdf', what: 'PDF' };
  const isZip =
    head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4])) ||
    head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 5, 6]));
  const found = isZip
    ? await fileTypeFromFile(location).catch(() => ({ ext: 'zip', mime: 'application/zip' }))
    : await fileTypeFromBuffer(head).catch(() => undefined);
  if (found !== undefined) {
    if (found.ext === 'cfb') return compoundKind(location);
    const type = BY_EXTENSION[found.ext];
    if (type !== undefined) return { type, what: found.mime };
    if (found.ext !== 'xml') return { type: 'other', what: `${found.ext.toUpperCase()} (${found.mime})` };
  }
  if (isZip) return { type: 'zip', what: 'application/zip' };
  const text = textKind(head, path);
  return text ?? { type: 'unknown', what: 'nothing that Redwell knows' };
}

/** The extension when it claims another type than the content has; null when they agree or it claims nothing. */
export function mismatch(path: string, type: FileType): string | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return null;
  const extension = name.slice(dot + 1).toLowerCase();
  const own = EXTENSIONS[type];
  if (!CLAIMS.has(extension)) return null;
  // Plain text may be the form of many things; only a claim of a binary type contradicts it.
  if (type === 'txt' || type === 'csv' || type === 'html')
    return ['csv', 'tsv', 'html', 'htm', 'eml', 'mbox', 'rtf'].includes(extension) ? null : extension;
  if (own === undefined || own.includes(extension)) return null;
  return extension;
}
