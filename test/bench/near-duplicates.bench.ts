/** Families of similar texts in a matter of 100,000 documents: processor time, and the memory that it takes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHistory } from '../../src/core/history/index.ts';
import type { History } from '../../src/core/history/types.ts';
import { openSimilarityThread } from '../../src/core/similarity/ask.ts';
import { findSimilar } from '../../src/core/similarity/keeper.ts';
import { letter, misread, type Random, randomFrom } from '../support/letters.ts';
import { writeTexts } from '../support/search.ts';

const DOCUMENTS = Number(process.env.REDWELL_BENCH_DOCUMENTS ?? 100_000);
const WORDS = 400;
/** Five minutes on two cores, scaled to the number of documents; the rest is what every run costs. */
const LIMIT_CPU_MS = 600_000 * (DOCUMENTS / 100_000) + 3000;
const LIMIT_BYTES = 600 * 1024 * 1024;
const BATCH = 1000;

let dir: string;
let history: History;

/** One text in five is an earlier one that OCR read, or a part of it. */
function texts(random: Random): () => string {
  const earlier: string[] = [];
  return () => {
    const original = earlier[Math.floor(random() * earlier.length)];
    if (original !== undefined && random() < 0.2)
      return random() < 0.5
        ? misread(original, 0.01, random)
        : original.slice(0, Math.floor(original.length * 0.8));
    const text = letter(random, WORDS).join(' ');
    if (earlier.length < 2000) earlier.push(text);
    return text;
  };
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'redwell-similar-bench-'));
  history = openHistory({ path: join(dir, 'history.sqlite') });
  const next = texts(randomFrom(1));
  for (let batch = 0; batch < DOCUMENTS / BATCH; batch += 1)
    writeTexts(
      history,
      `b${batch}`,
      Array.from({ length: Math.min(BATCH, DOCUMENTS) }, () => ({
        status: 'excluded' as const,
        text: next(),
      })),
    );
}, 1_800_000);
afterAll(() => {
  history.dispose();
  rmSync(dir, { recursive: true });
});

it(`compares ${DOCUMENTS} documents`, async () => {
  const entry = join(import.meta.dirname, '../../out/main/similarity.js');
  const thread = openSimilarityThread(history.path, entry);
  const memory = process.memoryUsage().rss;
  let most = memory;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  const cpu = process.cpuUsage();
  const since = performance.now();
  await findSimilar(history.similar, thread);
  const { user, system } = process.cpuUsage(cpu);
  const spent = (user + system) / 1000;
  clearInterval(timer);
  const again = process.cpuUsage();
  writeTexts(history, 'late', [{ status: 'excluded', text: letter(randomFrom(9), WORDS).join(' ') }]);
  await findSimilar(history.similar, thread);
  const late = process.cpuUsage(again);
  await thread.close();
  console.log(
    [
      `${DOCUMENTS} documents of ${WORDS} words: ${(spent / 1000).toFixed(1)} s of processor time (limit ${(LIMIT_CPU_MS / 1000).toFixed(0)} s),`,
      `${((performance.now() - since) / 1000).toFixed(1)} s by the clock with one document more,`,
      `which took ${((late.user + late.system) / 1e6).toFixed(2)} s; memory +${((most - memory) / 1048576).toFixed(0)} MB`,
    ].join(' '),
  );
  expect(spent).toBeLessThan(LIMIT_CPU_MS);
  expect(most - memory).toBeLessThan(LIMIT_BYTES);
}, 1_800_000);
