/** Puts the very file that was received back into the vault, where it was lost or altered. */
import { RedwellError } from '../../shared/errors.ts';
import { notReady } from './drop-errors.ts';
import type { Drops } from './drops.ts';
import { writeFailure } from './fs-errors.ts';
import { whenThereIsRoom } from './room.ts';
import { afterCurrentWork, type DropState } from './state.ts';
import { ContentChanged, type Vault } from './vault.ts';

interface Deps {
  drops: Drops;
  vault: Vault;
  signal: AbortSignal;
}

/**
 * The vault compares what it has with the fingerprint and keeps an altered file aside. The drop is discarded once the file
 * is in place.
 * @throws RedwellError drop_not_ready, conflict, disk_full
 */
export async function restoreOriginal(
  state: DropState,
  sha256: string,
  { drops, vault, signal }: Deps,
): Promise<void> {
  const { drop } = state;
  await afterCurrentWork(state, async () => {
    const entry = state.entries?.find((one) => one.sha256 === sha256 && one.source !== null);
    if (drop.status !== 'ready' || state.entries === null)
      throw notReady(drop, 'be put back', 'Wait until it has been read.');
    if (entry?.source == null) throw changed(drop.name);
    const { bytes, source, movable } = entry;
    const batch = vault.begin();
    const whenRoom = <T>(work: () => Promise<T>): Promise<T> =>
      whenThereIsRoom(state, drops.deps.gate, () => drops.deps.onProgress(state), work);
    try {
      await whenRoom(() => batch.store(sha256, bytes, { location: source, movable }, signal));
      await whenRoom(() => batch.publish(signal));
    } catch (error) {
      await batch.abandon();
      if (error instanceof ContentChanged) throw changed(drop.name);
      throw writeFailure(error, `putting “${drop.name}” back into the vault`);
    }
  });
  await drops.remove(state);
}

const changed = (name: string): RedwellError =>
  new RedwellError('conflict', `“${name}” changed after Redwell read it, so it is no longer the original.`, {
    action: 'Choose the file again.',
  });
