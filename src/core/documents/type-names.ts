/** File types in plain words. */
import type { FileType } from '../../shared/file-types.ts';

const NAMES: Partial<Record<FileType, string>> = {
  gif: 'a picture (GIF)',
  webp: 'a picture (WebP)',
  bmp: 'a picture (BMP)',
  heic: 'a picture (HEIC)',
  jp2: 'a picture (JPEG 2000)',
  svg: 'a drawing (SVG)',
  doc: 'a Word 97-2003 document (.doc)',
  xls: 'an Excel 97-2003 workbook (.xls)',
  xlsb: 'an Excel binary workbook (.xlsb)',
  ppt: 'a PowerPoint 97-2003 presentation (.ppt)',
  wpd: 'a WordPerfect document (.wpd)',
  pub: 'a Publisher document (.pub)',
  vsd: 'a Visio drawing',
  works: 'a Microsoft Works document',
  iwork: 'an Apple iWork document',
  ics: 'a calendar (.ics)',
  vcf: 'a contact card (.vcf)',
  emlx: 'an Apple Mail message (.emlx)',
  tnef: 'a winmail.dat file of Outlook',
  p7m: 'a signed or encrypted file (S/MIME)',
  pst: 'an Outlook data file (PST)',
  '7z': 'an archive (7-Zip)',
  rar: 'an archive (RAR)',
  tar: 'an archive (tar)',
  gz: 'an archive (gzip)',
  bz2: 'an archive (bzip2)',
};

/** Returns the type with its article, e.g. `a picture (GIF)`. */
export const typeName = (type: FileType): string => NAMES[type] ?? `a file of the type ${type.toUpperCase()}`;
