/** The types of files that Redwell tells apart. */
import { z } from 'zod';

/** The file type by content, not by name. `other` is a recognized type that no extractor reads. */
export const FILE_TYPES = [
  'pdf',
  'tiff',
  'png',
  'jpeg',
  'gif',
  'webp',
  'bmp',
  'heic',
  'jp2',
  'svg',
  'docx',
  'xlsx',
  'pptx',
  'doc',
  'xls',
  'xlsb',
  'ppt',
  'odt',
  'ods',
  'odp',
  'wpd',
  'pub',
  'vsd',
  'works',
  'iwork',
  'rtf',
  'html',
  'txt',
  'csv',
  'ics',
  'vcf',
  'eml',
  'emlx',
  'msg',
  'tnef',
  'p7m',
  'mbox',
  'pst',
  'zip',
  '7z',
  'rar',
  'tar',
  'gz',
  'bz2',
  'other',
  'unknown',
  'empty',
] as const;
export const fileTypeSchema = z.enum(FILE_TYPES);
export type FileType = z.infer<typeof fileTypeSchema>;

const PICTURE_TYPES: ReadonlySet<FileType> = new Set([
  'tiff',
  'png',
  'jpeg',
  'gif',
  'webp',
  'bmp',
  'heic',
  'jp2',
]);

/** Whether a file is a picture of pixels, which only OCR can read. */
export const isPictureType = (type: FileType): boolean => PICTURE_TYPES.has(type);
