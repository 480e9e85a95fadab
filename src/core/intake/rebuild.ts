/** Builds the inventory of a drop again, after something about it has changed. */
import { buildInventory } from './build-inventory.ts';
import { countInventory } from './inventory-counts.ts';
import type { ScanDeps } from './scan.ts';
import type { DropState } from './state.ts';

/** Replaces the drop's list and its counts together. The files must have been read. */
export async function rebuildInventory(
  state: DropState,
  deps: Pick<ScanDeps, 'limits' | 'expectedMs'>,
): Promise<void> {
  const entries = await buildInventory(state, state.records, deps.limits);
  const inventory = await countInventory(entries, deps.expectedMs);
  state.entries = entries;
  const { length } = entries;
  Object.assign(state.drop, {
    ...{ found: length, read: length, total: length },
    ...{ members: inventory.members, inventory },
  });
}
