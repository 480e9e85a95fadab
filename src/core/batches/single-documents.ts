/** The operator's actions on single documents of a batch: exclude, and change the priority. */
import type { Priority } from '../../shared/batches.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { Broker } from './broker.ts';
import type { Chain } from './chains.ts';
import { changeChainPriority } from './control.ts';
import { advanceDocuments } from './scripts.ts';
import { openChains } from './submit.ts';

/** Documents per script call. */
const SLICE = 500;

/** Returns what is left to do for the documents that have not ended. */
async function openAmong(
  redis: RedisRoles,
  batchId: string,
  documentIds: readonly string[],
): Promise<{ open: Chain[]; started: number }> {
  const wanted = new Set(documentIds);
  const open = (await openChains(redis, batchId)).filter(({ documentId }) => wanted.has(documentId));
  return { open, started: open.filter(({ from }) => from !== 'ocr').length };
}

/**
 * Cancels documents. A document that ends or runs again meanwhile stays as it is: the script compares its run and status in
 * the same step. @returns how many were canceled, and how many of all had passed their first stage
 */
export async function excludeDocuments(
  redis: RedisRoles,
  batchId: string,
  documentIds: readonly string[],
): Promise<{ excluded: number; started: number }> {
  const { open, started } = await openAmong(redis, batchId, documentIds);
  let excluded = 0;
  for (let i = 0; i < open.length; i += SLICE) {
    const slice = open.slice(i, i + SLICE);
    const { applied } = await advanceDocuments(
      redis,
      slice.map(({ documentId, run }) => ({ kind: 'cancel', batchId, documentId, run })),
    );
    excluded += applied;
  }
  return { excluded, started };
}

/**
 * Changes the priority of the jobs of documents. A stage that a worker has taken runs on; the later stages of its document
 * move. @returns how many documents had not ended, and how many of them had passed their first stage
 */
export async function prioritizeDocuments(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  documentIds: readonly string[],
  priority: Priority,
): Promise<{ moved: number; started: number }> {
  const { open, started } = await openAmong(redis, batchId, documentIds);
  for (let i = 0; i < open.length; i += SLICE)
    await Promise.all(open.slice(i, i + SLICE).map((chain) => changeChainPriority(broker, chain, priority)));
  return { moved: open.length, started };
}
