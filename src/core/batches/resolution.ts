/** A batch's canonical entities and relationships, in the results role from the parent job until history has them. */
import type { ResolutionHeader, ResolutionPart } from '../documents/resolution.ts';
import { decode, encode } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';
import { STREAM_LIMIT } from './scripts.ts';

/** As long as results of documents are kept; a console that was away for longer works without. */
const TTL_SECONDS = 14 * 24 * 3600;

/** Keeps one part. Parts of a run that is repeated replace those of its first try. */
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

/** Makes the parts a whole, and tells consoles by the event stream. Only now is there a resolution. */
export async function publishResolution(
  redis: RedisRoles,
  batchId: string,
  header: ResolutionHeader,
  drift: number,
): Promise<void> {
  const { keys } = redis;
  const key = keys.batchResolution(batchId, header.run);
  await redis.roles.results.hset(key, 'header', encode(header));
  await redis.roles.results.expire(key, TTL_SECONDS);
  await runScript(
    redis.roles.batch,
    'finalize_batch',
    [keys.batch(batchId), keys.events()],
    [batchId, header.run, drift, Date.now(), STREAM_LIMIT],
  );
}

/** null: it was never worked out, or history of some console has it. */
export async function readHeader(
  redis: RedisRoles,
  batchId: string,
  run: number,
): Promise<ResolutionHeader | null> {
  const bytes = await redis.roles.results.hgetBuffer(redis.keys.batchResolution(batchId, run), 'header');
  return bytes === null ? null : (decode(bytes) as ResolutionHeader);
}

/** null: it was removed meanwhile. */
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

/** Once history has it. UNLINK, because a large one takes a while to free. */
export async function removeResolution(redis: RedisRoles, batchId: string, run: number): Promise<void> {
  await redis.roles.results.unlink(redis.keys.batchResolution(batchId, run));
}

/** The newest run of a batch that was resolved; null before the first. */
export async function resolvedRun(redis: RedisRoles, batchId: string): Promise<number | null> {
  const run = await redis.roles.batch.hget(redis.keys.batch(batchId), 'finalizedRun');
  return run === null ? null : Number(run);
}
