/** A history file of version 0.1.0 opens with everything in it, in the present spelling. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCacheMirror } from '../../../src/core/history/cache-mirror.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import { MIGRATIONS } from '../../../src/core/history/migrations/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { encode } from '../../../src/core/redis/codec.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import { STAGE_VERSION, STAGES, type Stage } from '../../../src/shared/stages.ts';

const T0 = 1_700_000_000_000;
let dir: string;
let path: string;
let history: History | null = null;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-upgrade-'));
  path = join(dir, 'history.sqlite');
});
afterEach(() => {
  history?.dispose();
  history = null;
  rmSync(dir, { recursive: true });
});

const UNTOUCHED = '0.0.w 0.0.w 0.0.w 0.0.w 0.0.w 0.0.w';
const FINDING = JSON.stringify({
  code: 'unrecognised',
  stage: 'ocr',
  detail: 'says "code":"unrecognised"',
  attempt: 1,
});

/** The saved Batch of 0.1.0, with names that look like values. */
const saved = (id: string, status: string): string =>
  JSON.stringify({
    id,
    name: 'The "status":"cancelled" matter',
    matter: 'Organisation v. cancelled',
    status,
    causes: [{ stage: 'ocr', code: 'unrecognised', count: 1 }],
    equation: { received: 9, completed: 0, duplicates: 0, excluded: 0, exceptions: 0, pending: 0 },
    startedAt: T0,
    endedAt: T0 + 1,
    savedMs: 77,
  });

/** Writes a file as version 0.1.0 left it: the first three migrations and values of the old spelling. */
function writeOldFile(): void {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;');
  for (const sql of MIGRATIONS.slice(0, 3)) db.exec(sql);
  db.exec('PRAGMA user_version = 3');
  const insert = (table: string, row: Record<string, string | number | null | Uint8Array>): void => {
    const columns = Object.keys(row);
    db.prepare(
      `INSERT INTO ${table} (${columns.map((c) => `"${c}"`).join()}) VALUES (${columns.map(() => '?').join()})`,
    ).run(...Object.values(row));
  };
  const batch = (n: number, id: string, status: string): void =>
    insert('batches', {
      n,
      id,
      name: 'The "status":"cancelled" matter',
      matter: 'Organisation v. cancelled',
      custodian: 'C',
      priority: 'normal',
      created_at: T0 + n,
      status,
      saved: saved(id, status),
      place: 'redis://elsewhere',
    });
  const document = (n: number, ofBatch: number, change: Record<string, string | number | null>): void => {
    insert('documents', {
      n,
      id: `d${n}`,
      batch: ofBatch,
      path: `cancelled organisation ${n}.txt`,
      bytes: 10,
      type: 'txt',
      status: 'pending',
      run: 1,
      stages: UNTOUCHED,
      stage: null,
      intake_warnings: '[]',
      warnings: '[]',
      warned: 0,
      ...change,
    });
    insert('path_words', { rowid: n, path: `cancelled organisation ${n}.txt` });
  };
  batch(1, 'b-canceled', 'cancelled');
  batch(2, 'b-canceling', 'cancelling');
  batch(3, 'b-failures', 'completed_with_exceptions');
  document(1, 1, { status: 'cancelled', ended_at: T0 + 60_000 });
  document(2, 2, { status: 'cancelled', ended_at: T0 + 60_000 });
  document(3, 2, {});
  document(4, 3, {
    status: 'exception',
    stages: '1.1.f 0.0.w 0.0.w 0.0.w 0.0.w 0.0.w',
    stage: 0,
    code: 'unrecognised',
    exception: FINDING,
    ended_at: T0 + 60_000,
  });
  document(5, 3, {
    status: 'completed',
    stages: '1.1.c 1.1.c 1.1.c 1.1.c 1.1.c 1.1.c',
    intake_warnings: `[${FINDING}]`,
    warnings: `[${FINDING}]`,
    warned: 1,
    ended_at: T0 + 60_000,
    text_at: T0,
    entities_at: T0,
  });
  const attempt = { started_at: T0, ended_at: T0 + 60_000, waited_ms: 1, worker: 'w', cached: 0 };
  insert('attempts', {
    document: 4,
    stage: 0,
    attempt: 1,
    ...attempt,
    outcome: 'failed',
    error_code: 'unrecognised',
  });
  insert('attempts', { document: 1, stage: 0, attempt: 1, ...attempt, outcome: 'cancelled' });
  insert('texts', { document: 5, body: deflateRawSync('The organisation was cancelled.'), page_map: '[]' });
  insert('text_words', { rowid: 5, body: 'The organisation was cancelled.' });
  insert('entities', {
    document: 5,
    place: 0,
    kind: 'organisation',
    text: 'The organisation',
    start: 0,
    end: 16,
  });
  insert('entities', { document: 5, place: 1, kind: 'person', text: 'John', start: 17, end: 21 });
  const kinds = { kind: 'appears_with', weight: 0.5, evidence: '[]' };
  const ends = { source: 'Acme', source_kind: 'organisation', target: 'Beta', target_kind: 'organisation' };
  insert('relationships', { document: 5, place: 0, ...kinds, ...ends });
  insert('resolutions', { n: 1, batch: 3, run: 1, whole: 1, documents: 1, missing: 0 });
  for (const [n, name] of [
    [1, 'Acme'],
    [2, 'Beta'],
  ] as const)
    insert('batch_entities', {
      n,
      resolution: 1,
      place: n,
      kind: 'organisation',
      name,
      documents: 1,
      mentions: 2,
    });
  insert('batch_entity_names', { entity: 1, place: 0, name: 'Acme' });
  insert('batch_entity_documents', { entity: 1, document: 5, mentions: 2 });
  insert('batch_relationships', {
    n: 1,
    resolution: 1,
    place: 0,
    ...kinds,
    source: 1,
    target: 2,
    documents: 1,
  });
  insert('notifications', {
    batch_id: 'b-canceled',
    run: 1,
    at: T0,
    notification: '{"title":"was cancelled"}',
  });
  db.prepare("UPDATE state SET cursor = '5-1'").run();
  db.close();
}

const open = (): History => {
  history = openHistory({ path });
  return history;
};
const ids = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id).sort();
const batches = (status: string): string[] =>
  ids(history!.listBatches(REQUESTS['batches.list'].input.parse({ status })).items);
const documents = (batchId: string, filter: object): string[] =>
  ids(history!.listDocuments(REQUESTS['documents.list'].input.parse({ batchId, ...filter })).items);

it('lists batches by their present status', () => {
  writeOldFile();
  open();
  expect(batches('canceled')).toEqual(['b-canceled']);
  expect(batches('active')).toEqual(['b-canceling']);
  expect(batches('exceptions')).toEqual(['b-failures']);
  expect(history!.batch('b-canceled')).toMatchObject({
    status: 'canceled',
    equation: { received: 1, excluded: 1 },
    name: 'The "status":"cancelled" matter',
    matter: 'Organisation v. cancelled',
    savedMs: 77,
  });
  expect(history!.batch('b-canceling')).toMatchObject({
    status: 'canceling',
    equation: { received: 2, excluded: 1, pending: 1 },
  });
  expect(history!.unsettledBatches()).toEqual(['b-canceling']);
  expect(history!.unsettledAt('redis://elsewhere')).toEqual(['b-canceling']);
});

it('finds documents by status and code, with their exceptions and warnings', () => {
  writeOldFile();
  open();
  expect(documents('b-canceled', { status: 'canceled' })).toEqual(['d1']);
  expect(documents('b-failures', { code: 'unrecognized' })).toEqual(['d4', 'd5']);
  expect(documents('b-failures', { search: 'cancelled organisation' })).toEqual(['d4', 'd5']);
  const finding = { code: 'unrecognized', stage: 'ocr', detail: 'says "code":"unrecognised"', attempt: 1 };
  expect(history!.document('d4')).toMatchObject({
    exception: finding,
    attempts: [{ outcome: 'failed', error: { code: 'unrecognized' } }],
  });
  expect(history!.document('d1')!.attempts).toMatchObject([{ outcome: 'canceled' }]);
  expect(history!.document('d5')!.warnings).toEqual([finding, finding]);
  expect(history!.batch('b-failures')).toMatchObject({
    status: 'completed_with_exceptions',
    causes: [{ stage: 'ocr', code: 'unrecognized', count: 1 }],
    warnings: 1,
  });
});

it('shows entities and relationships by their present kind, of documents and of batches', () => {
  writeOldFile();
  open();
  const detail = history!.document('d5')!;
  expect(detail.text).toBe('The organisation was cancelled.');
  expect(detail.entityList.map(({ kind, text }) => [kind, text])).toEqual([
    ['organization', 'The organisation'],
    ['person', 'John'],
  ]);
  expect(detail.relationships).toMatchObject([{ fromKind: 'organization', toKind: 'organization' }]);
  const query = REQUESTS['batches.entities'].input.parse({ batchId: 'b-failures', kind: 'organization' });
  expect(history!.listEntities(query)).toMatchObject({
    total: 2,
    items: [{ kind: 'organization', name: 'Acme' }, {}],
  });
  const acme = { kind: 'organization', name: 'Acme' } as const;
  expect(documents('b-failures', { entity: acme })).toEqual(['d5']);
  const related = REQUESTS['batches.relationships'].input.parse({ batchId: 'b-failures', entity: acme });
  expect(history!.listRelationships(related)).toMatchObject({ total: 1, items: [{ from: acme }] });
});

it('loses nothing: totals, searches, notifications and the cursor', () => {
  writeOldFile();
  open();
  expect(history!.stats()).toMatchObject({ batches: 3, documents: 5, gaps: 0 });
  expect(history!.totals(24, T0 + 120_000)).toMatchObject({ documents: 2, exceptions: 1 });
  expect(
    history!
      .search('organisation', 10)
      .map((hit) => hit.documentId)
      .sort(),
  ).toEqual(['d1', 'd2', 'd3', 'd4', 'd5']);
  expect(history!.cursor()).toBe('5-1');
  const notification = { id: 'n', batchId: 'b-canceled', title: 't', body: 'b', at: T0 };
  expect(history!.claimNotification('b-canceled', 1, notification)).toBe(false);
});

it('upgrades before it reads only', () => {
  writeOldFile();
  history = openHistory({ path, readOnly: true });
  expect(batches('canceled')).toEqual(['b-canceled']);
});

it('keeps no value of the old spelling in any column that holds one', () => {
  writeOldFile();
  open().dispose();
  history = null;
  const db = new DatabaseSync(path);
  const left = (sql: string): unknown => (db.prepare(sql).get() as { n: number }).n;
  expect(
    left(`SELECT count(*) AS n FROM documents WHERE status LIKE 'cancell%' OR code LIKE '%recognised'
    OR exception ->> 'code' LIKE '%recognised' OR warnings ->> '$[0].code' LIKE '%recognised'`),
  ).toBe(0);
  expect(
    left(`SELECT count(*) AS n FROM batches WHERE status LIKE 'cancell%' OR saved ->> 'status' LIKE 'cancell%'
    OR saved ->> '$.causes[0].code' LIKE '%recognised'`),
  ).toBe(0);
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: MIGRATIONS.length });
  db.close();
});

it('passes over kept results from before entities changed, and keeps using texts', () => {
  const versions = STAGE_VERSION as Record<Stage, number>;
  const bodies = STAGES.map((stage) => ({
    stage,
    input: stage === 'ocr' ? 'a:pdf:1' : 'digest',
    bytes: encode({ kind: 'organisation' }),
  }));
  const present = versions.entity_extraction;
  versions.entity_extraction = 2;
  const old = openCacheMirror(join(dir, 'kept.sqlite'));
  old.keep(bodies, [{ first: 'a:pdf:1', next: 'digest' }]);
  old.dispose();
  versions.entity_extraction = present;
  expect(present).toBeGreaterThan(2);
  const kept = openCacheMirror(join(dir, 'kept.sqlite'));
  const used = STAGES.filter((_stage, i) => kept.read(kept.find('a', 'pdf'))[i] !== null);
  kept.dispose();
  expect(used).toEqual(['ocr', 'chunking']);
});
