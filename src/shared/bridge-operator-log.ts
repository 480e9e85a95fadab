/** What a page asks about the operator log. */
import { z } from 'zod';
import { id, page, pageOf } from './bridge-fields.ts';
import {
  commandRecordSchema,
  logCheckSchema,
  operatorEntrySchema,
  operatorFilterSchema,
} from './operator-log.ts';

export const OPERATOR_LOG_REQUESTS = {
  /** Entries that pass a filter, newest first. A command that has ended is one item: its outcome. */
  'log.list': {
    input: z.object({ filter: operatorFilterSchema, ...page }).strict(),
    output: pageOf(operatorEntrySchema),
  },
  /** Checks the whole log. `head` is a hash that was written down earlier. */
  'log.verify': {
    input: z
      .object({
        head: z
          .string()
          .regex(/^[0-9a-f]{64}$/, 'The hash has 64 letters and digits.')
          .optional(),
      })
      .strict(),
    output: logCheckSchema,
  },
  /** The last commands about a batch from all computers, as the server has them. @throws RedwellError redis_unavailable */
  'log.server': { input: z.object({ batchId: id }).strict(), output: z.array(commandRecordSchema) },
} as const;
