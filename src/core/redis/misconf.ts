/** Redis while it cannot write to its disk: it refuses every write, and PING too, but answers what only reads. */
import type { Redis } from 'ioredis';
import { replyCondition } from './condition.ts';

/** Whether Redis refused a command, or one inside a script, because it cannot write to its disk. */
export const isMisconf = (error: unknown): boolean => replyCondition(error) === 'not_saving';

/** Resolves when the server answers, even if it cannot write. @throws whatever else ioredis throws */
export async function ping(client: Redis): Promise<void> {
  await client.ping().catch((error: unknown) => {
    if (!isMisconf(error)) throw error;
  });
}
