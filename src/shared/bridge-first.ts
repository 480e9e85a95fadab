/** The requests of the first page and of what surrounds all pages. Their schemas are part of its script; see `reply.ts`. */
import { z } from 'zod';
import { ATTENTION_REQUESTS } from './bridge-attention.ts';
import { BATCH_REQUESTS } from './bridge-batches.ts';
import { none } from './bridge-fields.ts';
import { INTAKE_REQUESTS } from './bridge-intake.ts';
import { settingsSchema } from './bridge-settings.ts';
import { healthSchema, totalsSchema } from './health.ts';

const hostInfoSchema = z.object({
  version: z.string(),
  /** `localPaths`: the page may send paths. Without it, the page streams files to `uploadUrl`. */
  capabilities: z.object({
    localPaths: z.boolean(),
    nativeNotifications: z.boolean(),
    folderDialog: z.boolean(),
  }),
  uploadUrl: z.string().nullable(),
  /** Where a page downloads originals, before the id of the document; null in a desktop window, which opens them. */
  originalUrl: z.string().nullable(),
  /** Where a page downloads exports, before the id of the export; null in a desktop window, which opens their folders. */
  exportUrl: z.string().nullable(),
  dataDir: z.string(),
  platform: z.string(),
});
export type HostInfo = z.infer<typeof hostInfoSchema>;

export const FIRST_REQUESTS = {
  'host.info': { input: none, output: hostInfoSchema },
  ...INTAKE_REQUESTS,
  ...BATCH_REQUESTS,
  ...ATTENTION_REQUESTS,
  'totals.get': {
    input: z.object({ hours: z.number().min(1).max(720).default(24) }).strict(),
    output: totalsSchema,
  },
  'health.get': { input: none, output: healthSchema },
  'settings.get': { input: none, output: settingsSchema },
  'settings.set': { input: settingsSchema.partial().strict(), output: settingsSchema },
} as const;
