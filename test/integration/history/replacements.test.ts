/** The record of other copies in history: from the manifest, once, and never stronger than what people decided. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEraser } from '../../../src/core/history/erase/eraser.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';

let folder: string;
let history: History;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redwell-replacements-'));
  history = openHistory({ path: join(folder, 'history.sqlite') });
});
afterEach(() => {
  history.dispose();
  rmSync(folder, { recursive: true });
});

const exception = { code: 'corrupt' as const, stage: null, detail: 'No trailer.', attempt: 0 };
const old = manifestOf('a', 0, {
  documents: [
    manifestDocument('a', 1, { path: 'lease.pdf', status: 'exception', exception }),
    manifestDocument('a', 2, { path: 'Thumbs.db', status: 'excluded', excluded: 'It is a system file.' }),
  ],
});
const copy = manifestOf('b', 1, {
  replaces: {
    ...{ documentId: 'a-d00001', batchId: 'a', path: 'lease.pdf', sha256: 'x', type: 'pdf' },
    ...{ code: 'corrupt', reason: 'Intact', by: 'pat', at: 5 },
  },
});
const who = { by: 'kim', at: 9 };

it('takes the item out of the list with the batch, and an undone one stays undone', () => {
  history.recordManifest(old);
  expect(history.attention.count()).toBe(1);
  history.recordManifest(copy);
  expect(history.attention.count()).toBe(0);
  expect(history.document('a-d00001')?.replacements).toEqual([
    {
      replaced: { id: 'a-d00001', path: 'lease.pdf', batchId: 'a', sha256: 'x' },
      copy: {
        id: 'b-d00001',
        path: 'folder/document 1.txt',
        batchId: 'b',
        sha256: copy.documents[0]?.sha256,
      },
      ...{ code: 'corrupt', reason: 'Intact', by: 'pat', at: 5, stands: true, undone: null },
    },
  ]);
  expect(history.attention.undo('replaced-b', who)).toBe(1);
  history.recordManifest(copy);
  history.repair.complete(copy);
  expect(history.attention.count()).toBe(1);
  expect(history.document('b-d00001')?.replacements).toMatchObject([{ stands: false, undone: who }]);
});

it('opens the item again when only the manifests are left', () => {
  history.repair.complete(copy);
  history.repair.complete(old);
  expect(history.attention.count()).toBe(2); // The lease, and the copy, whose outcome is not known any more.
  expect(history.document('a-d00001')?.replacements).toMatchObject([{ stands: false, undone: null }]);
});

it('finds the document of a batch that has the bytes of a copy', () => {
  history.recordManifest(old);
  const { id, path, sha256 } = old.documents[0] ?? manifestDocument('a', 1);
  expect(history.replacements.sameBytes('a', sha256 ?? '')).toEqual({ id, path });
  expect(history.replacements.sameBytes('b', sha256 ?? '')).toBeNull();
});

it('says which batch still names a document before it is deleted, and forgets it itself', async () => {
  history.recordManifest(old);
  history.recordManifest(copy);
  expect(history.removal.relatedByCopies('a')).toEqual([copy.name]);
  expect(history.removal.relatedByCopies('b')).toEqual([old.name]);
  await openEraser(history.removal.files, 'no thread').erase('a');
  expect(history.document('b-d00001')?.replacements ?? []).toEqual([]);
  expect(history.removal.relatedByCopies('b')).toEqual([]);
});
