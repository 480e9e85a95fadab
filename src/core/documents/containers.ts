/** File types that hold other documents. A PDF may have attachments too, but is a document first. */
import type { FileType } from '../../shared/file-types.ts';

/** Containers without text of their own: if one cannot be opened, nothing is left to process. */
export const PURE_CONTAINERS: ReadonlySet<FileType> = new Set([
  'mbox',
  'pst',
  'zip',
  '7z',
  'rar',
  'tar',
  'gz',
  'bz2',
]);

/** Types that intake always opens for the documents inside them. */
export const CONTAINERS: ReadonlySet<FileType> = new Set([
  ...PURE_CONTAINERS,
  'eml',
  'emlx',
  'msg',
  'tnef',
  'p7m',
]);
