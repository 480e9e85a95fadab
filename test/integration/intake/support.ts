/** Opens an intake for one test, with real files, the real sandbox, a folder to add and a data folder. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createIntake, type IntakeOptions } from '../../../src/core/intake/index.ts';
import type { Intake } from '../../../src/core/intake/types.ts';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../../src/core/sandbox/types.ts';
import type { Drop, DropEntry, DropStatus } from '../../../src/shared/intake.ts';
import { sharedFixture } from '../../support/shared-fixture.ts';
import { buildSandbox } from '../pipeline/build-sandbox.ts';
import { allEntries } from './read-back.ts';

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

export interface IntakeFixture {
  base: string;
  /** The folder to add. */
  folder: string;
  dataDir: string;
  intake: Intake;
  /** Writes a file into `folder` and returns its absolute path. */
  put(path: string, content: string | Buffer): Promise<string>;
  /** Adds `folder`, or the given paths, and waits until the drop is ready or has failed. */
  drop(...paths: string[]): Promise<Drop>;
  entries(dropId: string): DropEntry[];
  /** Closes the intake and opens it again, as a restart does. */
  restart(change?: Partial<IntakeOptions>): Promise<void>;
  dispose(): Promise<void>;
}

async function openIntakeFixture(sandbox: Sandbox, options: Partial<IntakeOptions>): Promise<IntakeFixture> {
  const base = await mkdtemp(join(tmpdir(), 'redwell-intake-'));
  const folder = join(base, 'Matter of Tests');
  const dataDir = options.dataDir ?? join(base, 'data');
  await mkdir(folder);
  const open = (change: Partial<IntakeOptions> = {}): Promise<Intake> =>
    createIntake({ sandbox, vaultMode: 'copy', ...options, dataDir, ...change });
  const fixture: IntakeFixture = {
    base,
    folder,
    dataDir,
    intake: await open(),
    async put(path, content) {
      const full = join(folder, path);
      await mkdir(dirname(full), { recursive: true });
      await writeFile(full, content);
      return full;
    },
    async drop(...paths) {
      const { id } = await fixture.intake.beginPaths(paths.length === 0 ? [folder] : paths);
      return dropWithStatus(fixture.intake, id);
    },
    entries: (dropId) => allEntries(fixture.intake, dropId),
    async restart(change) {
      await fixture.intake.dispose();
      fixture.intake = await open(change);
    },
    async dispose() {
      await fixture.intake.dispose();
      await rm(base, { recursive: true, force: true });
    },
  };
  return fixture;
}

/** Shares one sandbox between the intakes of a test file. */
export function sharedIntake() {
  const bench = sharedFixture(async (scope) => {
    const { entry } = scope.own(await buildSandbox());
    const maxWorkers = availableParallelism();
    return { entry, sandbox: scope.own(createSandbox({ entry, maxWorkers })) };
  });
  return {
    /** Returns the path of the built sandbox. */
    entry: (): string => bench().entry,
    /** Opens an intake that is disposed after the test. */
    async openFixture(options: Partial<IntakeOptions> = {}): Promise<IntakeFixture> {
      const opened = await openIntakeFixture(bench().sandbox, options);
      onTestFinished(() => opened.dispose());
      return opened;
    },
  };
}

/** Resolves when the drop has one of the statuses. */
export function dropWithStatus(
  intake: Intake,
  dropId: string,
  statuses: readonly DropStatus[] = ['ready', 'failed'],
): Promise<Drop> {
  return new Promise((resolve) => {
    const check = (drop: Drop): void => {
      if (drop.id !== dropId || !statuses.includes(drop.status)) return;
      stop();
      resolve(drop);
    };
    const stop = intake.onChanged(check);
    check(intake.get(dropId));
  });
}

export const BATCH = {
  batchId: '20261124-1200-abcde',
  name: 'Matter of Tests',
  matter: 'T-1',
  custodian: 'R. Clerk',
  priority: 'normal',
} as const;

/** Returns the bytes of every file below a folder, by relative path with `/`. */
export async function filesBelow(root: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const name of await readdir(root, { recursive: true })) {
    const path = join(root, name);
    if ((await stat(path)).isFile()) found.set(name, await readFile(path));
  }
  return found;
}
