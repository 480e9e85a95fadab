/** A data folder that cannot be used costs an error and leaves nothing open. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataDir } from '../../../src/core/app/data-dir-lock.ts';
import { makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';

describe('openRedwell', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await makeDataDir();
  });
  afterEach(() => removeDataDir(dataDir));

  it('closes what it had opened when a later part fails', async () => {
    const batches = join(dataDir, 'batches');
    await writeFile(batches, 'in the way');
    await expect(openTestRedwell(dataDir)).rejects.toThrow();
    const log = await readFile(join(dataDir, 'log', 'redwell.log'), 'utf8');
    expect(log).toContain('Redwell could not be opened');

    // The lock is free again, so the next start owns the folder.
    const lock = await lockDataDir(dataDir);
    expect(lock.isOwner).toBe(true);
    await lock.dispose();

    await rm(batches);
    await (await openTestRedwell(dataDir)).dispose();
  });
});
