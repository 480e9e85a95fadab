/** A history file of version 0.1.0 opens with everything in it, in the present spelling. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCacheMirror } from '../../../src/core/history/cache-mirror.ts';
import { openHistory } from '../../../src/core/history/index.ts';
import { MIGRATIONS } from '../../../src/core/history/migrations/index.ts';
import type { History } from '../../../src/core/history/types.ts';
import { encode } from '../../../src/core/redis/codec.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import { STAGE_VERSION, STAGES, type Stage } from '../../../src/shared/stages.ts';
import { idsOf } from '../../support/search.ts';
import { T0, writeOldFile } from './old-file.ts';

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
  writeOldFile(path);
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
  writeOldFile(path);
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
  writeOldFile(path);
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
  writeOldFile(path);
  open();
  expect(history!.stats()).toMatchObject({ batches: 3, documents: 5, gaps: 0 });
  expect(history!.totals(24, T0 + 120_000)).toMatchObject({ documents: 2, exceptions: 1 });
  expect(idsOf(history!, 'organisation')).toEqual(['d1', 'd2', 'd3', 'd4', 'd5']);
  expect(history!.cursor()).toBe('5-1');
  const notification = { id: 'n', batchId: 'b-canceled', title: 't', body: 'b', at: T0 };
  expect(history!.claimNotification('b-canceled', 1, notification)).toBe(false);
});

it('upgrades before it reads only', () => {
  writeOldFile(path);
  history = openHistory({ path, readOnly: true });
  expect(batches('canceled')).toEqual(['b-canceled']);
});

it('keeps no value of the old spelling in any column that holds one', () => {
  writeOldFile(path);
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
