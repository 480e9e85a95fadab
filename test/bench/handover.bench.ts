/**
 * What an export of 100,000 documents takes: at least half the speed at which `cp` copies the same originals to the same
 * disk in the same run, both with everything flushed, and less than 300 MB of memory. `REDWELL_BENCH_DOCUMENTS=10000` makes
 * a smaller matter. Only the ratio says something on a machine that does other work meanwhile.
 * Nothing is removed before the end, which takes seven times the room of the originals: ext4 does not use the places of
 * files again that were removed in the last minute, and looks for others so long that each new file takes 0.7 ms.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXPORT_KINDS } from '../../src/shared/handover.ts';
import { makeLargeMatter } from './large-matter.ts';

const DOCUMENTS = Number(process.env.REDWELL_BENCH_DOCUMENTS ?? 100_000);
const MOST_KB = 300 * 1024;
const LEAST_RATIO = 0.5;
const PER_FOLDER = 1000;
const BATCH = '20261101-0900-abcde';
const CLI = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js');
let folder: string;
let matter: { originals: string[]; bytes: number };

beforeAll(async () => {
  folder = mkdtempSync(join(process.env.REDWELL_BENCH_FOLDER ?? tmpdir(), 'redwell-handover-bench-'));
  matter = await makeLargeMatter(join(folder, 'data'), BATCH, DOCUMENTS);
  execFileSync('sync', ['-f', folder]);
  console.log(`${DOCUMENTS} documents, ${(matter.bytes / 1e9).toFixed(1)} GB`);
}, 3_600_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Copies all originals as `cp` does, a thousand to a folder, and puts them on disk. @returns MB per second */
function copyPlainly(kind: string): number {
  const into = join(folder, `copy ${kind}`);
  mkdirSync(into);
  const started = performance.now();
  for (let from = 0; from < matter.originals.length; from += PER_FOLDER) {
    const part = join(into, String(from));
    mkdirSync(part);
    const input = matter.originals.slice(from, from + PER_FOLDER).join('\0');
    execFileSync('xargs', ['-0', 'cp', '-t', part], { input });
  }
  execFileSync('sync', ['-f', into]);
  return matter.bytes / 1e3 / (performance.now() - started);
}

/** Exports by the command line. @returns its seconds, and the most memory that it took, kB */
async function exportAs(kind: string): Promise<{ code: unknown; seconds: number; most: number }> {
  const into = join(folder, `out ${kind}`);
  mkdirSync(into);
  const args = ['export', BATCH, '--as', kind, '--to', into, '--data', join(folder, 'data')];
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
  const seconds = (performance.now() - started) / 1000;
  return { code, seconds, most };
}

it.each(EXPORT_KINDS)('exports as %s', { timeout: 3_600_000 }, async (kind) => {
  const hasOriginals = kind !== 'lists' && kind !== 'report';
  const plain = hasOriginals ? copyPlainly(kind) : 0;
  const { code, seconds, most } = await exportAs(kind);
  const speed = matter.bytes / 1e6 / seconds;
  const compared = hasOriginals
    ? `${speed.toFixed(0)} MB/s; cp ${plain.toFixed(0)} MB/s; ratio ${(speed / plain).toFixed(2)}; `
    : '';
  console.log(`${kind}: ${compared}${seconds.toFixed(1)} s, ${Math.round(most / 1024)} MB of memory`);
  expect(code).toBe(0);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(MOST_KB);
  if (hasOriginals) expect(speed / plain).toBeGreaterThanOrEqual(LEAST_RATIO);
});
