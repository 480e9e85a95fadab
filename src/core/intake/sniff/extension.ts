/** Compares the type that a file's name claims with the type of its content. */
import type { FileType } from '../../../shared/file-types.ts';

/** Types that nobody would be surprised to find under an extension. Other extensions claim nothing. */
const CLAIMS: ReadonlyMap<string, readonly FileType[]> = new Map<string, readonly FileType[]>([
  ['pdf', ['pdf']],
  ['tif', ['tiff']],
  ['tiff', ['tiff']],
  ['png', ['png']],
  ['jpg', ['jpeg']],
  ['jpeg', ['jpeg']],
  ['jpe', ['jpeg']],
  ['jfif', ['jpeg']],
  ['gif', ['gif']],
  ['webp', ['webp']],
  ['bmp', ['bmp']],
  ['dib', ['bmp']],
  ['heic', ['heic']],
  ['heif', ['heic']],
  ['avif', ['heic']],
  ['jp2', ['jp2']],
  ['jpx', ['jp2']],
  ['j2k', ['jp2']],
  ['svg', ['svg']],
  ['docx', ['docx']],
  ['docm', ['docx']],
  ['dotx', ['docx']],
  ['xlsx', ['xlsx']],
  ['xlsm', ['xlsx']],
  ['pptx', ['pptx']],
  ['pptm', ['pptx']],
  ['ppsx', ['pptx']],
  ['odt', ['odt']],
  ['ott', ['odt']],
  ['fodt', ['odt']],
  ['ods', ['ods']],
  ['ots', ['ods']],
  ['fods', ['ods']],
  ['odp', ['odp']],
  ['otp', ['odp']],
  ['fodp', ['odp']],
  ['xlsb', ['xlsb']],
  ['pages', ['iwork']],
  ['numbers', ['iwork']],
  ['rtf', ['rtf']],
  ['doc', ['doc', 'other']],
  ['dot', ['doc', 'other']],
  ['xls', ['xls', 'other']],
  ['xlt', ['xls', 'other']],
  ['ppt', ['ppt']],
  ['pps', ['ppt']],
  ['wpd', ['wpd', 'other']],
  ['pub', ['pub']],
  ['vsd', ['vsd']],
  ['vsdx', ['vsd']],
  ['wps', ['works']],
  ['html', ['html']],
  ['htm', ['html']],
  ['xhtml', ['html']],
  ['txt', ['txt', 'csv']],
  ['csv', ['csv', 'txt']],
  ['tsv', ['csv', 'txt']],
  ['eml', ['eml']],
  ['msg', ['msg']],
  ['emlx', ['emlx']],
  ['mht', ['eml', 'html']],
  ['mhtml', ['eml', 'html']],
  ['ics', ['ics']],
  ['vcf', ['vcf']],
  ['tnef', ['tnef']],
  ['p7m', ['p7m', 'eml']],
  ['p7s', ['p7m', 'eml']],
  ['p7c', ['p7m']],
  ['pst', ['pst']],
  ['ost', ['pst']],
  ['mbox', ['mbox', 'eml']],
  ['zip', ['zip']],
  ['7z', ['7z']],
  ['rar', ['rar']],
  ['tar', ['tar']],
  ['gz', ['gz']],
  ['tgz', ['gz']],
  ['bz2', ['bz2']],
  ['tbz', ['bz2']],
  ['tbz2', ['bz2']],
  ['mp3', ['other']],
  ['mp4', ['other']],
  ['mov', ['other']],
  ['wav', ['other']],
  ['exe', ['other']],
]);

/** Returns the extension in lower case, without dot; empty if the name has none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /.\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/**
 * Returns a sentence if the name claims another type than the content has; null if it does not.
 * @param description of a file of type `other`
 */
export function mismatch(path: string, type: FileType, description: string): string | null {
  if (type === 'empty' || type === 'unknown') return null;
  const extension = extensionOf(path);
  const claimed = CLAIMS.get(extension);
  if (claimed === undefined || claimed.includes(type)) return null;
  return `The name ends in .${extension}, but the content is ${type === 'other' ? description : type.toUpperCase()}.`;
}
