/** What one hostile file is, and how it may end. */
import type { ExceptionCode } from '../../../src/shared/exceptions.ts';

/** `completed` or the exception's code. */
export type Ending = 'completed' | ExceptionCode;

export interface HostileCase {
  /** Inside the hostile folder, with `/`. */
  path: string;
  bytes: Buffer;
  /** Every ending that is right. More than one where readers may fairly differ on what is left of a file. */
  ends: readonly Ending[];
  /** Warning that must be listed with it. */
  warns?: ExceptionCode;
  /** Must be in the text when it completes. */
  says?: string;
  /** Must be nowhere in the text: content of this machine, or what only a script holds. */
  hides?: string;
}

export const hostile = (
  path: string,
  bytes: Buffer | string,
  ends: readonly Ending[],
  extra: Pick<HostileCase, 'warns' | 'says' | 'hides'> = {},
): HostileCase => ({ path, bytes: Buffer.from(bytes as string), ends, ...extra });
