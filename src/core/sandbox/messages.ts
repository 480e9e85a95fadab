/** What crosses the process boundary: plain data, so that an error keeps its code and pages. */
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { DocumentError, machineFault } from '../documents/errors.ts';
import { MAX_DETAIL_CHARACTERS } from '../documents/limits.ts';

/** A DocumentError as data. */
export interface SandboxFailure {
  code: ExceptionCode;
  detail: string;
  transient: boolean;
  pages: readonly number[] | null;
}

/** A child's reply to one call. */
export type SandboxReply<T> = { ok: true; value: T } | { ok: false; error: SandboxFailure };

/** What a child tells its parent while a call runs. */
export type SandboxEvent =
  /** The call has started in this process. `retire`: the child has grown too large and must be replaced. */
  | { kind: 'started'; pid: number; retire: boolean }
  /** The child started or ended a command. The parent kills the commands of a child that it kills. */
  | { kind: 'spawned'; pid: number }
  | { kind: 'exited'; pid: number };

/** Turns anything thrown in a child into data. An unexpected error becomes `infrastructure`, with its stack. */
export function toFailure(error: unknown): SandboxFailure {
  const documentError =
    error instanceof DocumentError
      ? error
      : (machineFault(error) ??
        new DocumentError(
          'infrastructure',
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        ));
  return {
    code: documentError.code,
    detail: documentError.message.slice(0, MAX_DETAIL_CHARACTERS),
    transient: documentError.transient,
    pages: documentError.pages ?? null,
  };
}

/** Rebuilds the error in the parent, so that `instanceof DocumentError` works there. */
export function fromFailure(failure: SandboxFailure): DocumentError {
  return new DocumentError(failure.code, failure.detail, {
    transient: failure.transient,
    ...(failure.pages === null ? {} : { pages: failure.pages }),
  });
}
