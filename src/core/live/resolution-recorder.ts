/** Moves a batch's canonical entities from Redis into history. */
import { setImmediate } from 'node:timers/promises';
import { readHeader, readPart, removeResolution } from '../batches/resolution.ts';
import type { History } from '../history/types.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { respellPart } from '../results/old-spelling.ts';

/**
 * Moves one resolution part by part, so that nothing else waits long. The app shows it only when it is complete. Repeating
 * the call is harmless: Redis drops the resolution once history has it.
 * @returns whether history changed
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
      // Another app with the same history was faster. The next resolution removes what this one wrote.
      if (part === null) return false;
      resolutions.add(resolution, respellPart(part));
    }
    resolutions.finish(resolution, header);
    while (resolutions.removeOld(batchId)) await setImmediate();
    await removeResolution(redis, batchId, run);
  }
  return resolution !== null;
}
