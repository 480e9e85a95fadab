/** Texts in history: one that was altered in the file is named, and never shown. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHistory } from '../../../src/core/history/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { documentDetailSchema } from '../../../src/shared/documents.ts';
import { manifestDocument, manifestOf } from '../../support/manifest.ts';
import { hitsOf } from '../../support/search.ts';
import { storyOf } from './story.ts';

let dir: string;
let history: History;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-texts-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
});
afterEach(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

const ONE = 'b-d00001';
const TWO = 'b-d00002';
function record(): void {
  const documents = [ONE, TWO].map((_id, i) => manifestDocument('b', i + 1));
  history.recordManifest(manifestOf('b', 0, { documents }));
  for (const id of [ONE, TWO]) {
    const { events, results } = storyOf(id, [{ retries: [], failsAt: null, canceledAt: null }]);
    history.apply({ cursor: '1-0', events, results });
  }
}

/** Changes the file while Redwell has it open, as another program would. */
function change(sql: string, ...values: (string | Uint8Array)[]): void {
  const db = new DatabaseSync(history.path);
  try {
    expect(Number(db.prepare(sql).run(...values).changes)).toBe(1);
  } finally {
    db.close();
  }
}
function bodyOf(documentId: string): Uint8Array {
  const db = new DatabaseSync(history.path);
  try {
    const row = db
      .prepare('SELECT body FROM texts WHERE document = (SELECT n FROM documents WHERE id = ?)')
      .get(documentId) as { body: Uint8Array };
    return row.body;
  } finally {
    db.close();
  }
}
const ROW = 'WHERE document = (SELECT n FROM documents WHERE id = ?)';
const edited = (): Buffer => deflateRawSync(inflateRawSync(bodyOf(ONE)).toString().replace('Smith', 'Jones'));

const CHANGES: [string, () => void][] = [
  ['a word', () => change(`UPDATE texts SET body = ? ${ROW}`, edited(), ONE)],
  ['the text of another document', () => change(`UPDATE texts SET body = ? ${ROW}`, bodyOf(TWO), ONE)],
  [
    'the whole row of another document',
    () =>
      change(
        `UPDATE texts SET (body, page_map, metadata, checksum) =
           (SELECT body, page_map, metadata, checksum FROM texts ${ROW}) ${ROW}`,
        TWO,
        ONE,
      ),
  ],
  ['bytes that cannot be unpacked', () => change(`UPDATE texts SET body = ? ${ROW}`, Buffer.from('?'), ONE)],
  ['another page map', () => change(`UPDATE texts SET page_map = '[]' ${ROW}`, ONE)],
  ['other metadata', () => change(`UPDATE texts SET metadata = '{"author":"Someone else"}' ${ROW}`, ONE)],
  ['another checksum', () => change(`UPDATE texts SET checksum = x'00' ${ROW}`, ONE)],
];

it.each(CHANGES)('names a stored text that got %s, and does not show it', (_name, alter) => {
  record();
  expect(history.document(ONE)).toMatchObject({
    textCheck: 'matches',
    text: expect.stringContaining('Smith'),
  });
  alter();
  const detail = history.document(ONE);
  expect(detail).toMatchObject({ textCheck: 'differs', text: null, pageMap: [], metadata: {} });
  expect(documentDetailSchema.parse(detail)).toEqual(detail);
  expect(history.document(TWO)).toMatchObject({ textCheck: 'matches' });
  const hit = hitsOf(history, 'smith').find(({ documentId }) => documentId === ONE);
  expect(hit).toMatchObject({ textCheck: 'differs', excerpts: [], marks: 0 });
  // A later run stores it again.
  const clean = { retries: [], failsAt: null, canceledAt: null };
  const { events, results } = storyOf(ONE, [{ ...clean, failsAt: 0 }, clean]);
  history.apply({ cursor: '2-0', events, results });
  expect(history.document(ONE)).toMatchObject({
    textCheck: 'matches',
    text: expect.stringContaining('Smith'),
  });
});

it('says of a text without a checksum that nobody knows', () => {
  record();
  change(`UPDATE texts SET checksum = NULL ${ROW}`, ONE);
  expect(history.document(ONE)).toMatchObject({
    textCheck: 'unknown',
    text: expect.stringContaining('Smith'),
  });
  change(`UPDATE texts SET body = ? ${ROW}`, Buffer.from('?'), ONE);
  expect(history.document(ONE)).toMatchObject({ textCheck: 'differs', text: null });
});
