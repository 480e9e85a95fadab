/** Opens all of Redwell for a test, with the built worker and sandbox and a temporary data folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRedwell } from '../../src/core/app/redwell.ts';
import type { Redwell, RedwellConfig } from '../../src/core/app/types.ts';
import { nodeWorkerSpawner } from '../../src/core/host/local-worker.ts';
import { type Batch, isTerminal } from '../../src/shared/batches.ts';
import { REQUESTS, type RequestInput } from '../../src/shared/bridge.ts';
import type { ListedDocument } from '../../src/shared/document-list.ts';
import { serversOf } from './processes.ts';

const OUT = join(import.meta.dirname, '..', '..', 'out', 'main');

export const makeDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'redwell-console-'));
/** Removes a data folder. Fails the test if a Redis server of the folder still runs. */
export async function removeDataDir(path: string): Promise<void> {
  const left = await serversOf(path);
  for (const pid of left) process.kill(pid, 'SIGKILL');
  await rm(path, { recursive: true, force: true });
  if (left.length > 0) throw new Error(`redis-server of ${path} was left running: ${left.join(', ')}`);
}

/** @param env additional environment variables of the local worker */
export function openTestRedwell(
  dataDir: string,
  change: Partial<RedwellConfig> = {},
  env: Record<string, string> = {},
): Promise<Redwell> {
  const spawn = nodeWorkerSpawner(join(OUT, 'worker.js'), dataDir);
  return openRedwell({
    dataDir,
    redisUrl: null,
    spawnWorker: (given) => spawn({ ...given, ...env }),
    sandbox: { entry: join(OUT, 'sandbox.js') },
    version: 'test',
    ...change,
  });
}

/** Resolves with the batch when Redwell reports that it has ended. */
export function batchEnd(redwell: Redwell, batchId: string): Promise<Batch> {
  return new Promise((resolve, reject) => {
    const look = (batch: Batch): void => {
      if (batch.id !== batchId || !isTerminal(batch.status)) return;
      stop();
      resolve(batch);
    };
    const stop = redwell.on('batch.changed', look);
    redwell.handlers['batches.get']({ batchId }).then(look, reject);
  });
}

/**
 * Lists one page of the documents of a batch, of up to 500 rows.
 * @param change filters; the default lists every document
 */
export const listDocuments = (
  redwell: Redwell,
  batchId: string,
  change: Partial<RequestInput<'documents.list'>> = {},
) =>
  redwell.handlers['documents.list'](
    REQUESTS['documents.list'].input.parse({ batchId, limit: 500, ...change }),
  );

/** Lists all documents of a batch, page by page. */
export async function allDocuments(redwell: Redwell, batchId: string): Promise<ListedDocument[]> {
  const rows: ListedDocument[] = [];
  let cursor: string | null = null;
  do {
    const page = await listDocuments(redwell, batchId, { cursor });
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}
