/** A batch that takes a while, and what the app reports about it meanwhile. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import type { Health } from '../../src/shared/health.ts';
import { until } from './until.ts';

/** Writes a folder of letters. @returns its path */
export async function letters(dataDir: string, documents: number): Promise<string> {
  const folder = join(dataDir, 'matter');
  await mkdir(folder);
  for (let i = 0; i < documents; i += 1)
    await writeFile(
      join(folder, `letter-${i}.txt`),
      `Letter ${i} of Jane Roe to John Doe of ${1900 + i}.\n`.repeat(40),
    );
  return folder;
}

/** Resolves with the first health report that matches. */
export function healthOf(of: Redwell, matches: (health: Health) => boolean): Promise<Health> {
  return new Promise((resolve, reject) => {
    const look = (value: Health): void => {
      if (!matches(value)) return;
      stop();
      resolve(value);
    };
    const stop = of.on('health.changed', look);
    of.handlers['health.get']({}).then(look, reject);
  });
}

/** Resolves when some documents of the batch are done and others are not. */
export const underWay = (of: Redwell, batchId: string): Promise<void> =>
  new Promise((resolve) => {
    const stop = of.on('batch.changed', ({ id, equation }) => {
      if (id !== batchId || equation.completed === 0 || equation.pending === 0) return;
      stop();
      resolve();
    });
  });

/** Submits letters and pauses their batch as soon as the app lets it. @returns the ID of the batch */
export async function pausedBatch(redwell: Redwell, dataDir: string, documents: number): Promise<string> {
  const { id } = await submitFolder(redwell, await letters(dataDir, documents));
  await until(async () => {
    const paused = await redwell.handlers['batches.control']({ batchId: id, action: 'pause' }).catch(
      () => null,
    );
    return paused?.status === 'paused' || paused?.status.startsWith('completed') === true;
  });
  return id;
}
