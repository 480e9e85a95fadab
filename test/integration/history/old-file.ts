/** Writes history files as version 0.1.0 left them, for tests of upgrades. */
import { deflateRawSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { MIGRATIONS } from '../../../src/core/history/migrations/index.ts';
import { STAGES } from '../../../src/shared/stages.ts';

export const T0 = 1_700_000_000_000;

const UNTOUCHED = '0.0.w 0.0.w 0.0.w 0.0.w 0.0.w 0.0.w';
const FINDING = JSON.stringify({
  code: 'unrecognised',
  stage: 'ocr',
  detail: 'says "code":"unrecognised"',
  attempt: 1,
});

const NO_PROGRESS = {
  ...{ waiting: 0, running: 0, retrying: 0, completed: 0, failed: 0, skipped: 0 },
  ...{ cached: 0, totalMs: 0 },
};

/** The saved Batch of 0.1.0, with names that look like values. */
const saved = (id: string, status: string): string =>
  JSON.stringify({
    id,
    name: 'The "status":"cancelled" matter',
    matter: 'Organisation v. cancelled',
    status,
    causes: [{ stage: 'ocr', code: 'unrecognised', count: 1 }],
    stages: Object.fromEntries(STAGES.map((stage) => [stage, NO_PROGRESS])),
    equation: { received: 9, completed: 0, duplicates: 0, excluded: 0, exceptions: 0, pending: 0 },
    startedAt: T0,
    endedAt: T0 + 1,
    savedMs: 77,
  });

/** Writes a file as version 0.1.0 left it: the first three migrations and values of the old spelling. */
export function writeOldFile(path: string): void {
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
