/** Leaves out parts of a drop before it is submitted, and takes them back. */
import { RedwellError } from '../../shared/errors.ts';
import type { Choice } from '../../shared/intake-edit.ts';
import { notReady } from './drop-errors.ts';
import { type FolderIndex, folderIndexOf } from './folder-index.ts';
import { rebuildInventory } from './rebuild.ts';
import type { Entry } from './records.ts';
import { whenThereIsRoom } from './room.ts';
import type { ScanDeps } from './scan.ts';
import type { Edit } from './selection.ts';
import type { DropState } from './state.ts';

/**
 * Applies a change, counts the drop again, and resolves when the change would survive a crash.
 * @throws RedwellError drop_not_ready, not_found, conflict, disk_full
 */
export async function editDrop(state: DropState, edit: Edit, deps: ScanDeps): Promise<void> {
  const { drop, entries } = state;
  if (drop.status !== 'ready' || entries === null)
    throw notReady(
      drop,
      'be changed',
      'Wait until its inventory is complete. A submitted batch cannot be changed.',
    );
  const index = folderIndexOf(entries);
  for (const choice of edit.choices) check(index, choice, edit.out);
  state.selection.apply(edit);
  await rebuildInventory(state, deps);
  state.journal.append({ k: 'edit', out: edit.out, choices: [...edit.choices] });
  const show = (): void => deps.onProgress(state);
  await whenThereIsRoom(state, deps.gate, show, () => state.journal.sync());
  await whenThereIsRoom(state, deps.gate, show, () => deps.commit(state));
}

/** @throws RedwellError not_found, conflict */
function check(index: FolderIndex, choice: Choice, out: boolean): void {
  if (choice.kind !== 'path' || index.folders.has(choice.path)) return;
  const entry = index.byPath.get(choice.path);
  if (entry === undefined)
    throw new RedwellError('not_found', `“${choice.path}” is not part of this drop.`, {
      action: 'Open the list of files again.',
    });
  const container = entry.parent === null ? undefined : index.byPath.get(entry.parent);
  if (entry.attached) throw tornApart(entry, owner(index, entry));
  if (!out && container?.leftOut === true)
    throw new RedwellError('conflict', `“${container.path}” is left out with everything in it.`, {
      action: `Take back “${container.path}” first.`,
    });
}

/** Returns the mail or document that an attachment goes with. */
function owner(index: FolderIndex, entry: Entry): string {
  let top = entry;
  while (top.attached && top.parent !== null) {
    const container = index.byPath.get(top.parent);
    if (container === undefined) break;
    top = container;
  }
  return top.path;
}

const tornApart = ({ path }: Entry, whole: string): RedwellError =>
  new RedwellError('conflict', `“${path}” is attached to “${whole}” and goes where that goes.`, {
    action: `Leave out or take back “${whole}” with everything in it.`,
  });
