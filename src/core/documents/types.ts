/** What the stages take and give. A stage is a function of its input; everything it needs is in it. */
import type { Entity, EntityKind, FileType, Relationship } from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import type { Stage } from '../../shared/stages.ts';

/** Where a page's text stands in the document's text, and how it was got. Offsets are UTF-16. */
export interface PageSpan {
  page: number;
  start: number;
  end: number;
  source: 'text' | 'ocr' | 'none';
  /** Mean word confidence, 0-100; null for a text layer or an empty page. */
  confidence: number | null;
}

/** Fields that mail and office files state about themselves; absent where the format has none. */
export interface DocumentMetadata {
  title?: string;
  author?: string;
  /** ISO 8601. */
  date?: string;
  from?: MailAddress[];
  to?: MailAddress[];
  cc?: MailAddress[];
  bcc?: MailAddress[];
  subject?: string;
  messageId?: string;
}
export interface MailAddress {
  name: string;
  address: string;
}

/** A warning: the document goes on, and the exception is listed with it. */
export interface StageWarning {
  code: ExceptionCode;
  detail: string;
  pages?: number[];
}

export interface OcrResult {
  text: string;
  /** Empty for types without pages (mail, text). */
  pages: PageSpan[];
  metadata: DocumentMetadata;
  warnings: StageWarning[];
}
export interface Chunk {
  start: number;
  end: number;
  page: number | null;
}
/** `chunks` follow each other without gap or overlap: put together they are the text. */
export interface ChunkingResult {
  chunks: Chunk[];
}
export interface Mention {
  kind: EntityKind;
  text: string;
  start: number;
  end: number;
  page: number | null;
  /** Normalized where the kind has a normal form (dates, money, phone, e-mail, citation); else the text. */
  normal: string;
}
export interface EntityExtractionResult {
  mentions: Mention[];
}
export interface CanonicalEntity {
  kind: EntityKind;
  name: string;
  /** Indexes into `entities`. */
  mentions: number[];
}
export interface EntityResolutionResult {
  entities: Entity[];
  canonical: CanonicalEntity[];
}
export interface RelationshipBuildingResult {
  relationships: Relationship[];
}
/** The document's closing figures. */
export interface FinalizationResult {
  pages: number | null;
  pagesOcr: number;
  characters: number;
  entities: number;
  relationships: number;
  warnings: StageWarning[];
}

export interface StageResults {
  ocr: OcrResult;
  chunking: ChunkingResult;
  entity_extraction: EntityExtractionResult;
  entity_resolution: EntityResolutionResult;
  relationship_building: RelationshipBuildingResult;
  finalization: FinalizationResult;
}

export interface StageLimits {
  /** Wall time for one stage of one document, ms; what exceeds it is killed. */
  timeoutMs: number;
  maxPages: number;
  maxCharacters: number;
  maxBytes: number;
}

export interface StageInput {
  document: { id: string; batchId: string; path: string; type: FileType; bytes: number; location: string };
  /** Results of the stages before this one. */
  results: Partial<StageResults>;
  limits: StageLimits;
  /** Offered for encrypted files; never logged, never stored. */
  passwords: readonly string[];
}

export interface StageOutput<S extends Stage> {
  result: StageResults[S];
  /** Name and version of what did the work, e.g. `pdfium 2.1.13`; null where it is Redwell itself. */
  engine: string | null;
}

/** What pre-flight learns from a file without running the pipeline. */
export interface Inspection {
  pages: number | null;
  pagesToOcr: number | null;
  /** It asks for a password. Without a problem, one of those that were offered opens it. */
  encrypted: boolean;
  /** Set when the file cannot be opened at all. */
  problem: { code: ExceptionCode; detail: string } | null;
  /** Files attached to a document that is more than a container (PDF); absent where there are none. */
  attachments?: number | undefined;
}

/** One file taken out of a mail, mailbox or archive; its bytes are in `file` under the directory given. */
export interface ExpandedMember {
  /** Name inside the container with `/`, already safe: no `..`, no absolute path, no control characters. */
  name: string;
  file: string;
  bytes: number;
  modifiedAt: number | null;
}
export interface Expansion {
  members: ExpandedMember[];
  problems: { name: string; code: ExceptionCode; detail: string }[];
}
