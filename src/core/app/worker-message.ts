/** What the app sends its local worker, from process to process and never through Redis. */
import { z } from 'zod';

export const workerMessageSchema = z.object({
  kind: z.literal('passwords'),
  batchId: z.string(),
  /** Every password of this batch; they replace those of earlier messages. */
  passwords: z.array(z.string()),
});
/** The request to stop, where a process of Electron gets no signals. */
export const STOP_MESSAGE = { kind: 'stop' } as const;
const stopSchema = z.strictObject({ kind: z.literal('stop') });
export const isStopMessage = (message: unknown): boolean => stopSchema.safeParse(message).success;

export type WorkerMessage = z.infer<typeof workerMessageSchema>;
