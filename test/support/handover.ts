/** Makes data folders with ended batches of real originals, to hand them over in tests. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type HandoverTools, handoverFrom } from '../../src/core/app/handover.ts';
import type { HandoverDeps } from '../../src/core/handover/types.ts';
import { openHistory } from '../../src/core/history/index.ts';
import type { DocumentResults, History, StageEvent } from '../../src/core/history/types.ts';
import type { DocumentMetadata, DocumentStatus } from '../../src/shared/documents.ts';
import type { ExceptionCode } from '../../src/shared/exceptions.ts';
import type { FileType } from '../../src/shared/file-types.ts';
import type { Manifest, ManifestDocument } from '../../src/shared/manifest.ts';
import type { Entity } from '../../src/shared/mentions.ts';
import { STAGES } from '../../src/shared/stages.ts';
import { manifestDocument, manifestOf } from './manifest.ts';

/** One document to make. */
export interface Made {
  path: string;
  /** The bytes of the original; null: never received. */
  content: string | Buffer | null;
  type?: FileType;
  /** Path of the document that it is in. */
  in?: string;
  /** Path of its twin, which comes before it. */
  duplicateOf?: string;
  status?: Extract<DocumentStatus, 'completed' | 'duplicate' | 'excluded' | 'exception'>;
  exception?: ExceptionCode;
  /** Null: no text. Absent: the content. */
  text?: string | null;
  metadata?: DocumentMetadata;
  entities?: readonly Entity[];
  /** Absent: 1. */
  pages?: number;
  modifiedAt?: number;
}

/** What is known of an original that the caller has put into the vault. */
export interface InVault {
  sha256: string;
  bytes: number;
}

/** One document to make, wherever its original comes from. */
type AnyMade = Omit<Made, 'content'> & { content: Made['content'] | InVault };

const isInVault = (content: AnyMade['content']): content is InVault =>
  content !== null && typeof content === 'object' && !Buffer.isBuffer(content);

export const sha256Of = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

export const vaultPath = (dataDir: string, content: string | Buffer | InVault): string => {
  const hash = isInVault(content) ? content.sha256 : sha256Of(content);
  return join(dataDir, 'vault', hash.slice(0, 2), hash.slice(2, 4), hash);
};

const STARTED = Date.UTC(2026, 10, 1, 9);
const APPLIED_AT_ONCE = 200;

function inManifest(
  dataDir: string,
  batchId: string,
  made: AnyMade,
  n: number,
  ids: ReadonlyMap<string, string>,
): ManifestDocument {
  const { path, content, type = 'txt', status = 'completed', exception, modifiedAt = null } = made;
  return manifestDocument(batchId, n, {
    path,
    type,
    modifiedAt,
    ...(isInVault(content)
      ? content
      : {
          sha256: content === null ? null : sha256Of(content),
          bytes: content === null ? 0 : Buffer.byteLength(content),
        }),
    parentId: made.in === undefined ? null : (ids.get(made.in) ?? null),
    duplicateOf: made.duplicateOf === undefined ? null : (ids.get(made.duplicateOf) ?? null),
    status: status === 'completed' ? 'pending' : status,
    exception:
      exception === undefined
        ? null
        : { code: exception, stage: null, detail: 'Found at intake.', attempt: 0 },
    location: content === null ? '/nowhere' : vaultPath(dataDir, content),
  });
}

function eventsOf(batchId: string, documentId: string, at: number): StageEvent[] {
  return STAGES.map((stage, i) => ({
    ...{ batchId, documentId, run: 1, stage, status: 'completed', attempt: 1, exception: null, detail: '' },
    at: at + i,
    documentStatus: i === STAGES.length - 1 ? 'completed' : 'running',
  }));
}

function resultsOf(
  documentId: string,
  { content, text, metadata = {}, entities = [], pages = 1 }: AnyMade,
): DocumentResults {
  const read = text === undefined ? String(content) : text;
  const totals = { pages, pagesOcr: 0, entities: entities.length, relationships: 0, warnings: [] };
  return {
    documentId,
    attempts: STAGES.map((stage, i) => ({
      ...{
        stage,
        attempt: 1,
        waitedMs: 0,
        worker: 'w',
        outcome: 'completed' as const,
        cached: false,
        error: null,
      },
      ...{ engine: null, startedAt: STARTED + i, endedAt: STARTED + i + 1 },
    })),
    results: {
      ...(read === null ? {} : { ocr: { text: read, pages: [], metadata, warnings: [] } }),
      entity_resolution: { entities: [...entities], canonical: [] },
      finalization: { ...totals, characters: read?.length ?? 0 },
    },
  };
}

/** Records an ended batch, with its originals in the vault. Paths must be in order: containers before what is in them. */
export async function recordBatch(
  dataDir: string,
  history: History,
  batchId: string,
  documents: readonly AnyMade[],
  change: Partial<Manifest> = {},
): Promise<void> {
  const ids = new Map<string, string>();
  for (const [i, { path }] of documents.entries())
    ids.set(path, `${batchId}-d${String(i + 1).padStart(5, '0')}`);
  const listed = documents.map((made, i) => inManifest(dataDir, batchId, made, i + 1, ids));
  for (const { content } of documents) {
    if (content === null || isInVault(content)) continue;
    const path = vaultPath(dataDir, content);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  history.recordManifest(manifestOf(batchId, 0, { createdAt: STARTED, documents: listed, ...change }));
  for (let from = 0; from < documents.length; from += APPLIED_AT_ONCE) {
    const events: StageEvent[] = [];
    const results: DocumentResults[] = [];
    for (const [n, made] of documents.slice(from, from + APPLIED_AT_ONCE).entries()) {
      const { id } = listed[from + n]!;
      if ((made.status ?? 'completed') !== 'completed') continue;
      events.push(...eventsOf(batchId, id, STARTED + (from + n) * 10));
      results.push(resultsOf(id, made));
    }
    history.apply({ cursor: `${STARTED + from}-0`, events, results });
  }
  history.saveBatch({
    ...history.batch(batchId)!,
    startedAt: STARTED,
    endedAt: STARTED + 1000,
    durationMs: 1000,
  });
}

/** Records that a document was read, with nothing but a text. @param n its place, which gives its time */
export function readDocument(
  history: History,
  batchId: string,
  documentId: string,
  n: number,
  text: string,
): void {
  history.apply({
    cursor: `${STARTED + n}-0`,
    events: eventsOf(batchId, documentId, STARTED + n * 10),
    results: [resultsOf(documentId, { path: '', content: text })],
  });
}

/** Opens the history of a data folder, and what handing over needs. */
export function openHandover(
  dataDir: string,
  tools: HandoverTools = {},
): { history: History; deps: HandoverDeps } {
  const history = openHistory({ path: join(dataDir, 'history.sqlite') });
  return { history, deps: handoverFrom(dataDir, history, undefined, tools) };
}
