/** Input and output of the extractors. Their text, by page or as a whole, is not yet cleaned, limited or joined. */
import type { FileType } from '../../../shared/file-types.ts';
import type { DocumentMetadata, PageSpan, StageLimits, StageWarning } from '../../documents/types.ts';

/** Why a picture inside a document was not read. */
export type PictureLoss = 'format' | 'limit' | 'time' | 'damage' | 'unclear' | 'linked' | 'large';

/** Reads the pictures inside one document, and keeps what is to be said about them. */
export interface PictureReader {
  /**
   * Returns the words of a picture; empty when it has none, or when they were not read.
   * @param name names the picture in warnings
   * @throws a fault of the machine
   */
  read(name: string, bytes: Buffer): Promise<string>;
  /** Records a picture that was not read. */
  lose(loss: PictureLoss, name: string): void;
  /** Records a file that the document shows and does not hold. */
  missing(name: string): void;
}

export interface Source {
  location: string;
  type: FileType;
  bytes: number;
  limits: StageLimits;
  /** Tried on encrypted files; never logged. */
  passwords: readonly string[];
  /** After this `performance.now()` time no page is started and none is waited for. */
  deadline: number;
  /** Reads the pictures inside the document; absent when they are not read. */
  pictures?: PictureReader;
}

/** The text of one page as the engine returned it. */
export interface PageText {
  /** 1 is the first page. */
  page: number;
  text: string;
  source: PageSpan['source'];
  /** Mean word confidence, 0-100; null for a text layer or an empty page. */
  confidence: number | null;
  /** Why the page was read this way, if that needs a reason: a clause with the page as its subject. */
  reason?: string;
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
