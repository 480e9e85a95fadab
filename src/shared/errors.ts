/** Expected errors: a closed list of codes, one class, and the form in which they cross the bridge. */
import { z } from 'zod';

export const ERROR_CODES = [
  'invalid_input',
  'not_found',
  'not_allowed',
  'conflict',
  'redis_unavailable',
  'history_unavailable',
  'folder_missing',
  'folder_empty',
  'not_a_folder',
  'access_restricted',
  'disk_full',
  'drop_not_ready',
  'batch_terminal',
  'canceled',
  'internal',
] as const;

export const errorCodeSchema = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

export const wireErrorSchema = z.object({
  code: errorCodeSchema,
  /** A sentence that a paralegal understands; it names the document or folder. */
  message: z.string(),
  /** What to do next, shown below the message. */
  action: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type WireError = z.infer<typeof wireErrorSchema>;

/** An expected failure with a stable code. Anything else that is thrown is a defect (`internal`). */
export class RedwellError extends Error {
  override readonly name = 'RedwellError';
  readonly code: ErrorCode;
  readonly action: string | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    extra: { action?: string; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.code = code;
    this.action = extra.action;
    this.details = extra.details;
  }
}

/** Converts any thrown value to data that can be sent. An unexpected error becomes `internal` with its message. */
export function toWireError(error: unknown): WireError {
  if (error instanceof RedwellError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.action === undefined ? {} : { action: error.action }),
      ...(error.details === undefined ? {} : { details: error.details }),
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, action: 'Please report this, with the log file in the data folder.' };
}

/** Rebuilds the error on the receiving side. */
export function fromWireError(wire: WireError): RedwellError {
  return new RedwellError(wire.code, wire.message, {
    ...(wire.action === undefined ? {} : { action: wire.action }),
    ...(wire.details === undefined ? {} : { details: wire.details }),
  });
}
