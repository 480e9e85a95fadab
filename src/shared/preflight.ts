/** What is checked before a drop is submitted. */
import { z } from 'zod';
import { stageSchema } from './stages.ts';

export const PREFLIGHT_CHECKS = [
  'disk',
  'memory',
  'redis',
  'workers',
  'engines',
  'passwords',
  'documents',
  'time',
] as const;

export const preflightLineSchema = z.object({
  check: z.enum(PREFLIGHT_CHECKS),
  /** `ok`; `look`: somebody should know or act; `stops`: nothing can be submitted or processed before it is solved. */
  state: z.enum(['ok', 'look', 'stops']),
  /** What was found, in sentences. */
  text: z.string(),
  /** What to do; null if nothing needs to be done. */
  action: z.string().nullable(),
});
export type PreflightLine = z.infer<typeof preflightLineSchema>;

export const preflightSchema = z.object({
  /** When it was checked, Unix ms. */
  at: z.number(),
  lines: z.array(preflightLineSchema),
  /** For each stage: the workers that serve it now, and the documents that they process at a time. None while Redis is away. */
  stages: z.array(z.object({ stage: stageSchema, workers: z.number().int(), atOnce: z.number().int() })),
});
export type Preflight = z.infer<typeof preflightSchema>;
