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
/** More passwords at once are tried together, because each attempt reads every locked file again. */
const MAX_SINGLE = 8;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const openedIn = (files: readonly LockedFile[]): number => sum(files.map(({ opened }) => opened));

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
    opened: openedIn(files),
  });

  return {
    'intake.locked': async ({ dropId }) => report(dropId, await intake.lockedFiles(dropId)),
    'intake.passwords': async ({ dropId, passwords }) => {
      intake.get(dropId);
      const earlier = bank.ofDrop(dropId);
      bank.addToDrop(dropId, passwords);
      const added = bank.ofDrop(dropId).slice(earlier.length);
      const parts = added.length > 0 && added.length <= MAX_SINGLE ? added.map((one) => [one]) : [added];
      const tried = [...earlier];
      let isTold = passwords.length > 0;
      for (const part of parts) {
        const before = openedIn(await intake.lockedFiles(dropId));
        tried.push(...part);
        if (openedIn(await intake.unlock(dropId, tried)) === before) continue;
        if (part.length === 1) bank.markUseful(dropId, part);
        else isTold = false;
      }
      const useless = passwords.flatMap((one, i) => (bank.isUseful(dropId, one) ? [] : [i]));
      return { ...report(dropId, await intake.lockedFiles(dropId)), ...(isTold ? { useless } : {}) };
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
