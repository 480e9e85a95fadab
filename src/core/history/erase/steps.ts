/** Writes in transactions that are so short that nobody notices when they have to wait for one. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../connection.ts';
import { inTransaction } from '../database.ts';
import { REST_MS, STEP_MS } from './clear-file.ts';

/**
 * Calls `work` until it returns false, many times in each transaction.
 * @param work does a small part; a part that was done is never undone, so a kill in the middle loses nothing
 */
export async function inShortTransactions(db: Database, work: () => boolean): Promise<void> {
  for (let hasMore = true; hasMore; ) {
    const until = performance.now() + STEP_MS;
    inTransaction(db, () => {
      do hasMore = work();
      while (hasMore && performance.now() < until);
    });
    await sleep(REST_MS);
  }
}
