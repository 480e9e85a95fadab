/**
 * A minimal pipeline that stores the same records as ours: a state and an event before and after each stage, the
 * attempt, the result, a cache lookup and a cache entry. It has no gate, no recovery and no counters, and packs
 * nothing. The benchmark compares ours with it and with plain BullMQ.
 */
import type { Job } from 'bullmq';
import DataLoader from 'dataloader';
import { Redis } from 'ioredis';
import type { StageJobData } from '../../src/core/batches/jobs.ts';

const MOVE = `redis.call('HMGET', KEYS[1], unpack(ARGV, 2))
local pairs_ = {}
for i = 2, #ARGV do
  pairs_[#pairs_ + 1] = ARGV[i]
  pairs_[#pairs_ + 1] = ARGV[1]
end
redis.call('HSET', KEYS[1], unpack(pairs_))
redis.call('HINCRBY', KEYS[2], ARGV[1], #ARGV - 1)
redis.call('XADD', KEYS[3], 'MAXLEN', '~', 1000000, '*', 'b', cmsgpack.pack(ARGV))`;
const KEEP = `for i = 1, #KEYS do
  redis.call('HSET', KEYS[i], 'a' .. ARGV[i * 3 - 2], ARGV[i * 3 - 1], 'r' .. ARGV[i * 3 - 2], ARGV[i * 3])
end`;
const PUT = `for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[i], 'EX', 2592000) end`;

/** The sizes that our records have for a stage that does nothing. */
const ATTEMPT = Buffer.alloc(120, 'a');
const RESULT = Buffer.alloc(60, 'r');

export interface Least {
  process(job: Job<StageJobData>): Promise<void>;
  dispose(): void;
}

/** Uses the same connections and databases as ours. @param path the server's socket */
export async function leastPipeline(path: string, cached: boolean): Promise<Least> {
  const [batch, results, cache] = [1, 2, 3].map((db) => new Redis({ path, db })) as [Redis, Redis, Redis];
  const loader = <T>(call: (items: readonly T[]) => Promise<unknown>) =>
    new DataLoader<T, null>(
      async (items) => {
        await call(items);
        return items.map(() => null);
      },
      { cache: false, maxBatchSize: 500 },
    );
  const script = async (redis: Redis, text: string) => (await redis.script('LOAD', text)) as string;
  const [move, keep, put] = await Promise.all([
    script(batch, MOVE),
    script(results, KEEP),
    script(cache, PUT),
  ]);
  const moved = (status: string) =>
    loader<string>((ids) => batch.evalsha(move, 3, 'least:d', 'least:b', 'least:e', status, ...ids));
  const begin = moved('running');
  const end = moved('completed');
  const look = loader<string>((keys) => cache.mget(...keys));
  const record = loader<StageJobData>((jobs) => {
    const keys = jobs.map((job) => `least:r:${job.documentId}`);
    return results.evalsha(
      keep,
      keys.length,
      ...keys,
      ...jobs.flatMap((job) => [job.stage, ATTEMPT, RESULT]),
    );
  });
  const store = loader<string>((keys) => cache.evalsha(put, keys.length, ...keys, ...keys.map(() => RESULT)));
  return {
    async process({ data }) {
      const key = `least:c:${data.stage}:${data.documentId}`;
      await begin.load(data.documentId);
      if (cached) await look.load(key);
      await Promise.all([record.load(data), cached ? store.load(key) : null]);
      await end.load(data.documentId);
    },
    dispose: () => {
      for (const redis of [batch, results, cache]) redis.disconnect();
    },
  };
}
