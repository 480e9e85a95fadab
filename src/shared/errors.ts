/** Errors that cross a process boundary: one closed list of codes, one class, one serialized form. */
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
  /** A sentence for a paralegal that names the document or folder. */
  message: z.string(),
  /** What to do next; the page shows it under the message. */
  action: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type WireError = z.infer<typeof wireErrorSchema>;

/** An expected failure with a stable code. Any other thrown value is a defect and becomes `internal`. */
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

/** Error codes of the operating system and of SQLite for a disk that is full or may not be written. */
const DISK_FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);
const SQLITE_FULL = 13;
const SQLITE_READONLY = 8;

/** Returns what to tell when a disk refused a write, wherever that happened; null for anything else. */
function diskRefusal(error: unknown): WireError | null {
  if (!(error instanceof Error)) return null;
  const { code, sqliteCode = 0 } = error as { code?: unknown; sqliteCode?: number };
  const sqlite = sqliteCode & 0xff;
  const tell = (message: string, action: string): WireError => ({ code: 'disk_full', message, action });
  if (error.message.startsWith('MISCONF'))
    return tell(
      'Redis cannot write to its disk, so it refuses new work. Nothing was lost.',
      'Free some space on the disk of the Redis server (see the Health page), then try again.',
    );
  if (DISK_FULL.has(code) || sqlite === SQLITE_FULL)
    return tell(
      'The disk with the data folder is full. Nothing was changed.',
      'Free some space on it (see the Health page), then try again.',
    );
  if (code === 'EROFS' || sqlite === SQLITE_READONLY)
    return tell(
      'The disk with the data folder is read-only. Nothing was changed.',
      'Make it writable again (see the Health page), then try again.',
    );
  return null;
}
/** User and password of an address in a text. The user may be missing. */
const CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"'\\]*):[^\s"']*@/gi;

/** Returns a text with the passwords of all addresses in it masked. */
export const maskAddresses = (text: string): string => text.replace(CREDENTIALS, '$1:***@');

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
  const refusal = diskRefusal(error);
  if (refusal !== null) return refusal;
  return {
    code: 'internal',
    message: maskAddresses(error instanceof Error ? error.message : String(error)),
    action: 'Try again. If it keeps happening, send the log from the data folder to your administrator.',
  };
}

/** Rebuilds the error on the receiving side. */
export function fromWireError(wire: WireError): RedwellError {
  return new RedwellError(wire.code, wire.message, {
    ...(wire.action === undefined ? {} : { action: wire.action }),
    ...(wire.details === undefined ? {} : { details: wire.details }),
  });
}
