import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderSize } from '../../../src/core/live/folder-size.ts';
import { until } from '../../support/until.ts';

it('measures in the background, and again after a change was reported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-size-'));
  try {
    await mkdir(join(folder, 'ab'));
    await writeFile(join(folder, 'ab', 'one'), 'x'.repeat(10));
    const errors: unknown[] = [];
    const size = folderSize(folder, (error) => errors.push(error));
    expect(size.read()).toBeNull();
    await until(() => size.read() === 10);
    await writeFile(join(folder, 'two'), 'x'.repeat(5));
    // Measuring is expensive, so the old size stays until a change is reported.
    expect(size.read()).toBe(10);
    size.changed();
    await until(() => size.read() === 15);
    expect(errors).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
