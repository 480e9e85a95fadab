/** Calls the sandbox, and turns the failures of a file into findings. */
import type { Logger } from 'pino';
import { isRefusal } from '../disk/refusals.ts';
import { DocumentError } from '../documents/errors.ts';
import { MAX_DETAIL_CHARACTERS } from '../documents/limits.ts';
import { osCode, readFailure, writeFailure } from './fs-errors.ts';
import type { Finding } from './records.ts';

/**
 * Returns the sandbox's answer, or why it has none.
 * @throws RedwellError disk_full; AbortError
 */
export async function askSandbox<T extends object>(
  call: () => Promise<T>,
  signal: AbortSignal,
  log: Logger | undefined,
): Promise<T | Finding> {
  try {
    return await call();
  } catch (error) {
    if (signal.aborted) throw error;
    if (isRefusal(error)) throw writeFailure(error, 'unpacking attachments and archives');
    if (error instanceof DocumentError)
      return { code: error.code, detail: error.message.slice(0, MAX_DETAIL_CHARACTERS) };
    if (osCode(error) !== null) return readFailure(error, 'file');
    log?.error({ error }, 'document inspection failed');
    return { code: 'infrastructure', detail: error instanceof Error ? error.message : String(error) };
  }
}
