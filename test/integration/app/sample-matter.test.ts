/** Processes the sample matter, and compares the results with the truth that its script recorded. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { expect, it } from 'vitest';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import {
  allDocuments,
  batchEnd,
  makeDataDir,
  openTestRedwell,
  removeDataDir,
} from '../../support/redwell.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

interface Truth {
  path: string;
  status: 'completed' | 'duplicate' | 'exception';
  exception: string | null;
  /** The true text of each scanned page; null for a page with a text layer. */
  scanned: (string | null)[] | null;
}

/** Collapses white space, because OCR is not judged by the layout. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
/** Returns 1 minus the edit distance divided by the length of the true text, at least 0. */
const accuracy = (truth: string, read: string): number =>
  Math.max(0, 1 - distance(plain(truth), plain(read)) / plain(truth).length);

/** Below this a page counts as broken. A good scan reaches 0.97 and more. */
const FLOOR = 0.9;

it('gives every document of the sample matter its expected outcome, and reads its scans', async () => {
  const truth = (
    JSON.parse(await readFile(join(ROOT, 'test', 'corpus', 'sample-truth.json'), 'utf8')) as {
      documents: Truth[];
    }
  ).documents;
  const dataDir = await makeDataDir();
  const redwell = await openTestRedwell(dataDir);
  try {
    const { id } = await submitFolder(redwell, join(ROOT, 'resources', 'sample-matter'));
    const batch = await batchEnd(redwell, id);
    const count = (status: Truth['status']): number => truth.filter((t) => t.status === status).length;
    expect(batch.equation).toEqual({
      received: truth.length,
      completed: count('completed'),
      duplicates: count('duplicate'),
      excluded: 0,
      exceptions: count('exception'),
      pending: 0,
    });

    const items = await allDocuments(redwell, id);
    const shown = (path: string): string => path.replace(/^sample-matter\//, '');
    const outcome = items.map((row) => [shown(row.path), row.status, row.exception?.code ?? null]).sort();
    expect(outcome).toEqual(truth.map((t) => [t.path, t.status, t.exception]).sort());

    const pages: { page: string; accuracy: number; characters: number }[] = [];
    for (const { path, scanned } of truth) {
      const row = items.find((one) => shown(one.path) === path);
      if (scanned === null || row === undefined || row.status !== 'completed') continue;
      const document = await redwell.handlers['documents.get']({ documentId: row.id });
      scanned.forEach((text, i) => {
        if (text === null) return;
        const span = document.pageMap[i];
        expect(span?.source, `${path} page ${i + 1}`).toBe('ocr');
        pages.push({
          page: `${path} p${i + 1}`,
          accuracy: accuracy(text, document.text?.slice(span?.start, span?.end) ?? ''),
          characters: plain(text).length,
        });
      });
    }
    expect(pages.length).toBeGreaterThan(5);
    const characters = pages.reduce((sum, p) => sum + p.characters, 0);
    const mean = pages.reduce((sum, p) => sum + p.accuracy * p.characters, 0) / characters;
    console.log(
      `scans: ${pages.length} pages, ${characters} characters, ${(100 * mean).toFixed(2)} % of the characters right`,
    );
    expect(pages.filter((p) => p.accuracy < FLOOR)).toEqual([]);
  } finally {
    await redwell.dispose();
    await removeDataDir(dataDir);
  }
});
