/** The bridge's requests about passwords. They take passwords in; what goes out are counts and outcomes. */
import type { Batch } from '../../../shared/batches.ts';
import type { LockedFile, PasswordReport } from '../../../shared/intake.ts';
import type { Intake } from '../../intake/types.ts';
import type { PasswordBank } from '../password-bank.ts';
import type { CoreHandlers } from '../types.ts';

export interface PasswordDeps {
  bank: PasswordBank;
  intake: Intake;
  /** @throws RedwellError not_found */
  batch(batchId: string): Promise<Batch>;
  /** Opens the encrypted exceptions of a batch again. @returns how many; @throws RedwellError redis_unavailable */
  retry(batchId: string): Promise<{ retried: number; batch: Batch }>;
}

type PasswordRequests = 'intake.locked' | 'intake.passwords' | 'batches.bank' | 'batches.passwords';

const MAX_FILES = 500;
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

export function passwordHandlers(deps: PasswordDeps): Pick<CoreHandlers, PasswordRequests> {
  const { bank, intake } = deps;

  const report = (dropId: string, files: readonly LockedFile[]): PasswordReport => ({
    offered: bank.ofDrop(dropId).length,
    since: bank.since,
    files: [...files.filter((file) => file.locked > 0), ...files.filter((file) => file.locked === 0)].slice(
      0,
      MAX_FILES,
    ),
    locked: sum(files.map((file) => file.locked)),
    opened: sum(files.map((file) => file.opened)),
  });

  return {
    'intake.locked': async ({ dropId }) => report(dropId, await intake.lockedFiles(dropId)),
    'intake.passwords': async ({ dropId, passwords }) => {
      intake.get(dropId);
      bank.addToDrop(dropId, passwords);
      return report(dropId, await intake.unlock(dropId, bank.ofDrop(dropId)));
    },
    'batches.bank': async ({ batchId }) => {
      await deps.batch(batchId);
      return { offered: bank.ofBatch(batchId).length, since: bank.since };
    },
    'batches.passwords': async ({ batchId, passwords }) => {
      await deps.batch(batchId);
      // The worker has them before a job can reach it: they were written to its channel first, and a stage
      // asks for them only after a round trip to Redis of its own.
      await bank.addToBatch(batchId, passwords);
      return { offered: bank.ofBatch(batchId).length, ...(await deps.retry(batchId)) };
    },
  };
}
