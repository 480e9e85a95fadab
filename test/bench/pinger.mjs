/**
 * Sends Redis a PING every millisecond: `node pinger.mjs <socket>`. On any message it stops and sends its longest
 * wait in ms.
 */
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';

const redis = new Redis({ path: process.argv[2] });
let worst = 0;
let on = true;
// Warms up, so that compiling this code does not count as waiting.
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
