/** Brings a batch's canonical entities from Redis into history. */
import { setImmediate } from 'node:timers/promises';
import { readHeader, readPart, removeResolution } from '../batches/resolution.ts';
import type { History } from '../history/types.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { respellPart } from '../results/old-spelling.ts';

/**
 * Part by part, so that nothing else waits long; what is there is shown only when all of it is. Repeating it
 * is harmless: once history has it, it is gone from Redis.
 * @returns whether history has something new
 */
export async function recordResolution(
  redis: RedisRoles,
  history: History,
  batchId: string,
  run: number,
): Promise<boolean> {
  const header = await readHeader(redis, batchId, run);
  if (header === null) return false;
  const { resolutions } = history;
  const resolution = resolutions.begin(batchId, run);
  if (resolution !== null) {
    for (let index = 0; index < header.parts; index += 1) {
      const part = await readPart(redis, batchId, run, index);
      // Another console of the same history was faster; what is begun here is removed with the next one.
      if (part === null) return false;
      resolutions.add(resolution, respellPart(part));
    }
    resolutions.finish(resolution, header);
    while (resolutions.removeOld(batchId)) await setImmediate();
    await removeResolution(redis, batchId, run);
  }
  return resolution !== null;
}
