/** The record of the rule and the holds, in a file of its own. If it cannot be read, nothing may be deleted. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { RedwellError } from '../../shared/errors.ts';
import { holdSchema, retentionRuleSchema } from '../../shared/retention.ts';
import { whileLocked } from '../util/file-lock.ts';
import { writeWhole } from './journal.ts';
import { NO_RETENTION, type RetentionState } from './retention-rule.ts';

const stateSchema = z.object({
  rule: retentionRuleSchema.nullable(),
  confirmed: z.object({ at: z.number(), who: z.string() }).nullable(),
  changedAt: z.number(),
  holds: z.array(holdSchema),
  lastSeen: z.number().nullable(),
  waitUntil: z.number().nullable(),
});

export const retentionPath = (dataDir: string): string => join(dataDir, 'retention.json');

/** @throws RedwellError conflict when the file cannot be read: nobody knows then what must be kept */
export async function readRetention(path: string): Promise<RetentionState> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw unreadable(path, error);
  });
  if (text === null) return NO_RETENTION;
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Changes the record, one process after another. @returns the new state */
export const changeRetention = (
  path: string,
  change: (state: RetentionState) => RetentionState,
): Promise<RetentionState> =>
  whileLocked(join(dirname(path), 'retention.lock'), async () => {
    const next = stateSchema.parse(change(await readRetention(path)));
    await writeWhole(dirname(path), path, `${JSON.stringify(next, null, 2)}\n`);
    return next;
  });

const unreadable = (path: string, cause: unknown): RedwellError =>
  new RedwellError(
    'conflict',
    `The record of what must be kept cannot be read, so nothing can be deleted: ${path}.`,
    {
      action:
        'Restore the file from a backup. If there is none, move it away, and set the rule and the holds again.',
      cause,
    },
  );
