/** What the app sends its local worker, from process to process and never through Redis. */
import { z } from 'zod';

export const workerMessageSchema = z.object({
  kind: z.literal('passwords'),
  batchId: z.string(),
  /** Every password of this batch; they replace those of earlier messages. */
  passwords: z.array(z.string()),
});
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
