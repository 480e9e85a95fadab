/** Decides which originals other programs may open, and under which name. */
import type { FileType } from '../../shared/file-types.ts';

/** Types whose usual programs show them. Anything that may run, such as HTML, archives and unknown files, is not here. */
const OPENED: ReadonlySet<FileType> = new Set([
  ...(['pdf', 'png', 'jpeg', 'tiff', 'gif', 'webp', 'bmp', 'heic', 'jp2', 'txt', 'csv', 'rtf'] as const),
  ...([
    'docx',
    'doc',
    'xlsx',
    'xls',
    'pptx',
    'ppt',
    'odt',
    'ods',
    'odp',
    'eml',
    'msg',
    'ics',
    'vcf',
  ] as const),
]);
/** The system chooses the program by the name, so the name must be that of a document too; not one with macros. */
const NAMES =
  /\.(?:pdf|png|jpe?g|jfif|tiff?|gif|webp|bmp|hei[cf]|jp2|txt|text|log|csv|tsv|rtf|docx?|xlsx?|pptx?|od[tsp]|eml|msg|ics|vcf)$/i;

/** @param name as `fileName` returns it */
export const canOpen = (type: FileType, name: string): boolean => OPENED.has(type) && NAMES.test(name);

const MAX_BYTES = 150;
/** Names that Windows gives to devices. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Letters that change the direction of writing hide the end of a name; the others are no part of names. */
const UNSAFE = /[\p{Cc}\p{Cf}\u2028\u2029<>:"/\\|?*]/gu;

/** Returns the last part of a path as a name that every file system takes, with its end, which names its type. */
export function fileName(path: string): string {
  const last = (path.split('/').at(-1) ?? '').replace(UNSAFE, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  const name = last === '' ? 'document' : DEVICES.test(last) ? `_${last}` : last;
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const end = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  let start = name.slice(0, name.length - end.length);
  while (Buffer.byteLength(start + end) > MAX_BYTES) start = [...start].slice(0, -1).join('');
  return start + end;
}
