/** Processes a folder with all parts of Redwell, like `redwell process`: intake, Redis, worker, sandbox and history. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import type { Batch } from '../../src/shared/batches.ts';
import type { DocumentRow } from '../../src/shared/documents.ts';
import { expectInvariants } from '../support/batch.ts';
import { startTestRedis } from '../support/redis.ts';
import { allDocuments, batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { until } from '../support/until.ts';

export interface Ran {
  batch: Batch;
  rows: DocumentRow[];
  /** Text by document path, for completed documents only. */
  texts: Map<string, string>;
  /** The pages of completed documents that have pages, by document path. */
  pages: Map<string, string[]>;
  /** Process ID of the worker before the first document and after the last, and the restarts its supervisor counted. */
  worker: { before: number; after: number; restarts: number };
  /** Wall time of intake and of the stages, in milliseconds. */
  intakeMs: number;
  stagesMs: number;
}

/**
 * Runs one batch with its own Redis server, worker and data folder, and asserts the invariants of every batch: the
 * reconciliation equation, the sums per stage, and a recount without drift.
 * @param timeoutSeconds time limit for one stage of one document
 */
export async function runFolder(folder: string, timeoutSeconds: number): Promise<Ran> {
  const redis = await startTestRedis();
  const dataDir = await makeDataDir();
  try {
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ stageTimeoutSeconds: timeoutSeconds }));
    const redwell = await openTestRedwell(dataDir, { redisUrl: redis.url });
    try {
      const worker = async (): Promise<number | undefined> =>
        (await redwell.handlers['health.get']({})).workers[0]?.pid;
      await until(async () => (await worker()) !== undefined);
      const before = await worker();
      const began = Date.now();
      const { id } = await submitFolder(redwell, folder);
      const submitted = Date.now();
      const batch = await batchEnd(redwell, id);
      const ended = Date.now();
      const { supervisor } = await redwell.handlers['health.get']({});
      const after = await worker();
      await expectInvariants(await redis.roles(), id);
      const rows = await allDocuments(redwell, id);
      const texts = new Map<string, string>();
      const pages = new Map<string, string[]>();
      for (const row of rows) {
        if (row.status !== 'completed') continue;
        const { text, pageMap } = await redwell.handlers['documents.get']({ documentId: row.id });
        texts.set(row.path, text ?? '');
        if (pageMap.length > 0)
          pages.set(
            row.path,
            pageMap.map(({ start, end }) => (text ?? '').slice(start, end)),
          );
      }
      return {
        batch,
        rows,
        texts,
        pages,
        worker: { before: before ?? 0, after: after ?? 0, restarts: supervisor.restarts },
        intakeMs: submitted - began,
        stagesMs: ended - submitted,
      };
    } finally {
      await redwell.dispose();
    }
  } finally {
    await redis.stop();
    await removeDataDir(dataDir);
  }
}

/** Asserts that no worker died, no stage hung and every document ended. */
export function expectSound(ran: Ran, timeoutSeconds: number): void {
  expect(ran.worker.after).toBe(ran.worker.before);
  expect(ran.worker.restarts).toBe(0);
  expect(ran.rows).toHaveLength(ran.batch.equation.received);
  const ended = ['completed', 'exception', 'duplicate', 'excluded'];
  expect(ran.rows.filter((row) => !ended.includes(row.status)).map((row) => row.path)).toEqual([]);
  // The recorded time includes waiting for a parser process, which another document may hold up to its own limit.
  const limit = 2 * timeoutSeconds * 1000 + ENDING_MS;
  const slow = ran.rows.flatMap((row) =>
    Object.entries(row.stages)
      .filter(([, stage]) => (stage.durationMs ?? 0) > limit)
      .map(([stage]) => `${row.path}: ${stage}`),
  );
  expect(slow).toEqual([]);
}

/** Allowance for ending a process and writing the record on a busy machine. */
const ENDING_MS = 5000;
