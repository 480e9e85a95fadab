/** A client that asks Redis for a PING every millisecond: `node pinger.mjs <socket>`. Told to stop, it tells its worst, ms. */
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';

const redis = new Redis({ path: process.argv[2] });
let worst = 0;
let on = true;
// What comes before its own code is warm is no wait.
for (let i = 0; i < 500; i += 1) await redis.ping();
process.once('message', () => {
  on = false;
});
process.send?.('ready');
while (on) {
  const from = performance.now();
  await redis.ping();
  worst = Math.max(worst, performance.now() - from);
  await setTimeout(1);
}
redis.disconnect();
process.send?.(worst);
