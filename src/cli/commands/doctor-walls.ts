/** The part of `redwell doctor` that tries the walls around the parsers. */
import { join } from 'node:path';
import { createSandbox } from '../../core/sandbox/pool.ts';
import { toWireError } from '../../shared/errors.ts';
import { describeWalls } from '../../shared/walls.ts';

/** @param entries folder of the built entries */
export async function wallsFinding(
  entries: string,
): Promise<{ what: string; state: 'ok' | 'missing' | 'bad'; says: string; action?: string }> {
  const what = 'Walls around the parsers';
  const sandbox = createSandbox({ entry: join(entries, 'sandbox.js'), maxWorkers: 1 });
  try {
    const walls = await sandbox.walls();
    const says = describeWalls(walls);
    return walls.missing.length === 0
      ? { what, state: 'ok', says }
      : { what, state: 'missing', says, action: 'SECURITY.md says what each system can do.' };
  } catch (error) {
    return {
      what,
      state: 'bad',
      says: `no parser could be started: ${toWireError(error).message}`,
      action: 'Free up memory and disk space, and run "npm run setup".',
    };
  } finally {
    await sandbox.dispose();
  }
}
