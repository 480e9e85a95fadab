/** Reads the load files of a drop into its state. */
import type { Buffers } from '../fingerprint.ts';
import type { DropState } from '../state.ts';
import { readProduction } from './read.ts';

/**
 * Reads the load files of a drop whose files are known. What the operator chose stays.
 * @param again see `loadFilesOf`. @throws RedwellError conflict; what the disk says; AbortError
 */
export async function readLoadFiles(
  state: DropState,
  { buffers }: { buffers: Buffers },
  again: boolean,
): Promise<void> {
  const { drop } = state;
  // Another copy of a document is one file.
  const read =
    drop.replaces === undefined ? await readProduction(state, state.records, buffers, again) : null;
  state.production = read?.production ?? null;
  if (read === null) delete drop.loadFile;
  else drop.loadFile = read.summary;
}
