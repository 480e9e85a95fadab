/** What a page asks about the folder that the app watches. */
import { z } from 'zod';
import { none } from './bridge-fields.ts';

export const watchStateSchema = z.object({
  /** `gone`: the folder cannot be read now; it is looked for again. `elsewhere`: the open app on this data folder watches it. */
  state: z.enum(['off', 'watching', 'gone', 'elsewhere']),
  folder: z.string(),
  /** What is wrong with the folder. */
  problem: z.string().nullable(),
  /** What was taken last since the start, and what became of it. */
  last: z
    .object({
      name: z.string(),
      at: z.number(),
      batchId: z.string().nullable(),
      problem: z.string().nullable(),
    })
    .nullable(),
});
export type WatchState = z.infer<typeof watchStateSchema>;

export const WATCH_REQUESTS = {
  'watch.state': { input: none, output: watchStateSchema },
  /** Asks for the folder to watch; null if the operator cancels. Desktop only. */
  'watch.pick': { input: none, output: z.object({ folder: z.string().nullable() }) },
} as const;
