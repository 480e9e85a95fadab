/** How a stage's outcome crosses the process boundary: as data, so that nothing of an error is lost. */
import type { ExceptionCode } from '../../../shared/exceptions.ts';
import { DocumentError } from '../types.ts';

export interface WireError {
  code: ExceptionCode;
  detail: string;
  transient: boolean;
  pages: readonly number[] | null;
}

export type Wire<T> = { ok: true; value: T } | { ok: false; error: WireError };

/** What a child tells its parent while a call runs. */
export type SandboxEvent =
  /** The call has begun in this process; `retire`: it has grown too large and wants a successor. */
  | { kind: 'began'; pid: number; retire: boolean }
  /** A command of ours was started or has ended; the parent ends it if the child is killed. */
  | { kind: 'spawned'; pid: number }
  | { kind: 'exited'; pid: number };

const DETAIL_LIMIT = 2000;

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

export function toWire(error: unknown): WireError {
  const known =
    error instanceof DocumentError
      ? error
      : (machineFault(error) ??
        new DocumentError(
          'infrastructure',
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        ));
  return {
    code: known.code,
    detail: known.message.slice(0, DETAIL_LIMIT),
    transient: known.transient,
    pages: known.pages ?? null,
  };
}

export function fromWire(error: WireError): DocumentError {
  return new DocumentError(error.code, error.detail, {
    transient: error.transient,
    ...(error.pages === null ? {} : { pages: error.pages }),
  });
}
