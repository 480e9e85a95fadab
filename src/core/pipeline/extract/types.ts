/** What the extractors give: text by page or as a whole, before it is cleaned, limited and joined. */
import type { FileType } from '../../../shared/documents.ts';
import type { DocumentMetadata, PageSpan, StageLimits, StageWarning } from '../../documents/types.ts';

export interface Source {
  location: string;
  type: FileType;
  bytes: number;
  limits: StageLimits;
  /** Offered for encrypted files; never logged. */
  passwords: readonly string[];
  /** Past this time of `performance.now()` no page is begun and none waited for. */
  deadline: number;
}

/** One page's text as the engine gave it. */
export interface PageText {
  /** Counted from 1. */
  page: number;
  text: string;
  source: PageSpan['source'];
  /** Mean word confidence, 0-100; null for a text layer or an empty page. */
  confidence: number | null;
}

export interface Extracted {
  /** Pages, or one text for types without pages. */
  body: string | PageText[];
  metadata: DocumentMetadata;
  warnings: StageWarning[];
  /** Name and version of what did the work. */
  engine: string;
}

export type Extractor = (source: Source) => Promise<Extracted>;
