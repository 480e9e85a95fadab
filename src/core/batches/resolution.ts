/** Stores a batch's canonical entities and relationships in the results role until history has them. */
import type { ResolutionHeader, ResolutionPart } from '../documents/resolution.ts';
import { decode, encode } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { recordFinalized } from './scripts.ts';

/** The same as for results of documents. A console that reconnects later than this does without them. */
const TTL_SECONDS = 14 * 24 * 3600;

/** Stores one part. If the work of a run is repeated, its parts replace the earlier ones. */
export async function writePart(
  redis: RedisRoles,
  batchId: string,
  run: number,
  index: number,
  part: ResolutionPart,
): Promise<void> {
  const key = redis.keys.batchResolution(batchId, run);
  await redis.roles.results.hset(key, `part:${index}`, encode(part));
  if (index === 0) await redis.roles.results.expire(key, TTL_SECONDS);
}

/** Stores the header, which completes the resolution, and announces it on the event stream. */
export async function publishResolution(
  redis: RedisRoles,
  batchId: string,
  header: ResolutionHeader,
  drift: number,
): Promise<void> {
  const key = redis.keys.batchResolution(batchId, header.run);
  await redis.roles.results.hset(key, 'header', encode(header));
  await redis.roles.results.expire(key, TTL_SECONDS);
  await recordFinalized(redis, batchId, header.run, drift);
}

/** Returns the header; null if the run was never resolved, or if history has the resolution already. */
export async function readHeader(
  redis: RedisRoles,
  batchId: string,
  run: number,
): Promise<ResolutionHeader | null> {
  const bytes = await redis.roles.results.hgetBuffer(redis.keys.batchResolution(batchId, run), 'header');
  return bytes === null ? null : (decode(bytes) as ResolutionHeader);
}

/** Returns one part; null if it has been removed. */
export async function readPart(
  redis: RedisRoles,
  batchId: string,
  run: number,
  index: number,
): Promise<ResolutionPart | null> {
  const key = redis.keys.batchResolution(batchId, run);
  const bytes = await redis.roles.results.hgetBuffer(key, `part:${index}`);
  return bytes === null ? null : (decode(bytes) as ResolutionPart);
}

/** Removes a resolution that history has stored. Uses UNLINK, because freeing a large one takes time. */
export async function removeResolution(redis: RedisRoles, batchId: string, run: number): Promise<void> {
  await redis.roles.results.unlink(redis.keys.batchResolution(batchId, run));
}

/** Returns the latest resolved run of a batch; null before the first. */
export async function resolvedRun(redis: RedisRoles, batchId: string): Promise<number | null> {
  const run = await redis.roles.batch.hget(redis.keys.batch(batchId), 'finalizedRun');
  return run === null ? null : Number(run);
}
