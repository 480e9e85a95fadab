/** Detects the type of a file from its content. */
import { fileTypeFromBuffer } from 'file-type';
import type { FileType } from '../../../shared/file-types.ts';
import { isCms } from './cms.ts';
import { detectCompound, isCompound } from './ole.ts';
import { detectSignature } from './signatures.ts';
import { asText, detectText, hasByteOrderMark } from './text.ts';
import type { Detected, Sample } from './types.ts';
import { detectZip, isZip } from './zip.ts';

/** A PDF may have other bytes before its signature; readers search this far (ISO 32000-1, annex H 3.4.1). */
const PDF_SIGNATURE_WITHIN = 1024;

/** Types of Redwell, by the detection library's names. */
const READ: Readonly<Record<string, FileType>> = {
  pdf: 'pdf',
  tif: 'tiff',
  png: 'png',
  apng: 'png',
  jpg: 'jpeg',
  gif: 'gif',
  webp: 'webp',
  bmp: 'bmp',
  heic: 'heic',
  avif: 'heic',
  jp2: 'jp2',
  jpx: 'jp2',
  jpm: 'jp2',
  j2c: 'jp2',
  rtf: 'rtf',
  '7z': '7z',
  rar: 'rar',
  tar: 'tar',
  gz: 'gz',
  bz2: 'bz2',
  pst: 'pst',
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
  psd: 'a Photoshop picture',
  ico: 'an icon',
  xz: 'an archive (xz)',
  sqlite: 'a database (SQLite)',
  ps: 'a PostScript print file',
  eps: 'a PostScript print file',
  dwg: 'an AutoCAD drawing',
  lnk: 'a Windows shortcut',
  pgp: 'an encrypted file (PGP)',
};
const KINDS: Readonly<Record<string, string>> = {
  image: 'a picture',
  audio: 'a sound recording',
  video: 'a video',
  font: 'a font',
};
/** Types whose signature is so short that text may begin with it, and types that are text. */
const UNSURE = new Set(
  'bmp exe mp1 mp2 mp3 aac ac3 Z arj ico cur lz mpg dcm xml ics vcf rtf ps pgp vtt reg json'.split(' '),
);
/** Binary files show themselves within these first bytes. */
const FIRST_BYTES = 64;

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
  // Signatures come before text: white pixels look like text in an encoding of eight bits.
  const signed = detectSignature(head, sample.size);
  if (signed !== null) return signed;
  if (isCms(head)) return found('p7m');
  const known = startsAsText(head) ? undefined : await fileTypeFromBuffer(head);
  if (known !== undefined && !UNSURE.has(known.ext)) return named(known);
  const text = asText(head);
  if (text !== null) return detectText(sample, text);
  const unsure = known ?? (await fileTypeFromBuffer(head));
  return unsure === undefined ? found('unknown') : named(unsure);
}

function named({ ext, mime }: { ext: string; mime: string }): Detected {
  const type = READ[ext];
  if (type !== undefined) return found(type);
  const kind = KINDS[mime.slice(0, mime.indexOf('/'))];
  const general = kind === undefined ? `a file of the type ${mime}` : `${kind} (${ext.toUpperCase()})`;
  return { type: 'other', description: DESCRIPTIONS[ext] ?? general };
}

/** Returns whether the first bytes are those of text, so that no binary signature needs to be looked for. */
function startsAsText(head: Buffer): boolean {
  if (hasByteOrderMark(head)) return true;
  return head
    .subarray(0, FIRST_BYTES)
    .every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d));
}
