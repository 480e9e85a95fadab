/** Estimates how long a drop will take, from documents that history has. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { STAGES } from '../../../src/shared/stages.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';

const T0 = 1_700_000_000_000;
let dir: string;
let history: History;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-forecast-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
});
afterEach(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

interface Past {
  type: FileType;
  count: number;
  /** Time of each stage, ms. */
  stageMs: number;
  /** Time of the first stage, ms. */
  firstMs?: number;
  pages?: number;
  pagesOcr?: number;
  cached?: boolean;
  /** Documents processed at the same time. */
  lanes?: number;
  from?: number;
}

/** Records documents that were processed `lanes` at a time, one stage after another. */
function record(batchId: string, past: Past): void {
  const { type, count, stageMs, firstMs = stageMs, pages = null, pagesOcr = 0, lanes = 1, from = T0 } = past;
  const documents = Array.from({ length: count }, (_v, i) => manifestDocument(batchId, i + 1, { type }));
  history.recordManifest(manifestOf(batchId, 0, { documents, createdAt: from }));
  const took = firstMs + stageMs * (STAGES.length - 1);
  documents.forEach(({ id: documentId }, i) => {
    let at = from + Math.floor(i / lanes) * took;
    const attempts = STAGES.map((stage, s) => {
      const startedAt = at;
      at += s === 0 ? firstMs : stageMs;
      const rest = { outcome: 'completed', cached: past.cached ?? false, engine: null, error: null } as const;
      return { stage, attempt: 1, startedAt, endedAt: at, waitedMs: 9000, worker: 'w', ...rest };
    });
    const finalization = { pages, pagesOcr, characters: 1, entities: 0, relationships: 0, warnings: [] };
    history.apply({
      cursor: '1-0',
      events: [],
      results: [{ documentId, attempts, results: { finalization } }],
    });
  });
}

const some = (count: number, type: FileType, pages: number | null = null, pagesToOcr: number | null = 0) =>
  Array.from({ length: count }, () => ({ type, pages, pagesToOcr }));

describe('the expected time', () => {
  it('is unknown until ten documents were processed', () => {
    expect(history.expectedMs(some(1, 'txt'))).toBeNull();
    record('b-1', { type: 'txt', count: 9, stageMs: 100 });
    expect(history.expectedMs(some(1, 'txt'))).toBeNull();
    record('b-2', { type: 'txt', count: 1, stageMs: 100, from: T0 + 60_000 });
    expect(history.expectedMs(some(1, 'txt'))).toBe(600);
  });

  it('follows the time that documents of the type took, and how many ran at once', () => {
    record('b-1', { type: 'txt', count: 20, stageMs: 100, lanes: 2 });
    // The next day: the night between the batches doesn't count as work.
    record('b-2', { type: 'eml', count: 20, stageMs: 50, lanes: 2, from: T0 + 86_400_000 });
    expect(history.expectedMs(some(10, 'txt'))).toBe(3000);
    expect(history.expectedMs([...some(10, 'txt'), ...some(10, 'eml')])).toBe(4500);
    // A type without earlier documents counts as the mean of all types.
    expect(history.expectedMs(some(2, 'docx'))).toBe(450);
    expect(history.expectedMs([])).toBe(0);
  });

  it('grows with pages, and with pages that need OCR', () => {
    record('b-1', { type: 'pdf', count: 10, stageMs: 100, pages: 4 });
    expect(history.expectedMs(some(1, 'pdf', 9))).toBe(1200);
    expect(history.expectedMs(some(1, 'pdf', 9, 3))).toBeNull();
    record('b-2', {
      type: 'tiff',
      count: 10,
      stageMs: 20,
      firstMs: 4000,
      pages: 2,
      pagesOcr: 2,
      from: T0 + 1e6,
    });
    expect(history.expectedMs(some(1, 'pdf', 9, 3))).toBe(1200 + 6000);
    expect(history.expectedMs(some(1, 'tiff', 2, 2))).toBe(100 + 4000);
    // Its number of pages is unknown before processing.
    expect(history.expectedMs(some(1, 'tiff', null, null))).toBe(4100);
  });

  it('ignores results from the cache', () => {
    record('b-1', { type: 'txt', count: 20, stageMs: 100, cached: true });
    expect(history.expectedMs(some(1, 'txt'))).toBeNull();
  });
});
