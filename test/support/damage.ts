/** Damages copies of a history in the ways that disks and people do. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openHistory } from '../../src/core/history/index.ts';
import type { History } from '../../src/core/history/types.ts';
import type { DocumentDetail } from '../../src/shared/documents.ts';
import { type Run, storyOf } from '../integration/history/story.ts';
import { manifestOf } from './manifest.ts';

export const PAGE_BYTES = 4096;

export const documentId = (batch: string, n: number): string => `${batch}-d${String(n).padStart(5, '0')}`;

/** Writes a history with several batches, whose documents ended in different ways. */
export function writeHistory(path: string, batches: readonly string[], documents: number): void {
  const history = openHistory({ path });
  for (const batch of batches) {
    history.recordManifest(manifestOf(batch, documents, { createdAt: 1_700_000_000_000 }));
    for (let n = 1; n <= documents; n += 1) {
      const run: Run = { retries: [n % 3], failsAt: n % 7 === 0 ? 2 : null, canceledAt: null };
      const runs = n % 11 === 0 ? [run, { retries: [], failsAt: null, canceledAt: null }] : [run];
      history.apply({ cursor: `${n}-0`, ...storyOf(documentId(batch, n), runs) });
    }
  }
  history.dispose();
}

/** Copies a history, and its log if it has one, into a folder of its own. @returns the path of the copy */
export function copyOf(path: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'redwell-damage-')), 'history.sqlite');
  mkdirSync(dirname(copy), { recursive: true });
  for (const end of ['', '-wal']) if (existsSync(path + end)) copyFileSync(path + end, copy + end);
  return copy;
}

/** Overwrites pages, numbered from 0, with what `fill` returns. */
export function overwritePages(path: string, pages: readonly number[], fill: () => Buffer): void {
  const bytes = readFileSync(path);
  for (const page of pages) fill().copy(bytes, page * PAGE_BYTES, 0, PAGE_BYTES);
  writeFileSync(path, bytes);
}

/** Everything that history says about its documents, by id. */
export function contentsOf(history: History, batches: readonly string[]): Map<string, DocumentDetail> {
  const all = new Map<string, DocumentDetail>();
  for (const batch of batches)
    for (const { id } of history.allDocuments(batch)) {
      const detail = history.document(id);
      if (detail !== null) all.set(id, detail);
    }
  return all;
}

/** A history that nothing has happened to, in a folder of its own, and all that it says. */
export function wholeHistory(batches: readonly string[], documents: number) {
  const folder = mkdtempSync(join(tmpdir(), 'redwell-whole-'));
  const path = join(folder, 'history.sqlite');
  writeHistory(path, batches, documents);
  const history = openHistory({ path });
  const whole = contentsOf(history, batches);
  history.dispose();
  return { folder, path, whole };
}

/** Whether a document says that something of its record is lost. */
export const isMarked = ({ warnings, exception }: DocumentDetail): boolean =>
  exception?.code === 'record_lost' || warnings.some(({ code }) => code === 'record_incomplete');
