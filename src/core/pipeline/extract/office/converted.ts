/** Reads file types that only LibreOffice opens: old presentations, WordPerfect, Publisher, Visio, Works and iWork. */
import type { FileType } from '../../../../shared/file-types.ts';
import { DocumentError } from '../../../documents/errors.ts';
import type { StageWarning } from '../../../documents/types.ts';
import { extractPdf } from '../pdf/reader.ts';
import type { Extracted, Extractor, Source } from '../types.ts';
import { readCompound } from './compound.ts';
import { extractDocx } from './docx.ts';
import { type Conversion, convert, withConverted } from './libreoffice.ts';
import { hasObjects } from './ppt-objects.ts';
import { extractPptx } from './pptx.ts';

/** What LibreOffice makes of each type. A PDF keeps the pages of what is neither text nor slides. */
const CONVERSIONS: Partial<Record<FileType, Conversion & { read: Extractor }>> = {
  ppt: { as: 'pptx', extension: 'ppt', read: extractPptx },
  wpd: { as: 'docx', extension: 'wpd', read: extractDocx },
  pub: { as: 'pdf', extension: 'pub', read: extractPdf },
  vsd: { as: 'pdf', extension: 'vsd', read: extractPdf },
  works: { as: 'pdf', extension: 'wps', read: extractPdf },
  iwork: { as: 'pdf', extension: 'pages', read: extractPdf },
};

const OBJECTS: StageWarning = {
  code: 'part_not_read',
  detail: 'The presentation contains other files, which Redwell does not take out of this format',
};

/** @throws DocumentError encrypted; unsupported without LibreOffice; corrupt, ocr_timeout, oversize */
export async function extractConverted(source: Source): Promise<Extracted> {
  const conversion = conversionOf(source);
  if (source.type !== 'ppt') return convert(source, conversion, conversion.read);
  const compound = await openLegacySlides(source);
  const converted = await convert(source, conversion, conversion.read);
  if (!hasObjects(compound.stream('PowerPoint Document') ?? Buffer.alloc(0))) return converted;
  return { ...converted, warnings: [...converted.warnings, OBJECTS] };
}

/**
 * Lends the file that LibreOffice makes of another one to a function.
 * @throws DocumentError encrypted; unsupported without LibreOffice; corrupt, ocr_timeout, oversize
 */
export async function lendConverted<T>(source: Source, use: (converted: Source) => Promise<T>): Promise<T> {
  if (source.type === 'ppt') await openLegacySlides(source);
  return withConverted(source, conversionOf(source), use);
}

function conversionOf({ type }: Source): Conversion & { read: Extractor } {
  const conversion = CONVERSIONS[type];
  if (conversion === undefined) throw new RangeError(`LibreOffice does not convert ${type}`);
  return conversion;
}

/** @throws DocumentError encrypted, corrupt */
async function openLegacySlides(source: Source): Promise<Awaited<ReturnType<typeof readCompound>>> {
  const compound = await readCompound(source, 'presentation');
  if (compound.wasEncrypted)
    throw new DocumentError(
      'encrypted',
      'The presentation is protected by a password. Redwell does not open protected files of this format; save a copy without the protection and add it',
    );
  return compound;
}
