/** The last stage: the document's closing figures and every warning that it carries. */
import type { FileType } from '../../../shared/documents.ts';
import { PURE_CONTAINERS } from '../../documents/containers.ts';
import type { FinalizationResult, StageResults, StageWarning } from '../../documents/types.ts';

/**
 * Fewer letters and digits a page than this, and somebody should look at the original. What has no pages
 * (mail, text, tables) was written as text, and is remarkable only when it is empty.
 */
export const LOW_TEXT_PER_PAGE = 20;
/** Mean word confidence of a scanned page below which its text is not to be relied on, 0-100. */
export const LOW_CONFIDENCE = 50;

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
    warnings: PURE_CONTAINERS.has(type) ? ocr.warnings : [...ocr.warnings, ...lowText(ocr)],
  };
}

function lowText(ocr: StageResults['ocr']): StageWarning[] {
  const letters = ocr.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const pages = ocr.pages.length;
  if (pages === 0)
    return letters > 0 ? [] : [{ code: 'low_or_no_text', detail: 'There is not one letter or digit in it' }];
  if (letters < LOW_TEXT_PER_PAGE * pages)
    return [
      {
        code: 'low_or_no_text',
        detail: `${letters} letters and digits on ${pages} page${pages === 1 ? '' : 's'}; fewer than ${LOW_TEXT_PER_PAGE} a page is little`,
      },
    ];
  const poor = ocr.pages.filter((p) => p.confidence !== null && p.confidence < LOW_CONFIDENCE);
  if (poor.length === 0) return [];
  return [
    {
      code: 'low_or_no_text',
      detail: `OCR is less than ${LOW_CONFIDENCE} % sure of ${poor.length} of ${pages} pages`,
      pages: poor.map((p) => p.page),
    },
  ];
}
