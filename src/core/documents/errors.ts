/** What can be wrong with a document, and how a fault of the machine is told from a fault of the file. */
import type { ExceptionCode } from '../../shared/exceptions.ts';

/**
 * A stage could not do its work on this document.
 * `transient`: the same input may succeed later (machine busy, file locked), so it is tried again.
 */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly code: ExceptionCode;
  readonly transient: boolean;
  readonly pages: readonly number[] | undefined;

  constructor(
    code: ExceptionCode,
    detail: string,
    extra: { transient?: boolean; pages?: readonly number[]; cause?: unknown } = {},
  ) {
    super(detail, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.code = code;
    this.transient = extra.transient ?? false;
    this.pages = extra.pages;
  }
}

/** Faults of the machine by the operating system's code; never blamed on the file. */
const SYSTEM_CODES: Readonly<Record<string, { code: ExceptionCode; transient: boolean }>> = {
  ENOENT: { code: 'source_missing', transient: false },
  ENOTDIR: { code: 'source_missing', transient: false },
  EACCES: { code: 'access_restricted', transient: false },
  EPERM: { code: 'access_restricted', transient: false },
  ENOSPC: { code: 'infrastructure', transient: true },
  EDQUOT: { code: 'infrastructure', transient: true },
  EMFILE: { code: 'infrastructure', transient: true },
  ENFILE: { code: 'infrastructure', transient: true },
  EIO: { code: 'infrastructure', transient: true },
  EBUSY: { code: 'infrastructure', transient: true },
  EAGAIN: { code: 'infrastructure', transient: true },
  ENOMEM: { code: 'worker_lost', transient: true },
  ERR_MEMORY_ALLOCATION_FAILED: { code: 'worker_lost', transient: true },
};

/**
 * Messages of the engines (V8, Emscripten, libvips) when memory runs out. libtiff says `Out of memory reading of
 * "Compression"` of a tag that claims more than the file holds: that is the file's fault.
 */
const OUT_OF_MEMORY = /out of memory(?! reading of)|allocation fail|cannot enlarge memory|Aborted\(OOM/i;

/** The machine's fault behind an error, or null where it is none. */
export function machineFault(error: unknown): DocumentError | null {
  if (!(error instanceof Error)) return null;
  const system = SYSTEM_CODES[(error as NodeJS.ErrnoException).code ?? ''];
  if (system)
    return new DocumentError(system.code, error.message, { transient: system.transient, cause: error });
  if (OUT_OF_MEMORY.test(error.message))
    return new DocumentError('worker_lost', error.message, { cause: error });
  return null;
}

/**
 * An error a parser threw while reading this file: the file's fault, unless the machine's is known.
 * @param what what was being read, in a paralegal's words, e.g. `PDF`
 */
export function blameFile(error: unknown, what: string): DocumentError {
  if (error instanceof DocumentError) return error;
  const machine = machineFault(error);
  if (machine) return machine;
  const said = error instanceof Error ? error.message : String(error);
  return new DocumentError('corrupt', `The ${what} could not be read: ${said}`, { cause: error });
}
