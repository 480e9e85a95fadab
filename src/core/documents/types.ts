/** Inputs and results of the stages. A stage depends on nothing but its input. */
import type { DocumentMetadata } from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import type { FileType } from '../../shared/file-types.ts';
import type { Entity, EntityKind, Relationship } from '../../shared/mentions.ts';
import type { Stage } from '../../shared/stages.ts';
import type { WarningCode } from '../../shared/warnings.ts';

export type { DocumentMetadata, MailAddress } from '../../shared/documents.ts';

/** A page's place in the document's text, and the source of its text. Offsets count UTF-16 code units. */
export interface PageSpan {
  page: number;
  start: number;
  end: number;
  source: 'text' | 'ocr' | 'none';
  /** Mean OCR confidence of the words, 0-100; null for a text layer or an empty page. */
  confidence: number | null;
  /** Why the page was read this way, if that needs a reason: a clause with the page as its subject. */
  reason?: string;
}

/** A warning does not stop the document: processing continues and the warning is listed with it. */
export interface StageWarning {
  code: WarningCode;
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
/** Joined in order, the chunks are exactly the document's text: no gaps, no overlaps. */
export interface ChunkingResult {
  chunks: Chunk[];
}
export interface Mention {
  kind: EntityKind;
  text: string;
  start: number;
  end: number;
  page: number | null;
  /** The normal form, if the kind has one (dates, money, phone, e-mail, citation); otherwise the text. */
  normal: string;
  /**
   * The normal form of what the document itself says that a short form means: of the company for a defined term, of the
   * full citation for `id.` Absent where the mention speaks for itself.
   */
  antecedent?: string;
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
/** The totals of a finished document. */
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
  /** Wall time for one stage of one document, ms. A stage that exceeds it is killed. */
  timeoutMs: number;
  maxPages: number;
  maxCharacters: number;
  maxBytes: number;
}

/** A file whose content must be the one that was fingerprinted when it was received. */
export interface Fingerprinted {
  /** The name that people know. */
  path: string;
  location: string;
  /** Null if the fingerprint was lost: the file then cannot be proven. */
  sha256: string | null;
  bytes: number;
  /** Unix ms. */
  receivedAt?: number;
}

/** A file for the sandbox to read. `proof` is absent only for Redwell's own files that were never received. */
export interface FileToRead {
  location: string;
  type: FileType;
  passwords?: readonly string[];
  proof?: Omit<Fingerprinted, 'location'>;
}

export interface StageInput {
  document: {
    id: string;
    batchId: string;
    path: string;
    type: FileType;
    bytes: number;
    location: string;
    /** The fingerprint of the original; without one it is read as it is. */
    sha256?: string | null;
    receivedAt?: number;
  };
  /** Results of the earlier stages. */
  results: Partial<StageResults>;
  limits: StageLimits;
  /** Passwords to try on encrypted files. They are never logged and never stored. */
  passwords: readonly string[];
}

export interface StageOutput<S extends Stage> {
  result: StageResults[S];
  /** Name and version of the library that did the work, e.g. `pdfium 2.1.13`; null if it was Redwell itself. */
  engine: string | null;
}

/** A file of which people look at one page. */
export interface ViewSource {
  location: string;
  type: FileType;
  passwords: readonly string[];
}

/** The picture of one page. */
export interface PageImage {
  /** How many pages the document has. */
  pages: number;
  /** Pixels. */
  width: number;
  height: number;
  /** The picture as WebP, in base64. */
  webp: string;
}

/** How pages are drawn for handing over. */
export interface SheetOptions {
  /** Pixels per inch. A larger page and a coarser picture come out with fewer. */
  dpi: number;
  /** Black and white: TIFF with CCITT group 4, or PNG. */
  bilevel: 'tiff' | 'png';
  /** Whether a page with colors or gray tones becomes JPEG. */
  color: boolean;
}

/** The picture of a page, as a file. */
export interface Sheet {
  format: 'tiff' | 'png' | 'jpeg';
  /** Pixels. */
  width: number;
  height: number;
  dpi: number;
  /** The file, in base64. */
  data: string;
}

/** Some pages of a document. */
export interface DrawnSheets {
  /** How many pages the document has. */
  pages: number;
  /** In the order of the pages, from the first that was asked for. `problem` says why a page could not be drawn. */
  drawn: ({ page: number; sheet: Sheet } | { page: number; problem: string })[];
}

/** A word and where it stands, as shares of the page as it is shown: x to the right, y down. */
export interface PlacedWord {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** How certain OCR was of it, 0-100; null for a word of the text layer. */
  confidence: number | null;
}

/** What an inspection learns about a file before the pipeline runs. */
export interface Inspection {
  pages: number | null;
  pagesToOcr: number | null;
  /** The file asks for a password. If `problem` is null, one of the passwords opens it. */
  encrypted: boolean;
  /** Why the file cannot be opened. */
  problem: { code: ExceptionCode; detail: string } | null;
  /** Number of files attached to a PDF or embedded in an office file; absent if there are none. */
  attachments?: number | undefined;
}

/** One file taken out of a mail, mailbox, archive, PDF or office file. Its bytes are in `file`, relative to the target directory. */
export interface ExpandedMember {
  /** Name inside the container with `/`, already made safe: no `..`, no absolute path, no control characters. */
  name: string;
  file: string;
  bytes: number;
  modifiedAt: number | null;
}
/** Something wrong with one member of a container. */
export interface MemberProblem {
  /** The name as written in the container; empty if the problem is the container's own. */
  name: string;
  code: ExceptionCode;
  detail: string;
  /** The safe name under which the member was kept, if only its written name was wrong. */
  renamedTo?: string | undefined;
}

/** The contents of one container, one level deep. */
export interface Expansion {
  members: ExpandedMember[];
  problems: MemberProblem[];
}
