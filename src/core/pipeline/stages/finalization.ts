/** The last stage: the document's totals and warnings. */
import type { FileType } from '../../../shared/file-types.ts';
import { PURE_CONTAINERS } from '../../documents/containers.ts';
import type { FinalizationResult, StageResults, StageWarning } from '../../documents/types.ts';

/**
 * With fewer letters and digits per page than this, somebody should look at the original. Files without pages (email,
 * text, spreadsheets) contain text by nature, so they get a warning only when they are empty.
 */
export const LOW_TEXT_PER_PAGE = 20;
/**
 * Mean word confidence (0-100) below which the text of a scanned page is unreliable. Measured on blurred and coarse
 * letters: 98% of the characters are right at 87, 96% at 74, 80% at 46 and half at 35.
 */
export const LOW_CONFIDENCE = 70;

export function finalize(
  type: FileType,
  results: Pick<StageResults, 'ocr'> &
    Partial<Pick<StageResults, 'entity_resolution' | 'relationship_building'>>,
): FinalizationResult {
  const { ocr } = results;
  const paged = ocr.pages.length > 0;
  return {
    pages: paged ? ocr.pages.length : null,
    pagesOcr: ocr.pages.filter((p) => p.source === 'ocr').length,
    characters: ocr.text.length,
    entities: results.entity_resolution?.entities.length ?? 0,
    relationships: results.relationship_building?.relationships.length ?? 0,
    warnings: PURE_CONTAINERS.has(type)
      ? ocr.warnings
      : [...ocr.warnings, ...lowText(ocr), ...lowConfidence(ocr)],
  };
}

function lowText(ocr: StageResults['ocr']): StageWarning[] {
  const letters = ocr.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const pages = ocr.pages.length;
  if (pages === 0)
    return letters > 0 ? [] : [{ code: 'low_or_no_text', detail: 'The file contains no letters or digits' }];
  if (letters < LOW_TEXT_PER_PAGE * pages)
    return [
      {
        code: 'low_or_no_text',
        detail: `Only ${letters} letters and digits on ${pages} page${pages === 1 ? '' : 's'} (fewer than ${LOW_TEXT_PER_PAGE} per page)`,
      },
    ];
  return [];
}

function lowConfidence(ocr: StageResults['ocr']): StageWarning[] {
  const poor = ocr.pages.flatMap(({ page, confidence }) =>
    confidence !== null && confidence < LOW_CONFIDENCE ? [{ page, confidence }] : [],
  );
  if (poor.length === 0) return [];
  const pages = ocr.pages.length;
  const mean = Math.round(poor.reduce((sum, { confidence }) => sum + confidence, 0) / poor.length);
  return [
    {
      code: 'low_confidence',
      detail: `OCR was unsure of many words on ${poor.length} of ${pages} page${pages === 1 ? '' : 's'} (mean confidence ${mean}%)`,
      pages: poor.map(({ page }) => page),
    },
  ];
}
