/**
 * What crosses the process boundary: plain data, so that an error keeps its code and pages. The parent trusts nothing
 * that a child says: it checks every answer against these schemas.
 */
import { z } from 'zod';
import { EXCEPTION_CODES, type ExceptionCode } from '../../shared/exceptions.ts';
import { DocumentError, machineFault } from '../documents/errors.ts';
import { MAX_DETAIL_CHARACTERS } from '../documents/limits.ts';

/** A call from the parent. */
export interface SandboxRequest {
  id: number;
  method: string;
  params: readonly unknown[];
}

const failureSchema = z.object({
  code: z.enum(EXCEPTION_CODES),
  detail: z.string().max(MAX_DETAIL_CHARACTERS),
  transient: z.boolean(),
  pages: z.array(z.number().int()).nullable(),
  diskRefused: z.boolean(),
});
/** A DocumentError as data. */
type SandboxFailure = z.infer<typeof failureSchema>;

export const replySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), id: z.number().int(), value: z.unknown() }),
  z.object({ kind: z.literal('error'), id: z.number().int(), error: failureSchema }),
  /** The child has grown too large and did not take the call. */
  z.object({ kind: z.literal('retire'), id: z.number().int() }),
]);
/** A child's reply to one call. */
export type SandboxReply = z.infer<typeof replySchema>;

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
    code: documentError.code satisfies ExceptionCode,
    detail: documentError.message.slice(0, MAX_DETAIL_CHARACTERS),
    transient: documentError.transient,
    diskRefused: documentError.diskRefused,
    pages: documentError.pages === undefined ? null : [...documentError.pages],
  };
}

/** Rebuilds the error in the parent, so that `instanceof DocumentError` works there. */
export function fromFailure(failure: SandboxFailure): DocumentError {
  return new DocumentError(failure.code, failure.detail, {
    transient: failure.transient,
    diskRefused: failure.diskRefused,
    ...(failure.pages === null ? {} : { pages: failure.pages }),
  });
}
