/** How a stage's outcome crosses the process boundary: as data, so that nothing of an error is lost. */
import type { ExceptionCode } from '../../shared/exceptions.ts';
import { DocumentError, machineFault } from '../documents/errors.ts';

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
