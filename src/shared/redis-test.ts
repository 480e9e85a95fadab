/** What a trial of a Redis server says, before its address is saved. */
import { z } from 'zod';

export const redisCheckSchema = z.object({
  id: z.enum(['answer', 'version', 'rights', 'memory', 'persistence', 'exposure']),
  /** `warn`: Redwell works with it, but somebody should correct it. `bad`: Redwell does not work with it. */
  state: z.enum(['ok', 'warn', 'bad']),
  message: z.string(),
  /** Empty when nobody needs to act. */
  action: z.string(),
});
export type RedisCheck = z.infer<typeof redisCheckSchema>;

export const redisTestSchema = z.object({
  /** Whether Redwell can work with this server. */
  usable: z.boolean(),
  checks: z.array(redisCheckSchema),
});
export type RedisTest = z.infer<typeof redisTestSchema>;
