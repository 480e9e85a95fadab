/** The error of a document that cannot be processed, and the rules for blaming the file or the machine. */
import type { ExceptionCode } from '../../shared/exceptions.ts';

/**
 * Reports that a stage could not process a document.
 * `transient` means that the same input may succeed later (machine busy, file locked), so it is retried.
 */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly code: ExceptionCode;
  readonly transient: boolean;
  readonly pages: readonly number[] | undefined;
  /** A disk of this machine refused a write. The document waits until there is room, and is not to blame. */
  readonly diskRefused: boolean;

  constructor(
    code: ExceptionCode,
    detail: string,
    extra: { transient?: boolean; pages?: readonly number[]; diskRefused?: boolean; cause?: unknown } = {},
  ) {
    super(detail, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.code = code;
    this.transient = extra.transient ?? false;
    this.pages = extra.pages;
    this.diskRefused = extra.diskRefused ?? false;
  }
}

/** Error codes of the operating system that are never the file's fault. */
const SYSTEM_CODES: Readonly<Record<string, { code: ExceptionCode; transient: boolean }>> = {
  ENOENT: { code: 'source_missing', transient: false },
  ENOTDIR: { code: 'source_missing', transient: false },
  EACCES: { code: 'access_restricted', transient: false },
  EPERM: { code: 'access_restricted', transient: false },
  ENOSPC: { code: 'infrastructure', transient: true },
  EDQUOT: { code: 'infrastructure', transient: true },
  EROFS: { code: 'infrastructure', transient: true },
  EMFILE: { code: 'infrastructure', transient: true },
  ENFILE: { code: 'infrastructure', transient: true },
  EIO: { code: 'infrastructure', transient: true },
  EBUSY: { code: 'infrastructure', transient: true },
  EAGAIN: { code: 'infrastructure', transient: true },
  ENOMEM: { code: 'worker_lost', transient: true },
  ERR_MEMORY_ALLOCATION_FAILED: { code: 'worker_lost', transient: true },
};

const DISK_REFUSALS: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/**
 * Matches what V8, Emscripten and libvips report when memory runs out. It excludes libtiff's `Out of memory reading
 * of "Compression"`, which means that a tag claims more data than the file holds: the file's fault.
 */
const OUT_OF_MEMORY = /out of memory(?! reading of)|allocation fail|cannot enlarge memory|Aborted\(OOM/i;

/** Returns the machine's fault behind an error, or null if the machine is not to blame. */
export function machineFault(error: unknown): DocumentError | null {
  if (!(error instanceof Error)) return null;
  const system = SYSTEM_CODES[(error as NodeJS.ErrnoException).code ?? ''];
  if (system)
    return new DocumentError(system.code, error.message, {
      transient: system.transient,
      diskRefused: DISK_REFUSALS.has((error as NodeJS.ErrnoException).code),
      cause: error,
    });
  if (OUT_OF_MEMORY.test(error.message))
    return new DocumentError('worker_lost', error.message, { cause: error });
  return null;
}

/**
 * Returns the document error for something a parser threw. The file is to blame unless the error is a known fault of
 * the machine.
 * @param noun the kind of file in a paralegal's words, e.g. `PDF`
 */
export function blameFile(error: unknown, noun: string): DocumentError {
  if (error instanceof DocumentError) return error;
  const machine = machineFault(error);
  if (machine) return machine;
  const reason = error instanceof Error ? error.message : String(error);
  return new DocumentError('corrupt', `The ${noun} could not be read: ${reason}`, { cause: error });
}
