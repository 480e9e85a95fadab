/** The first page of a comparison of two batches with 100,000 documents each, without the thread that the console runs it in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../src/core/history/index.ts';
import type { History } from '../../src/core/history/types.ts';
import { printTable, round } from './table.ts';

const DOCUMENTS = Number(process.env.REDWELL_BENCH_DOCUMENTS ?? 100_000);
/** Processor time, which a busy machine does not lengthen as it does the time that passes. */
const LIMIT_MS = 2000;

let dir: string;
let history: History;

/** Of 20 documents, one came, one went, one has another content, one moved, one ended otherwise, one has a warning. */
const insert = (batch: 1 | 2): string => `
  WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ${DOCUMENTS})
  INSERT INTO documents (id, batch, path, sha256, bytes, type, status, run, stages, code, intake_warnings, warnings, warned)
  SELECT ${batch} || '-' || i, ${batch},
    'folder ' || (i % 300) || '/' || iif(i % 20 IN (0, 1) AND ${batch} = 2, 'other ', '') || 'document ' || i || '.pdf',
    hex(i * 7919) || iif(i % 20 IN (0, 2) AND ${batch} = 2, 'x', ''), 1000 + i, iif(i % 3 = 0, 'eml', 'pdf'),
    iif(i % 20 = 3 AND ${batch} = 2, 'exception', 'completed'), 1, '1.1.c', iif(i % 20 = 3 AND ${batch} = 2, 'corrupt', NULL),
    '[]', iif(i % 20 = 4 AND ${batch} = 2, '[{"code":"ocr_low_confidence"}]', '[]'), iif(i % 20 = 4 AND ${batch} = 2, 1, 0)
  FROM k`;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-compare-bench-'));
  const path = join(dir, 'history.sqlite');
  openHistory({ path }).dispose();
  const db = new DatabaseSync(path);
  db.exec(`BEGIN;
    INSERT INTO batches (n, id, name, matter, custodian, priority, created_at, status)
    VALUES (1, 'a', 'A', '', '', 'normal', 1, 'completed'), (2, 'b', 'B', '', '', 'normal', 2, 'completed');
    ${insert(1)}; ${insert(2)}; COMMIT`);
  db.close();
  history = openHistory({ path, readOnly: true });
}, 1_800_000);
afterAll(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

it('shows the first page within two seconds, and the next ones at once', () => {
  const engine = history.compare();
  const measured = <T>(
    what: string,
    work: () => T,
  ): { value: T; row: { what: string; cpuMs: number; ms: number } } => {
    const cpu = process.cpuUsage();
    const from = performance.now();
    const value = work();
    const { user, system } = process.cpuUsage(cpu);
    return {
      value,
      row: { what, cpuMs: round((user + system) / 1000), ms: round(performance.now() - from) },
    };
  };
  const pair = { a: 'a', b: 'b' };
  const page = { ...pair, kind: null, limit: 100 };
  const compared = measured('compare', () => engine.compare(pair));
  const first = measured('first page', () => engine.changes({ ...page, cursor: null }));
  const second = measured('next page', () => engine.changes({ ...page, cursor: first.value.next }));
  printTable(`Two batches of ${DOCUMENTS} documents`, [compared.row, first.row, second.row]);
  const part = DOCUMENTS / 20;
  expect(compared.value.changes).toMatchObject({ changed: part, moved: part, outcome: part, warnings: part });
  expect(first.value.items).toHaveLength(100);
  expect(compared.row.cpuMs + first.row.cpuMs).toBeLessThan(LIMIT_MS);
  expect(second.row.cpuMs).toBeLessThan(100);
}, 600_000);
