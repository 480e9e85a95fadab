/** A hostile file and its accepted outcomes. */
import type { ExceptionCode } from '../../../src/shared/exceptions.ts';

/** `completed` or the code of the exception. */
export type Ending = 'completed' | ExceptionCode;

export interface HostileCase {
  /** Path relative to the hostile folder, with `/`. */
  path: string;
  bytes: Buffer;
  /** The accepted endings. There are several when readers may reasonably differ on the remains of a file. */
  ends: readonly Ending[];
  /** A warning that a completed document must have. */
  warns?: ExceptionCode;
  /** Text that a completed document must contain. */
  says?: string;
  /** Text that must not appear, because it comes from this machine or from a script. */
  hides?: string;
}

export const hostile = (
  path: string,
  bytes: Buffer | string,
  ends: readonly Ending[],
  extra: Pick<HostileCase, 'warns' | 'says' | 'hides'> = {},
): HostileCase => ({ path, bytes: Buffer.from(bytes as string), ends, ...extra });
