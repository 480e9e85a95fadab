/**
 * Sends prepared script calls to a server at a steady rate, and adds plain jobs at the same rate:
 * `node advancer.mjs FILE`. FILE contains {path, db, changesPerSecond, queue, calls: [{changes, args: base64[]}]}.
 * Needs no build.
 */
import { readFileSync } from 'node:fs';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

const { path, db, changesPerSecond, queue, calls } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const redis = new Redis({ path, db });
const jobs = new Queue(queue, { connection: { path, db: 9 } });
await jobs.waitUntilReady();
process.stdout.write('ready\n');
process.stdin.once('data', async () => {
  const from = performance.now();
  let changes = 0;
  for (const { changes: own, args } of calls) {
    const due = from + (changes * 1000) / changesPerSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    await Promise.all([
      redis.call(
        'EVALSHA',
        args.map((arg) => Buffer.from(arg, 'base64')),
      ),
      jobs.addBulk(Array.from({ length: own }, () => ({ name: 'n', data: {} }))),
    ]);
    changes += own;
  }
  process.stdout.write(`done ${performance.now() - from}\n`);
  await jobs.close();
  redis.disconnect();
  process.stdin.destroy();
});
