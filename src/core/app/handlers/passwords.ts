/** The bridge's requests about passwords. Passwords come in; only counts and outcomes go out. */
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
  /** Retries the encrypted documents of a batch and returns how many. @throws RedwellError redis_unavailable */
  retry(batchId: string): Promise<{ retried: number; batch: Batch }>;
}

type PasswordRequests = 'intake.locked' | 'intake.passwords' | 'batches.bank' | 'batches.passwords';

const MAX_FILES = 500;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

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
      // The local worker has the passwords before any retried job reaches it: they are written to its channel
      // first, and a stage asks for them only after its own round trip to Redis.
      await bank.addToBatch(batchId, passwords);
      return { offered: bank.ofBatch(batchId).length, ...(await deps.retry(batchId)) };
    },
  };
}
