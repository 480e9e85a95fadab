/**
 * Kills exports of every kind at random moments over their whole course: each is whole or not there, and the next export of
 * the same takes over what is proven and leaves nothing else.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPack } from '../../src/core/handover/verify.ts';
import type { ExportReport } from '../../src/shared/handover.ts';
import { textPdf } from '../integration/pipeline/fixtures.ts';
import { openHandover, recordBatch } from '../support/handover.ts';
import { importImages, importLoadFile } from '../support/read-load-file.ts';
import { FULL, few } from '../support/scale.ts';
import { seeded } from './support.ts';

const KILLS = FULL ? 10 : 1;
const DOCUMENTS = FULL ? 1000 : 200;
const PAGED = FULL ? 60 : 12;
const PAGES = 3;
const BATCH = '20261101-0900-abcde';
const PICTURES = '20261102-0900-abcde';
const CLI = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js');
let folder: string;
let data: string;
let profile: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redwell-killed-export-'));
  data = join(folder, 'data');
  profile = join(folder, 'profile.json');
  writeFileSync(profile, '{"images":{"dpi":100},"numbering":{"by":"page"}}');
  const { history } = openHandover(data);
  const documents = Array.from({ length: DOCUMENTS }, (_v, i) => ({
    path: `file ${String(i).padStart(5, '0')}.txt`,
    content: Buffer.alloc(20_000, `document ${i} `),
    text: `Document ${i}`,
  }));
  await recordBatch(data, history, BATCH, documents, { name: 'Matter' });
  const paged = [];
  for (let i = 0; i < PAGED; i += 1) {
    const pages = Array.from({ length: PAGES }, (_v, page) => `Document ${i}, page ${page}`);
    paged.push({
      ...{ path: `file ${i}.pdf`, type: 'pdf' as const, pages: PAGES, text: `Document ${i}` },
      content: await textPdf(pages),
    });
  }
  await recordBatch(data, history, PICTURES, paged, { name: 'Pictures' });
  history.dispose();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Expects that a folder that looks like an export is one, down to the last file. */
const PROOFS = {
  async pack(target: string) {
    const { signal } = new AbortController();
    expect(await verifyPack(target, { root: null, signal })).toMatchObject({ difference: null });
  },
  async loadFile(target: string) {
    const documents = importLoadFile(target);
    expect(documents).toHaveLength(DOCUMENTS);
    for (const { row, sha256 } of documents) expect(row.SHA256).toBe(sha256);
  },
  async pictures(target: string) {
    expect(importLoadFile(target)).toHaveLength(PAGED);
    expect(importImages(target).map(({ images }) => images.length)).toEqual(Array(PAGED).fill(PAGES));
  },
  async report(target: string) {
    expect(readFileSync(join(target, 'report.html'), 'utf8')).toMatch(/<\/html>\n$/);
    expect(existsSync(join(target, 'redwell-export.json'))).toBe(true);
  },
};

/** A data folder of its own, so that what one kill leaves is not found by others, and a folder for exports. */
interface Place {
  data: string;
  into: string;
}

function placeOf(name: string): Place {
  const place = { data: join(folder, name, 'data'), into: join(folder, name, 'out') };
  cpSync(data, place.data, { recursive: true });
  mkdirSync(place.into);
  return place;
}

/** Starts an export. @returns its report, and how long it took, ms */
async function run(
  batch: string,
  args: readonly string[],
  place: Place,
  killAfterMs: number | null,
): Promise<{ code: number | null; ms: number; report: ExportReport | null }> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [CLI, 'export', batch, ...args, '--to', place.into, '--data', place.data, '--json'],
    // Printing takes much longer than everything else together, so few kills would hit the rest.
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, REDWELL_CHROMIUM: join(folder, 'none') } },
  );
  const said = text(child.stdout);
  const gone = once(child, 'exit');
  const timer = killAfterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code] = (await gone) as [number | null];
  if (timer !== null) clearTimeout(timer);
  const out = await said;
  return {
    code,
    ms: performance.now() - started,
    report: code === 0 ? (JSON.parse(out) as ExportReport) : null,
  };
}

const isPartial = (name: string): boolean => name.includes('.partial-x-');

const EXPORTS = [
  ['an evidence pack', BATCH, ['--as', 'evidence'], PROOFS.pack],
  ['a load file', BATCH, ['--as', 'loadfile'], PROOFS.loadFile],
  ['a load file with page images', PICTURES, ['--as', 'loadfile', '--profile', 'PROFILE'], PROOFS.pictures],
  ['a bag', BATCH, ['--as', 'bag'], PROOFS.pack],
  ['a report', BATCH, ['--as', 'report'], PROOFS.report],
] as const;

describe.each(few(EXPORTS, 2))('%s', (what, batch, args, prove) => {
  it(`is whole or not there when it is killed, ${KILLS} times, and the next one goes on`, async () => {
    const asked = args.map((arg) => (arg === 'PROFILE' ? profile : arg));
    const whole = await run(batch, asked, placeOf(`${what}, whole`), null);
    expect(whole.report?.resumed).toBeNull();
    const random = seeded(17 + what.length);
    for (let i = 0; i < KILLS; i += 1) {
      const place = placeOf(`${what}, ${i}`);
      const { into } = place;
      // The first part is the start of the program. Sooner or later, each moment has its turn.
      await run(batch, asked, place, whole.ms * (0.25 + 0.75 * random()));
      const hasParts = readdirSync(into).some(isPartial);
      for (const name of readdirSync(into).filter((one) => !isPartial(one))) await prove(join(into, name));
      const next = await run(batch, asked, place, null);
      expect(next.report?.resumed !== null).toBe(hasParts);
      expect(readdirSync(into).filter(isPartial)).toEqual([]);
      await prove(next.report?.target ?? '');
      expectSettled(batch, place);
    }
  });
});

/** Expects that history says of each export how it ended, and that nothing is left beside them. */
function expectSettled(batch: string, { data: own, into }: Place): void {
  const { history } = openHandover(own);
  const outcomes = history.exports.list(batch).map(({ outcome }) => outcome);
  expect(history.exports.open()).toEqual([]);
  history.dispose();
  expect(outcomes.filter((outcome) => outcome === 'completed')).toHaveLength(readdirSync(into).length);
  expect(outcomes.every((outcome) => outcome === 'completed' || outcome === 'interrupted')).toBe(true);
  // A kill just before an export is on record leaves its lock for a minute, and nothing else.
  expect(readdirSync(join(own, 'exports')).filter((name) => !name.endsWith('.lock'))).toEqual([]);
}
