/** What a page asks about handing over: plans, exports and their proof. */
import { z } from 'zod';
import { id, none } from './bridge-fields.ts';
import { exportChoiceSchema, WHOLE_BATCH } from './export-choice.ts';
import { exportKindSchema, exportPlanSchema, listedExportSchema, packCheckSchema } from './handover.ts';
import { loadFileProfileSchema } from './load-file-profile.ts';

const exportId = z.object({ exportId: id }).strict();

const request = z
  .object({
    batchId: id,
    kind: exportKindSchema,
    /** The folder in which the folder of the export is made; null: the host's own. A page in a browser sends null. */
    into: z.string().min(1).max(4000).nullable(),
    profile: loadFileProfileSchema.prefault({}),
    choice: exportChoiceSchema.default(WHOLE_BATCH),
    /** Starts from the beginning, also where an interrupted export could go on. */
    fresh: z.boolean().default(false),
  })
  .strict();
export type HandoverInput = z.output<typeof request>;

export const HANDOVER_REQUESTS = {
  /** Shows what an export would be. Nothing is written. */
  'handover.plan': { input: request, output: exportPlanSchema },
  /** Answers when the export is on record; `handover.changed` tells the rest. Only one export runs at a time. */
  'handover.start': { input: request, output: z.object({ exportId: z.string() }) },
  /** Stops an export, or the proof of one. Nothing is left of the export. */
  'handover.cancel': { input: exportId, output: none },
  /** The exports of a batch, newest first. */
  'handover.list': { input: z.object({ batchId: id }).strict(), output: z.array(listedExportSchema) },
  /** Reads every file of a bag or an evidence pack again, and compares it with the recorded root hash. */
  'handover.verify': { input: exportId, output: packCheckSchema },
  /** Asks for a folder; null if the operator cancels. Desktop only. */
  'handover.pick': { input: none, output: z.object({ folder: z.string().nullable() }) },
  /** Shows an export in the file manager. Desktop only. */
  'handover.reveal': { input: exportId, output: z.object({ path: z.string() }) },
} as const;
