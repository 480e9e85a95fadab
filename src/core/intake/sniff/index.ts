/** Detects the type of a file from its content. */
import { fileTypeFromBuffer } from 'file-type';
import type { FileType } from '../../../shared/documents.ts';
import { detectCompound, isCompound } from './ole.ts';
import { asText, detectText } from './text.ts';
import type { Detected, Sample } from './types.ts';
import { detectZip, isZip } from './zip.ts';

/** A PDF may have other bytes before its signature; readers search this far (ISO 32000-1, annex H 3.4.1). */
const PDF_SIGNATURE_WITHIN = 1024;

/** Types that Redwell reads, by the detection library's names. */
const READ: Readonly<Record<string, FileType>> = {
  pdf: 'pdf',
  tif: 'tiff',
  png: 'png',
  apng: 'png',
  jpg: 'jpeg',
  rtf: 'rtf',
};

/** Descriptions of common types that Redwell does not read, by the detection library's names. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  mp4: 'a video (MP4)',
  m4v: 'a video (MP4)',
  mov: 'a video (QuickTime)',
  avi: 'a video (AVI)',
  mkv: 'a video (Matroska)',
  webm: 'a video (WebM)',
  wmv: 'a video (Windows Media)',
  asf: 'a video or sound recording (Windows Media)',
  mp3: 'a sound recording (MP3)',
  m4a: 'a sound recording (M4A)',
  wav: 'a sound recording (WAV)',
  ogg: 'a sound recording (Ogg)',
  flac: 'a sound recording (FLAC)',
  amr: 'a sound recording (AMR)',
  exe: 'a program for Windows',
  elf: 'a program for Linux',
  macho: 'a program for macOS',
  gif: 'a picture (GIF)',
  bmp: 'a picture (BMP)',
  webp: 'a picture (WebP)',
  heic: 'a picture (HEIC)',
  jp2: 'a picture (JPEG 2000)',
  psd: 'a Photoshop picture',
  ico: 'an icon',
  '7z': 'an archive (7-Zip)',
  rar: 'an archive (RAR)',
  gz: 'an archive (gzip)',
  tar: 'an archive (tar)',
  bz2: 'an archive (bzip2)',
  xz: 'an archive (xz)',
  pst: 'an Outlook data file (PST)',
  sqlite: 'a database (SQLite)',
  ps: 'a PostScript print file',
  eps: 'a PostScript print file',
  dwg: 'an AutoCAD drawing',
  lnk: 'a Windows shortcut',
};

/** Classic TIFF and BigTIFF in both byte orders. */
const TIFF_SIGNATURES = new Set(['49492a00', '4d4d002a', '49492b00', '4d4d002b']);

const found = (type: FileType): Detected => ({ type, description: '' });

/** Detects the type. The extension only decides where the content leaves a choice, e.g. between kinds of text. */
export async function detect(sample: Sample): Promise<Detected> {
  const { head } = sample;
  if (sample.size === 0) return found('empty');
  const pdfAt = head.subarray(0, PDF_SIGNATURE_WITHIN).indexOf('%PDF-', 0, 'latin1');
  if (pdfAt === 0 || (pdfAt > 0 && (sample.extension === 'pdf' || asText(head) === null)))
    return found('pdf');
  if (isZip(head)) return detectZip(sample);
  if (isCompound(head)) return detectCompound(sample);
  // Text comes first: programs and bitmaps have two-letter signatures, which many texts start with.
  const text = asText(head);
  if (text !== null) return detectText(sample, text);
  const known = await fileTypeFromBuffer(head);
  // The library recognizes a TIFF by its directory, which most programs write after the picture, beyond the head.
  if (known === undefined)
    return found(TIFF_SIGNATURES.has(head.subarray(0, 4).toString('hex')) ? 'tiff' : 'unknown');
  const type = READ[known.ext];
  if (type !== undefined) return found(type);
  return { type: 'other', description: DESCRIPTIONS[known.ext] ?? `a file of the type ${known.mime}` };
}
