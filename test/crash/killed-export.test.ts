/** Kills exports at random moments: each is whole or not there, and the next one removes what was left. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyPack } from '../../src/core/handover/verify.ts';
import { openHandover, recordBatch } from '../support/handover.ts';
import { importLoadFile } from '../support/read-load-file.ts';
import { FULL, seeded } from './support.ts';

const KILLS = 10;
const DOCUMENTS = FULL ? 2000 : 300;
const BATCH = '20261101-0900-abcde';
const CLI = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js');
let folder: string;
let data: string;
let into: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redwell-killed-export-'));
  data = join(folder, 'data');
  into = join(folder, 'out');
  mkdirSync(into);
  const { history } = openHandover(data);
  const documents = Array.from({ length: DOCUMENTS }, (_v, i) => ({
    path: `file ${String(i).padStart(5, '0')}.txt`,
    content: Buffer.alloc(20_000, `document ${i} `),
    text: `Document ${i}`,
  }));
  await recordBatch(data, history, BATCH, documents, { name: 'Matter' });
  history.dispose();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts an export. @returns how it ended, and how long it took, ms */
async function run(kind: string, killAfterMs: number | null): Promise<{ code: number | null; ms: number }> {
  const started = performance.now();
  const args = ['export', BATCH, '--as', kind, '--to', into, '--data', data, '--json'];
  const child = spawn(process.execPath, [CLI, ...args], { stdio: 'ignore' });
  const gone = once(child, 'exit');
  const timer = killAfterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code] = await gone;
  if (timer !== null) clearTimeout(timer);
  return { code: code as number | null, ms: performance.now() - started };
}

const proven = new Set<string>();

/** Expects that every folder that looks like an export is one, down to the last file. Each is read once. */
async function expectOnlyWhole(): Promise<string[]> {
  const names = readdirSync(into).filter((name) => !/\.partial-x-/.test(name));
  for (const name of names.filter((one) => !proven.has(one))) {
    const target = join(into, name);
    proven.add(name);
    if (/evidence pack/.test(name)) {
      const { signal } = new AbortController();
      expect(await verifyPack(target, { root: null, signal })).toMatchObject({ difference: null });
    } else {
      const documents = importLoadFile(target);
      expect(documents).toHaveLength(DOCUMENTS);
      for (const { row, sha256 } of documents) expect(row.SHA256).toBe(sha256);
    }
  }
  return names;
}

it(`leaves nothing that looks like an export when it is killed ${KILLS} times`, async () => {
  const whole = await run('evidence', null);
  expect(whole.code).toBe(0);
  const random = seeded(17);
  let killed = 0;
  for (let i = 0; i < KILLS; i += 1) {
    // The first third is the start of the program.
    const { code } = await run(i % 2 === 0 ? 'evidence' : 'loadfile', whole.ms * (0.3 + 0.75 * random()));
    if (code === null) killed += 1;
    await expectOnlyWhole();
  }
  expect(killed).toBeGreaterThan(0);
  expect((await run('loadfile', null)).code).toBe(0);
  const names = await expectOnlyWhole();
  expect(readdirSync(into)).toEqual(names);
  const { history } = openHandover(data);
  const outcomes = history.exports.list(BATCH).map(({ outcome }) => outcome);
  expect(history.exports.open()).toEqual([]);
  history.dispose();
  expect(outcomes.filter((outcome) => outcome === 'completed')).toHaveLength(names.length);
  expect(outcomes.every((outcome) => outcome === 'completed' || outcome === 'interrupted')).toBe(true);
});
