/** Input and output of the extractors. Their text, by page or as a whole, is not yet cleaned, limited or joined. */
import type { FileType } from '../../../shared/documents.ts';
import type { DocumentMetadata, PageSpan, StageLimits, StageWarning } from '../../documents/types.ts';

export interface Source {
  location: string;
  type: FileType;
  bytes: number;
  limits: StageLimits;
  /** Tried on encrypted files; never logged. */
  passwords: readonly string[];
  /** After this `performance.now()` time no page is started and none is waited for. */
  deadline: number;
}

/** The text of one page as the engine returned it. */
export interface PageText {
  /** 1 is the first page. */
  page: number;
  text: string;
  source: PageSpan['source'];
  /** Mean word confidence, 0-100; null for a text layer or an empty page. */
  confidence: number | null;
}

export interface Extracted {
  /** The pages, or a single text for file types without pages. */
  body: string | PageText[];
  metadata: DocumentMetadata;
  warnings: StageWarning[];
  /** Name and version of the software that read the file. */
  engine: string;
}

export type Extractor = (source: Source) => Promise<Extracted>;
