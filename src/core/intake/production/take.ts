/** Lets the operator say whether the records of a load file become the documents, and lists what is wrong with it. */
import { RedwellError } from '../../../shared/errors.ts';
import type { LoadFileProblem } from '../../../shared/load-file-record.ts';
import { CONTRADICTIONS } from '../../load-file-import/types.ts';
import { notReady } from '../drop-errors.ts';
import { rebuildInventory } from '../rebuild.ts';
import { whenThereIsRoom } from '../room.ts';
import type { ScanDeps } from '../scan.ts';
import type { DropState } from '../state.ts';
import type { Page } from '../types.ts';

/**
 * Takes a drop as its load file says, or as plain files, and resolves when the choice would survive a crash.
 * @throws RedwellError drop_not_ready, conflict when it has no load file, disk_full
 */
export async function takeLoadFile(state: DropState, taken: boolean, deps: ScanDeps): Promise<void> {
  const { drop, entries } = state;
  if (drop.status !== 'ready' || entries === null)
    throw notReady(
      drop,
      'be changed',
      'Wait until its inventory is complete. A submitted batch cannot be changed.',
    );
  if (drop.loadFile === undefined) throw noLoadFile(state);
  drop.loadFile = { ...drop.loadFile, taken, chosen: true };
  await rebuildInventory(state, deps);
  const show = (): void => deps.onProgress(state);
  await whenThereIsRoom(state, deps.gate, show, () => deps.commit(state));
}

/** Returns one page of what is wrong with the load file. @throws RedwellError conflict, invalid_input */
export function pageOfProblems(
  state: DropState,
  cursor: string | null,
  limit: number,
): Page<LoadFileProblem> {
  if (state.production === null) throw noLoadFile(state);
  const { problems } = state.production;
  const from = cursor === null ? 0 : Number(cursor);
  if (!Number.isSafeInteger(from) || from < 0)
    throw new RedwellError('invalid_input', 'This page of the list does not exist.', {
      action: 'Open the list again from the beginning.',
    });
  return {
    items: problems
      .slice(from, from + limit)
      .map((problem) => ({ ...problem, contradiction: CONTRADICTIONS.has(problem.code) })),
    next: from + limit < problems.length ? String(from + limit) : null,
    total: state.drop.loadFile?.problems ?? problems.length,
  };
}

const noLoadFile = ({ drop }: DropState): RedwellError =>
  new RedwellError('conflict', `“${drop.name}” has no load file.`, {
    action: 'Add the folder that holds the .dat file with its originals.',
  });
