/** The first stage: any supported type becomes text. What reads a format is loaded when one comes. */
import type { FileType } from '../../../shared/documents.ts';
import { DocumentError } from '../../documents/errors.ts';
import type { StageInput, StageOutput } from '../../documents/types.ts';
import { assemble } from './assemble.ts';
import { readingDeadline } from './pages.ts';
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

/** @throws DocumentError with the field's code for what is wrong with the file */
export async function extract(input: StageInput): Promise<StageOutput<'ocr'>> {
  const { document, limits } = input;
  if (document.type === 'empty' || document.bytes === 0)
    throw new DocumentError('empty', 'The file has 0 bytes');
  if (document.type === 'unknown')
    throw new DocumentError('unrecognized', 'The content matches no known type of file');
  const load = EXTRACTORS[document.type];
  if (load === undefined)
    throw new DocumentError('unsupported', `Redwell has no reader for this type of file (${document.type})`);
  if (document.bytes > limits.maxBytes)
    throw new DocumentError(
      'oversize',
      `The file has ${document.bytes} bytes; the limit is ${limits.maxBytes}`,
    );
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
