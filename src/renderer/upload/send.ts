/** Sends one file to the host, again if the connection breaks. */
import { fromWireError, RedwellError, wireErrorSchema } from '../../shared/errors.ts';
import type { SkippedFile } from '../../shared/intake.ts';
import { UPLOAD_TEXT } from '../text/errors.ts';
import { faultOf } from './tree.ts';

export interface UploadTarget {
  readonly url: string;
  readonly dropId: string;
}

/** A file that the browser has opened. */
export interface OpenFile {
  /** Relative to the drop, separated by `/`. */
  readonly path: string;
  /** Number of the file in the drop. */
  readonly number: number;
  readonly file: File;
}

export const UPLOAD_HEADERS = { 'x-redwell-upload': '1', 'content-type': 'application/octet-stream' };

const RETRY_MS = [250, 1_000, 4_000];
/** Errors that every later file would also hit, so the upload ends. */
const FATAL = new Set(['disk_full', 'not_found', 'not_allowed', 'conflict', 'drop_not_ready']);

/** One file cannot be uploaded; the others continue. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: SkippedFile['code'];

  constructor({ code, reason }: Pick<SkippedFile, 'code' | 'reason'>, cause: unknown) {
    super(reason, { cause });
    this.code = code;
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Returns when a file was changed. Some file systems have no time or one before 1970; the host accepts whole ms. */
export const modifiedOf = ({ lastModified }: File): { modified?: number } =>
  lastModified > 0 ? { modified: Math.floor(lastModified) } : {};

/** Sends one file. @throws Refused for this file only; RedwellError for the whole upload */
export async function sendFile({ path, number, file }: OpenFile, target: UploadTarget): Promise<void> {
  const query = new URLSearchParams({ drop: target.dropId, path, item: String(number) });
  const { modified } = modifiedOf(file);
  if (modified !== undefined) query.set('modified', String(modified));
  for (let attempt = 0; ; attempt += 1) {
    let response: Response;
    try {
      response = await fetch(`${target.url}?${query}`, {
        method: 'POST',
        body: file,
        credentials: 'same-origin',
        headers: UPLOAD_HEADERS,
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
    if (response.ok) return;
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
