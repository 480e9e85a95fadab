/** What a console tells its own worker while it runs: from process to process, never through Redis. */
import { z } from 'zod';

export const workerMessageSchema = z.object({
  kind: z.literal('passwords'),
  batchId: z.string(),
  /** Every password of this batch; they replace what was told before. */
  passwords: z.array(z.string()),
});
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
