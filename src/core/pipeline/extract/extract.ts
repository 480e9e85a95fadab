/** The first stage: turns a file of any supported type into text. Readers are loaded when they are first needed. */
import type { FileType } from '../../../shared/documents.ts';
import { DocumentError } from '../../documents/errors.ts';
import type { StageInput, StageOutput } from '../../documents/types.ts';
import { assemble } from './assemble.ts';
import { readingDeadline } from './pages.ts';
import { sizeLimitError } from './size-limit.ts';
import type { Extractor, Source } from './types.ts';

const EXTRACTORS: Partial<Record<FileType, () => Promise<Extractor>>> = {
  pdf: async () => (await import('./pdf/reader.ts')).extractPdf,
  png: async () => (await import('./readers/image.ts')).extractImage,
  jpeg: async () => (await import('./readers/image.ts')).extractImage,
  tiff: async () => (await import('./readers/image.ts')).extractImage,
  docx: async () => (await import('./office/docx.ts')).extractDocx,
  eml: async () => (await import('./readers/mail.ts')).extractMail,
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
  mbox: async () => (await import('./containers/list.ts')).listMbox,
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
    throw new DocumentError('unsupported', `Redwell cannot read files of this type (${document.type})`);
  if (document.bytes > limits.maxBytes) throw sizeLimitError('The file', document.bytes, limits.maxBytes);
  const source: Source = {
    location: document.location,
    type: document.type,
    bytes: document.bytes,
    limits,
    passwords: input.passwords,
    deadline: readingDeadline(limits.timeoutMs),
  };
  const extracted = await (await load())(source);
  return { result: assemble(extracted, limits), engine: extracted.engine };
}
