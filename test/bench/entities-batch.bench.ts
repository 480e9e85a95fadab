/** Measures how long the grouping of a large batch's names blocks the event loop, without Redis. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { BatchNames } from '../../src/core/pipeline/entities/batch-names.ts';
import type { EntityKind } from '../../src/shared/mentions.ts';
import { printTable, round, seconds } from './table.ts';

const DOCUMENTS = Number(process.env.BENCH_DOCUMENTS ?? 10_000);
/** A worker must renew the locks of its jobs, so it must not pause for longer. */
const MOST_MS = 50;

type Named = { kind: EntityKind; name: string; mentions: number[] };

/** Names of one document: most are its own, some are the matter's, and some are short forms of either. */
function namesOf(document: number): Named[] {
  const named = (kind: EntityKind, name: string): Named => ({ kind, name, mentions: [0] });
  const own = Array.from({ length: 10 }, (_v, i) => document * 10 + i);
  return [
    named('organization', 'Harlan Maritime Supply, Inc.'),
    named('organization', document % 3 === 0 ? 'Harlan' : 'Harlan Maritime'),
    named('person', `Margaret${document % 5} Harlan`),
    named('person', document % 2 === 0 ? 'Harlan' : 'M. Harlan'),
    ...own.map((n) => named('person', `Ann${n % 97} B. Family${n % 20_000}`)),
    ...own.slice(0, 5).map((n) => named('person', `Family${n % 20_000}`)),
    ...own.map((n) => named('organization', `Holding ${n} of Ohio, Inc.`)),
    ...own.slice(0, 5).map((n) => named('organization', `Holding ${n + 50}`)),
    ...own.map((n) => named('date', new Date(n * 864e5).toISOString().slice(0, 10))),
  ];
}

it(`groups the names of ${DOCUMENTS} documents without a long pause`, async () => {
  const runs: { took: number; pause: number; size: number }[] = [];
  // Other programs on the machine make pauses too, so the best of three runs counts.
  for (let run = 0; run < 3; run += 1) {
    const names = new BatchNames();
    for (let n = 0; n < DOCUMENTS; n += 1) names.add(`d${n}`, namesOf(n));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    let size = 0;
    const took = await seconds(async () => {
      size = (await names.resolve()).size;
    });
    delay.disable();
    runs.push({ took, pause: delay.max / 1e6, size });
  }
  printTable(
    `Names of ${DOCUMENTS} documents`,
    runs.map(({ took, pause, size }, i) => ({
      what: `run ${i + 1}`,
      entities: size,
      seconds: round(took),
      'longest pause ms': round(pause, 0),
    })),
  );
  expect(Math.min(...runs.map((r) => r.pause))).toBeLessThan(MOST_MS);
});
