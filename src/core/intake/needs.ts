/** What a drop will need when it is submitted. */
import type { FileType } from '../../shared/file-types.ts';
import { yieldEvery } from '../util/event-loop.ts';
import { contentsOf } from './freeze.ts';
import type { DropState } from './state.ts';
import type { DropNeeds } from './types.ts';
import type { Vault } from './vault.ts';
import { spaceFor } from './vault-space.ts';

/** Returns null while the inventory is not complete. */
export async function needsOf(
  { entries }: DropState,
  vault: Vault,
  mode: 'copy' | 'reference',
): Promise<DropNeeds | null> {
  if (entries === null) return null;
  const types = new Map<FileType, number>();
  const yieldIfDue = yieldEvery();
  for (const { status, type } of entries) {
    await yieldIfDue();
    if (status === 'pending') types.set(type, (types.get(type) ?? 0) + 1);
  }
  const { needed, free } = await spaceFor(vault, contentsOf(entries, mode));
  return { neededBytes: needed, freeBytes: free, types };
}
