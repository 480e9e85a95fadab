/** The cost of slice sizes, and the size on which the controller settles. */
import { it } from 'vitest';
import { submitBatch } from '../../src/core/batches/submit.ts';
import { manifestOf } from '../support/manifest.ts';
import { sharedBroker } from '../support/shared-redis.ts';
import { printTable, round, seconds } from './table.ts';

const DOCUMENTS = 3000;
const ROUNDS = 3;
const stand = sharedBroker();

it('measures slice sizes', async () => {
  const { redis, broker } = stand();
  const waits: number[] = [];
  const measured = broker.slices.measured;
  broker.slices.measured = (size, ms) => {
    waits.push(ms);
    measured(size, ms);
  };
  const rows = [];
  for (let turn = 1; turn <= ROUNDS; turn += 1)
    for (const size of [20, 40, 60, 100, null]) {
      broker.slices.fix(size);
      waits.length = 0;
      const manifest = manifestOf(`b-${turn}-${size ?? 'adaptive'}`, DOCUMENTS);
      const took = await seconds(() => submitBatch(redis, broker, manifest));
      const sorted = waits.sort((a, b) => a - b);
      rows.push({
        what: `turn ${turn}, ${size ?? `adaptive, ${broker.slices.next()} at the end`}`,
        'documents/s': round(DOCUMENTS / took, 0),
        'wait p50 ms': round(sorted[Math.floor(sorted.length / 2)] ?? 0, 1),
        'p95 ms': round(sorted[Math.floor(sorted.length * 0.95)] ?? 0, 1),
        'worst ms': round(sorted.at(-1) ?? 0, 1),
      });
      await redis.roles.broker.flushall();
    }
  printTable('Slices of one flow call', rows);
});
