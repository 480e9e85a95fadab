/** Requests about drops: adding files, listing them, passwords and discarding. */
import { RedwellError } from '../../shared/errors.ts';
import { notOneFile } from './drop-errors.ts';
import type { Drops } from './drops.ts';
import { pageOfEntries } from './entry-pages.ts';
import type { Buffers } from './fingerprint.ts';
import { openRoots } from './roots.ts';
import { finishScan, scanDrop } from './scan.ts';
import { afterCurrentWork, type DropState } from './state.ts';
import type { Intake } from './types.ts';
import { lockedFiles, unlock } from './unlock.ts';
import { Upload } from './upload.ts';

type DropRequest =
  | 'beginPaths'
  | 'beginUpload'
  | 'acceptFile'
  | 'finishUpload'
  | 'list'
  | 'get'
  | 'entries'
  | 'lockedFiles'
  | 'unlock'
  | 'discard';

export function dropRequests(drops: Drops, buffers: Buffers): Pick<Intake, DropRequest> {
  const uploads = new Map<string, Upload>();
  const uploadOf = (dropId: string): { state: DropState; upload: Upload } => {
    const state = drops.get(dropId);
    const upload = uploads.get(dropId);
    if (upload === undefined || state.drop.status !== 'receiving')
      throw new RedwellError(
        'drop_not_ready',
        `The upload of “${state.drop.name}” is closed and accepts no more files.`,
        { action: 'Add the folder again.' },
      );
    return { state, upload };
  };
  return {
    async beginPaths(paths, replaces) {
      const { name, roots } = await openRoots(paths);
      if (replaces !== undefined && (roots.length !== 1 || roots[0]?.directory === true)) throw notOneFile();
      const state = await drops.create(name, 'path', roots, replaces);
      drops.start(state, () => scanDrop(state, new Map(), drops.deps));
      return structuredClone(state.drop);
    },
    async beginUpload(name, replaces) {
      const state = await drops.create(name, 'upload', [], replaces);
      uploads.set(
        state.drop.id,
        new Upload(state, buffers, drops.deps.gate, () => drops.deps.onProgress(state)),
      );
      return structuredClone(state.drop);
    },
    acceptFile: async (dropId, path, modifiedAt, content, item) =>
      uploadOf(dropId).upload.accept(path, modifiedAt, content, item),
    async finishUpload(dropId, files, skipped) {
      const { state, upload } = uploadOf(dropId);
      upload.finish(files, skipped);
      uploads.delete(dropId);
      drops.start(state, async () => {
        await upload.save();
        await drops.commit(state);
        await finishScan(state, drops.deps);
      });
      return structuredClone(state.drop);
    },
    list: () =>
      [...drops.states.values()]
        .map(({ drop }) => structuredClone(drop))
        .sort((a, b) => b.createdAt - a.createdAt),
    get: (dropId) => structuredClone(drops.get(dropId).drop),
    entries: (dropId, filter, cursor, limit) => pageOfEntries(drops.get(dropId), filter, cursor, limit),
    lockedFiles: (dropId) => lockedFiles(drops.get(dropId)),
    async unlock(dropId, passwords) {
      const state = drops.get(dropId);
      await afterCurrentWork(state, () => unlock(state, passwords, drops.deps));
      return lockedFiles(state);
    },
    async discard(dropId) {
      const state = drops.get(dropId);
      if (state.drop.status === 'submitting')
        throw new RedwellError(
          'conflict',
          `“${state.drop.name}” is being submitted, so it cannot be discarded.`,
          { action: 'Wait until its batch appears. You can then cancel the batch.' },
        );
      uploads.delete(dropId);
      await drops.remove(state);
    },
  };
}
