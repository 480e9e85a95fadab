/** Opens intake: from a folder to a frozen batch. */
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { NO_GATE, type RoomGate } from '../disk/gate.ts';
import type { Sandbox } from '../sandbox/types.ts';
import { batchRequests } from './batch-requests.ts';
import { dropRequests } from './drop-requests.ts';
import { Drops } from './drops.ts';
import { editRequests } from './edit-requests.ts';
import { Buffers } from './fingerprint.ts';
import type { ExpectedMs } from './inventory-counts.ts';
import { DEFAULT_LIMITS, type IntakeLimits } from './limits.ts';
import type { Intake } from './types.ts';
import { removeOldCopies, removeUnfinishedCopies } from './unfinished-copies.ts';
import { Vault } from './vault.ts';

export interface IntakeOptions {
  /** Holds the folders `vault/`, `drops/` and `batches/`. */
  dataDir: string;
  sandbox: Sandbox;
  log?: Logger;
  limits?: Partial<IntakeLimits>;
  /** `reference` leaves originals in their place, for collections too large to copy. */
  vaultMode: 'copy' | 'reference';
  /** Files read at once; four saturate two cores and one disk. */
  concurrency?: number;
  /** Continues unfinished drops, which is the default; false if another Redwell uses the same data folder. */
  resume?: boolean;
  /** Forecasts the running time of an inventory; by default there is no forecast. */
  expectedMs?: ExpectedMs;
  /** Holds work back while the disk has too little room; absent: a full disk refuses. */
  gate?: RoomGate;
  /** How often a missing drive, or room on a full disk, is looked for, ms. */
  lookForDriveMs?: number;
}

const CONCURRENCY = 4;
const LOOK_FOR_DRIVE_MS = 5000;

/** Opens the intake of a data folder, and continues unfinished drops in the background. */
export async function createIntake(options: IntakeOptions): Promise<Intake> {
  const { dataDir, sandbox, log, vaultMode } = options;
  const vaultDir = join(dataDir, 'vault');
  const dropsDir = join(dataDir, 'drops');
  const batchesDir = join(dataDir, 'batches');
  for (const directory of [vaultDir, dropsDir, batchesDir]) await mkdir(directory, { recursive: true });
  const buffers = new Buffers();
  const drops = new Drops(
    dropsDir,
    batchesDir,
    {
      sandbox,
      limits: { ...DEFAULT_LIMITS, ...options.limits },
      concurrency: options.concurrency ?? CONCURRENCY,
      buffers,
      log,
      dataFolder: Buffer.from(await realpath(dataDir)),
      expectedMs: options.expectedMs ?? (() => null),
      gate: options.gate ?? NO_GATE,
    },
    options.lookForDriveMs ?? LOOK_FOR_DRIVE_MS,
  );
  const closing = new AbortController();
  await removeUnfinishedCopies(vaultDir).then(
    (removed) => reportCopies(removed, log),
    (error: unknown) => log?.warn({ error }, 'unfinished copies in the vault could not be removed'),
  );
  if (options.resume ?? true) await drops.restore();
  const sweeping = removeOldCopies(vaultDir, closing.signal).then(
    (removed) => reportCopies(removed, log),
    (error: unknown) => log?.warn({ error }, 'unfinished copies of an earlier version could not be removed'),
  );
  const vault = new Vault(vaultDir, buffers, log);
  return {
    ...dropRequests(drops, buffers),
    ...editRequests({ drops, vault, vaultMode }),
    ...batchRequests({
      drops,
      vault,
      vaultMode,
      batchesDir,
      buffers,
      signal: closing.signal,
    }),
    onChanged: (listener) => drops.onChanged(listener),
    async dispose() {
      closing.abort();
      await sweeping;
      await drops.dispose();
    },
  };
}

function reportCopies(removed: { files: number; bytes: number }, log: Logger | undefined): void {
  if (removed.files > 0)
    log?.info(removed, 'removed unfinished copies that a stopped process left in the vault');
}
