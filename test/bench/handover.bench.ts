/** What an export of 20,000 documents takes: less than 300 MB of memory, whatever the kind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXPORT_KINDS } from '../../src/shared/handover.ts';
import { openHandover, recordBatch } from '../support/handover.ts';

const DOCUMENTS = 20_000;
const MOST_KB = 300 * 1024;
const BATCH = '20261101-0900-abcde';
const CLI = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js');
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redwell-handover-bench-'));
  mkdirSync(join(folder, 'out'));
  const { history } = openHandover(join(folder, 'data'));
  const documents = Array.from({ length: DOCUMENTS }, (_v, i) => ({
    path: `box ${String(Math.floor(i / 100)).padStart(4, '0')}/document ${String(i).padStart(6, '0')}.txt`,
    content: `Document ${i}. ${'The quick brown fox jumps over the lazy dog. '.repeat(60)}`,
  }));
  await recordBatch(join(folder, 'data'), history, BATCH, documents, { name: 'Large matter' });
  history.dispose();
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each(EXPORT_KINDS)(`exports ${DOCUMENTS} documents as %s in less than 300 MB of memory`, async (kind) => {
  const args = ['export', BATCH, '--as', kind, '--to', join(folder, 'out'), '--data', join(folder, 'data')];
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], { stdio: 'ignore' });
  let most = 0;
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      most = Math.max(most, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    } catch {
      // It has just ended.
    }
  }, 50);
  const [code] = await once(child, 'exit');
  clearInterval(timer);
  console.log(
    `${kind}: ${Math.round(most / 1024)} MB, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  expect(code).toBe(0);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(MOST_KB);
});
