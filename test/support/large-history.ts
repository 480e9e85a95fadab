/** Writes a data folder as years of work leave it: many ended batches in history, in the vault and in the cache mirror. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openHistory } from '../../src/core/history/index.ts';
import type { DocumentResults, History, StageEvent } from '../../src/core/history/types.ts';
import { bagPaths, writeTagFiles } from '../../src/core/intake/manifest.ts';
import { newDrop } from '../../src/core/intake/new-drop.ts';
import { keepFilesPrivate } from '../../src/core/util/private-files.ts';
import type { Attempt } from '../../src/shared/documents.ts';
import type { Manifest, ManifestDocument } from '../../src/shared/manifest.ts';
import type { Entity } from '../../src/shared/mentions.ts';
import { STAGES, type Stage } from '../../src/shared/stages.ts';
import { manifestDocument, manifestOf } from './manifest.ts';

export interface LargeHistory {
  documents: number;
  /** Documents of one batch. */
  perBatch: number;
  /** Whether the originals are in the vault, too: a file per document. */
  vault?: boolean;
  /** Bytes of each entry of the cache mirror; 0 writes none. */
  mirrorBytes?: number;
}

const DAY_MS = 24 * 3600_000;
const STAGE_MS = 40;
/** Documents written in one transaction. */
const SLICE = 250;
const WORDS =
  'motion deposition hearing exhibit plaintiff counsel harbor shipment invoice letter witness'.split(' ');

function textOf(n: number): string {
  const words = Array.from({ length: 150 }, (_v, i) => WORDS[(n * 31 + i * (n % 7) + i) % WORDS.length]);
  return `John Smith wrote document ${n}. ${words.join(' ')}`;
}

function entitiesOf(n: number): Entity[] {
  const mention = { kind: 'person', text: 'John Smith', canonical: 'John Smith', page: null } as const;
  const other = { ...mention, text: `Witness ${n % 500}`, canonical: `Witness ${n % 500}` };
  return Array.from({ length: 8 }, (_v, i) => ({ ...(i % 2 === 0 ? mention : other), start: 0, end: 10 }));
}

function resultsOf({ id, bytes }: ManifestDocument, n: number, startedAt: number): DocumentResults {
  const text = textOf(n);
  const entities = entitiesOf(n);
  const attempts = STAGES.map(
    (stage, i): Attempt => ({
      ...{ stage, attempt: 1, waitedMs: 20, worker: 'w1', outcome: 'completed', cached: false, error: null },
      ...{ engine: null, startedAt: startedAt + i * STAGE_MS, endedAt: startedAt + (i + 1) * STAGE_MS },
    }),
  );
  const totals = { pages: 1 + (n % 5), pagesOcr: n % 3, characters: text.length, entities: entities.length };
  return {
    documentId: id,
    attempts,
    results: {
      ocr: { text, pages: [], metadata: { title: `Document ${n}, ${bytes} bytes` }, warnings: [] },
      entity_resolution: { entities, canonical: [] },
      relationship_building: { relationships: [] },
      finalization: { ...totals, relationships: 0, warnings: [] },
    },
  };
}

function eventsOf(batchId: string, { id }: ManifestDocument, startedAt: number): StageEvent[] {
  return STAGES.map((stage, i) => ({
    ...{
      batchId,
      documentId: id,
      run: 1,
      stage,
      status: 'completed',
      attempt: 1,
      exception: null,
      detail: '',
    },
    at: startedAt + (i + 1) * STAGE_MS,
    documentStatus: i === STAGES.length - 1 ? 'completed' : 'running',
  }));
}

/** Records one batch and everything that its documents became. @returns Unix ms of its end */
function recordBatch(history: History, manifest: Manifest, mirrorBytes: number): number {
  history.recordManifest(manifest);
  let at = manifest.createdAt;
  for (let from = 0; from < manifest.documents.length; from += SLICE) {
    const slice = manifest.documents.slice(from, from + SLICE);
    const starts = slice.map(() => (at += STAGE_MS));
    history.apply({
      cursor: `${at}-0`,
      events: slice.flatMap((d, i) => eventsOf(manifest.batchId, d, starts[i] ?? at)),
      results: slice.map((d, i) => resultsOf(d, from + i, starts[i] ?? at)),
    });
    if (mirrorBytes > 0) mirror(history, slice, mirrorBytes);
  }
  const saved = history.batch(manifest.batchId);
  if (saved === null) throw new Error(`History has no batch ${manifest.batchId}`);
  history.saveBatch({
    ...saved,
    startedAt: manifest.createdAt,
    endedAt: at,
    durationMs: at - manifest.createdAt,
  });
  return at;
}

function mirror(history: History, documents: readonly ManifestDocument[], bytes: number): void {
  const body = Buffer.alloc(bytes, 'm');
  const keys = documents.flatMap(({ sha256, type }) =>
    STAGES.map((stage: Stage) => ({ stage, input: `${sha256}:${type}:${stage === 'ocr' ? '' : 'next'}` })),
  );
  history.cacheMirror.keep(
    keys.map((key) => ({ ...key, bytes: body })),
    documents.map(({ sha256, type }) => ({ first: `${sha256}:${type}:`, next: `${sha256}:${type}:next` })),
  );
}

async function writeFolders(dataDir: string, manifest: Manifest, vault: boolean): Promise<void> {
  const directory = join(dataDir, 'batches', manifest.batchId);
  await mkdir(directory, { recursive: true });
  await writeTagFiles(directory, manifest, await bagPaths(manifest.documents), true);
  const drop = { ...newDrop(manifest.name, 'path'), batchId: manifest.batchId, status: 'submitted' as const };
  await mkdir(join(dataDir, 'drops', drop.id), { recursive: true });
  await writeFile(
    join(dataDir, 'drops', drop.id, 'drop.json'),
    JSON.stringify({ drop, roots: [], freezing: manifest.batchId }),
  );
  if (!vault) return;
  for (const { sha256, location } of manifest.documents) {
    if (sha256 === null) continue;
    await mkdir(join(location, '..'), { recursive: true });
    await writeFile(location, sha256);
  }
}

/**
 * Fills an empty data folder. History is closed in order, as by a console that ended well.
 * @returns the ids of the batches, oldest first
 */
export async function writeLargeHistory(dataDir: string, options: LargeHistory): Promise<string[]> {
  const { documents, perBatch, vault = false, mirrorBytes = 0 } = options;
  keepFilesPrivate();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const history = openHistory({ path: join(dataDir, 'history.sqlite') });
  const batches = Math.ceil(documents / perBatch);
  const ids: string[] = [];
  try {
    for (let b = 0; b < batches; b += 1) {
      const batchId = `20250101-0000-${String(b).padStart(5, '0')}`;
      const createdAt = Date.now() - DAY_MS - (batches - b) * 10 * 60_000;
      const inBatch = Math.min(perBatch, documents - b * perBatch);
      const listed = Array.from({ length: inBatch }, (_v, i) => {
        const sha256 = createHash('sha256').update(`${batchId} ${i}`).digest('hex');
        const location = join(dataDir, 'vault', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
        return manifestDocument(batchId, i + 1, {
          sha256,
          location,
          path: `box ${i % 40}/document ${i}.pdf`,
          type: 'pdf',
        });
      });
      const manifest = manifestOf(batchId, 0, { createdAt, documents: listed });
      recordBatch(history, manifest, mirrorBytes);
      await writeFolders(dataDir, manifest, vault);
      ids.push(batchId);
    }
  } finally {
    history.dispose();
  }
  return ids;
}
