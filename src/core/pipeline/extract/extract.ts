/** The first stage: turns a file of any supported type into text. Readers are loaded when they are first needed. */
import type { FileType } from '../../../shared/file-types.ts';
import { DocumentError } from '../../documents/errors.ts';
import { typeName } from '../../documents/type-names.ts';
import type { StageInput, StageOutput } from '../../documents/types.ts';
import { assemble } from './assemble.ts';
import { readingDeadline } from './pages.ts';
import { sizeLimitError } from './size-limit.ts';
import type { Extracted, Extractor, Source } from './types.ts';

const EXTRACTORS: Partial<Record<FileType, () => Promise<Extractor>>> = {
  pdf: async () => (await import('./pdf/reader.ts')).extractPdf,
  png: async () => (await import('./readers/image.ts')).extractImage,
  jpeg: async () => (await import('./readers/image.ts')).extractImage,
  tiff: async () => (await import('./readers/image.ts')).extractImage,
  gif: async () => (await import('./readers/image.ts')).extractImage,
  webp: async () => (await import('./readers/image.ts')).extractImage,
  bmp: async () => (await import('./readers/image.ts')).extractImage,
  heic: async () => (await import('./readers/image.ts')).extractImage,
  jp2: async () => (await import('./readers/image.ts')).extractImage,
  svg: async () => (await import('./readers/svg.ts')).extractSvg,
  docx: async () => (await import('./office/docx.ts')).extractDocx,
  doc: async () => (await import('./office/doc.ts')).extractDoc,
  xls: async () => (await import('./office/xls.ts')).extractXls,
  xlsb: async () => (await import('./office/xls.ts')).extractXls,
  ppt: async () => (await import('./office/converted.ts')).extractConverted,
  wpd: async () => (await import('./office/converted.ts')).extractConverted,
  pub: async () => (await import('./office/converted.ts')).extractConverted,
  vsd: async () => (await import('./office/converted.ts')).extractConverted,
  works: async () => (await import('./office/converted.ts')).extractConverted,
  iwork: async () => (await import('./office/converted.ts')).extractConverted,
  eml: async () => (await import('./readers/mail.ts')).extractMail,
  emlx: async () => (await import('./readers/emlx.ts')).extractEmlx,
  ics: async () => (await import('./readers/calendar.ts')).extractCalendar,
  vcf: async () => (await import('./readers/calendar.ts')).extractCalendar,
  txt: async () => (await import('./readers/plain.ts')).extractPlain,
  html: async () => (await import('./readers/html.ts')).extractHtml,
  csv: async () => (await import('./readers/csv.ts')).extractCsv,
  rtf: async () => (await import('./readers/rtf.ts')).extractRtf,
  xlsx: async () => (await import('./office/xlsx.ts')).extractXlsx,
  pptx: async () => (await import('./office/pptx.ts')).extractPptx,
  odt: async () => (await import('./office/odf.ts')).extractOdf,
  ods: async () => (await import('./office/odf.ts')).extractOdf,
  odp: async () => (await import('./office/odf.ts')).extractOdf,
  msg: async () => (await import('./readers/msg.ts')).extractMsg,
  tnef: async () => (await import('./readers/tnef.ts')).extractTnef,
  p7m: async () => (await import('./readers/p7m.ts')).extractP7m,
  mbox: async () => (await import('./containers/list.ts')).listMbox,
  pst: async () => (await import('./containers/list.ts')).listPst,
  '7z': async () => (await import('./containers/list.ts')).listArchive,
  rar: async () => (await import('./containers/list.ts')).listArchive,
  tar: async () => (await import('./containers/list.ts')).listArchive,
  gz: async () => (await import('./containers/list.ts')).listArchive,
  bz2: async () => (await import('./containers/list.ts')).listArchive,
  zip: async () => (await import('./containers/list.ts')).listZip,
};

/** Returns the text of a document. @throws DocumentError with the code for what is wrong with the file */
export async function extract(input: StageInput): Promise<StageOutput<'ocr'>> {
  const { document, limits } = input;
  if (document.type === 'empty' || document.bytes === 0)
    throw new DocumentError('empty', 'The file is empty (0 bytes)');
  if (document.type === 'unknown')
    throw new DocumentError(
      'unrecognized',
      'The content of the file matches no file type that Redwell knows',
    );
  const load = EXTRACTORS[document.type];
  if (load === undefined)
    throw new DocumentError(
      'unsupported',
      `The file is ${typeName(document.type)}, which Redwell cannot read`,
    );
  if (document.bytes > limits.maxBytes) throw sizeLimitError('The file', document.bytes, limits.maxBytes);
  const source: Source = {
    location: document.location,
    type: document.type,
    bytes: document.bytes,
    limits,
    passwords: input.passwords,
    deadline: readingDeadline(limits.timeoutMs),
  };
  const extracted = await withPictures(await load(), source);
  return { result: assemble(extracted, limits), engine: extracted.engine };
}

/** Types that may have pictures with words inside. */
const ILLUSTRATED: ReadonlySet<FileType> = new Set([
  'docx',
  'xlsx',
  'pptx',
  'odt',
  'ods',
  'odp',
  'rtf',
  'html',
]);

/** Runs an extractor that reads pictures too, and adds what they say of themselves. */
async function withPictures(extractor: Extractor, source: Source): Promise<Extracted> {
  if (!ILLUSTRATED.has(source.type)) return extractor(source);
  const { PictureTexts } = await import('./pictures/texts.ts');
  const pictures = new PictureTexts(source.deadline);
  const extracted = await extractor({ ...source, pictures });
  return {
    ...extracted,
    warnings: [...extracted.warnings, ...pictures.warnings()],
    engine: pictures.engine === null ? extracted.engine : `${extracted.engine} + ${pictures.engine}`,
  };
}
