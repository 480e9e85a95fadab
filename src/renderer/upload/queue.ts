/** Uploads a folder tree to the host: several requests at a time, small files in bundles. */
import type { SkippedFile } from '../../shared/intake.ts';
import { Bundle, sendBundle } from './bundle.ts';
import { type OpenFile, Refused, sendFile, type UploadTarget } from './send.ts';
import { faultOf, type TreeFile } from './tree.ts';

/** Concurrent requests. A browser opens at most six connections, and one disk gains nothing from more. */
const LANES = 6;

export interface UploadProgress {
  found: number;
  /** Whether the tree has been walked to its end. */
  complete: boolean;
  sent: number;
  bytes: number;
  skipped: number;
}

/**
 * Uploads every file. A file that cannot be read or is refused is skipped and listed; an error that concerns all
 * files ends the upload.
 * @returns how many files arrived, and the skipped ones (at most 10,000, the limit of `intake.uploaded`)
 * @throws RedwellError disk_full, not_found, not_allowed, conflict, drop_not_ready; internal if the host is gone
 */
export async function uploadTree(
  files: (skip: (file: SkippedFile) => void) => AsyncIterator<TreeFile>,
  target: UploadTarget,
  progress: (now: Readonly<UploadProgress>) => void,
): Promise<{ files: number; skipped: SkippedFile[] }> {
  const state: UploadProgress = { found: 0, complete: false, sent: 0, bytes: 0, skipped: 0 };
  const skipped: SkippedFile[] = [];
  const skip = (file: SkippedFile): void => {
    state.skipped += 1;
    if (skipped.length < 10_000)
      skipped.push({ ...file, path: file.path.slice(0, 32_768), reason: file.reason.slice(0, 500) });
    progress(state);
  };
  const source = files(skip);
  let ended = false;

  /** Returns the next file that opens; null at the end of the tree. */
  const next = async (): Promise<OpenFile | null> => {
    while (!ended) {
      const { done, value } = await source.next();
      if (done === true) {
        state.complete = true;
        progress(state);
        return null;
      }
      const number = state.found;
      state.found += 1;
      progress(state);
      try {
        return { path: value.path, number, file: await value.open() };
      } catch (error) {
        skip({ path: value.path, ...faultOf(error) });
      }
    }
    return null;
  };
  const arrived = (sent: readonly OpenFile[]): void => {
    state.sent += sent.length;
    for (const { file } of sent) state.bytes += file.size;
    progress(state);
  };
  const sendAlone = async (file: OpenFile): Promise<void> => {
    try {
      await sendFile(file, target);
      arrived([file]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      skip({ path: file.path, code: error.code, reason: error.message });
    }
  };
  const lane = async (): Promise<void> => {
    for (let more = true; more; ) {
      const bundle = new Bundle();
      let alone: OpenFile | null = null;
      while (alone === null && !bundle.full) {
        const file = await next();
        if (file === null) {
          more = false;
          break;
        }
        if (!bundle.add(file)) alone = file;
      }
      const failed = bundle.files.length > 1 ? await sendBundle(bundle.files, target) : bundle.files;
      arrived(bundle.files.filter((file) => !failed.includes(file)));
      for (const file of alone === null ? failed : [...failed, alone]) if (!ended) await sendAlone(file);
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    ended = true;
  }
  return { files: state.sent, skipped };
}
