/** Uploads a folder tree to the host, several files at a time, and retries a file when the connection breaks. */
import { fromWireError, RedwellError, wireErrorSchema } from '../../shared/errors.ts';
import type { SkippedFile } from '../../shared/intake.ts';
import { UPLOAD_TEXT } from '../text/errors.ts';
import { faultOf, type TreeFile } from './tree.ts';

/** Concurrent uploads. A browser opens at most six connections, and one disk gains nothing from more. */
const LANES = 6;
const RETRY_MS = [250, 1_000, 4_000];
/** Errors that every later file would also hit, so the upload ends. */
const FATAL = new Set(['disk_full', 'not_found', 'not_allowed', 'conflict', 'drop_not_ready']);

export interface UploadProgress {
  found: number;
  /** Whether the tree has been walked to its end. */
  complete: boolean;
  sent: number;
  bytes: number;
  skipped: number;
}
export interface UploadTarget {
  readonly url: string;
  readonly dropId: string;
}

/** One file cannot be uploaded; the others continue. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: SkippedFile['code'];

  constructor({ code, reason }: Pick<SkippedFile, 'code' | 'reason'>, cause: unknown) {
    super(reason, { cause });
    this.code = code;
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

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
  const lane = async (): Promise<void> => {
    while (!ended) {
      const { done, value } = await source.next();
      if (done === true) {
        state.complete = true;
        progress(state);
        return;
      }
      const item = state.found;
      state.found += 1;
      progress(state);
      try {
        state.bytes += await sendFile(value, item, target);
        state.sent += 1;
        progress(state);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        skip({ path: value.path, code: error.code, reason: error.message });
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    ended = true;
  }
  return { files: state.sent, skipped };
}

/** Uploads one file. @returns bytes sent. @throws Refused for this file only; RedwellError for the whole upload */
async function sendFile(item: TreeFile, number: number, target: UploadTarget): Promise<number> {
  let file: File;
  try {
    file = await item.open();
  } catch (error) {
    throw new Refused(faultOf(error), error);
  }
  const query = new URLSearchParams({ drop: target.dropId, path: item.path, item: String(number) });
  // Some file systems have no time or one before 1970. The host accepts whole milliseconds.
  if (file.lastModified > 0) query.set('modified', String(Math.floor(file.lastModified)));
  for (let attempt = 0; ; attempt += 1) {
    let response: Response;
    try {
      response = await fetch(`${target.url}?${query}`, {
        method: 'POST',
        body: file,
        credentials: 'same-origin',
        headers: { 'x-redwell-upload': '1', 'content-type': 'application/octet-stream' },
      });
    } catch (error) {
      // fetch throws the same TypeError for a broken connection and for an unreadable file.
      await assertReadable(file);
      const pause = RETRY_MS[attempt];
      if (pause === undefined)
        throw new RedwellError('internal', UPLOAD_TEXT.stopped, {
          action: UPLOAD_TEXT.stoppedAction,
          cause: error,
        });
      await wait(pause);
      continue;
    }
    if (response.ok) return file.size;
    const error = await errorOf(response);
    if (FATAL.has(error.code)) throw error;
    const pause = response.status >= 500 ? RETRY_MS[attempt] : undefined;
    if (pause === undefined) throw new Refused({ code: 'infrastructure', reason: error.message }, error);
    await wait(pause);
  }
}

async function assertReadable(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch (error) {
    throw new Refused(faultOf(error), error);
  }
}

async function errorOf(response: Response): Promise<RedwellError> {
  const body: unknown = await response.json().catch(() => null);
  const wire = wireErrorSchema.safeParse(
    typeof body === 'object' && body !== null && 'error' in body ? body.error : null,
  );
  return wire.success
    ? fromWireError(wire.data)
    : new RedwellError('internal', UPLOAD_TEXT.fileRefused(response.status));
}
