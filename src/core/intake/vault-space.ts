/** Asks for disk space before originals are copied: a disk that is full to the last byte harms everything else on it. */
import { stat, statfs } from 'node:fs/promises';
import { RedwellError } from '../../shared/errors.ts';
import { yieldEvery } from '../util/event-loop.ts';
import { isGone, isRefused } from './fs-errors.ts';
import type { Vault, VaultSource } from './vault.ts';

/** Btrfs and XFS, by the numbers that statfs gives them: a clone on the same disk takes no space. */
const CLONING = new Set([0x9123683e, 0x58465342]);

/**
 * Checks that the disk has room for the contents that must be copied. Holes need none, and neither do files that are
 * moved or that the vault has.
 * @param name of the drop
 * @throws RedwellError disk_full
 */
export async function refuseWithoutSpace(
  vault: Vault,
  contents: ReadonlyMap<string, { bytes: number; sources: readonly VaultSource[] }>,
  name: string,
): Promise<void> {
  const { needed, free } = await spaceFor(vault, contents);
  if (needed <= free) return;
  throw new RedwellError(
    'disk_full',
    `There is not enough space on the disk to copy the originals of “${name}”: they need ${size(needed)}, and ${size(free)} are free. Nothing was lost.`,
    {
      action:
        'Free some space on the disk that holds the data folder (see the Health page), or choose in Settings to leave originals in place. Then try again.',
    },
  );
}

/**
 * Returns the bytes that contents need on the vault's disk, and those that are free. As long as everything fits, the
 * need is what the files say: a smaller one would take a look at each.
 */
export async function spaceFor(
  vault: Vault,
  contents: ReadonlyMap<string, { bytes: number; sources: readonly VaultSource[] }>,
): Promise<{ needed: number; free: number }> {
  const { bavail, bsize, type } = await statfs(vault.root);
  const free = bavail * bsize;
  const copied = [...contents].filter(([, { sources }]) => !sources.some(({ movable }) => movable));
  const stated = copied.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  if (stated <= free) return { needed: stated, free };
  const { dev } = await stat(vault.root);
  const clones = process.platform === 'darwin' || CLONING.has(type);
  const yieldIfDue = yieldEvery();
  let needed = 0;
  for (const [sha256, { sources }] of copied) {
    await yieldIfDue();
    if ((await factsOf(vault.pathOf(sha256))) !== null) continue;
    const facts = sources[0] === undefined ? null : await factsOf(sources[0].location);
    if (facts !== null && !(clones && facts.dev === dev)) needed += Math.min(facts.size, facts.onDisk);
  }
  return { needed, free };
}

const size = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;

async function factsOf(path: string | Buffer): Promise<{ dev: number; size: number; onDisk: number } | null> {
  try {
    const { dev, size: bytes, blocks } = await stat(path);
    return { dev, size: bytes, onDisk: process.platform === 'win32' ? bytes : blocks * 512 };
  } catch (error) {
    // Copying it says why, and takes no space.
    if (isGone(error) || isRefused(error)) return null;
    throw error;
  }
}
