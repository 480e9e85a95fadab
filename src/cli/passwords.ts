/** Passwords for encrypted files, from a file or standard input. An argument would be visible in the process list. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Redwell } from '../core/app/types.ts';
import { RedwellError } from '../shared/errors.ts';
import type { Drop, PasswordReport } from '../shared/intake.ts';
import { counted } from './format.ts';

/** Passwords per request. */
const SLICE = 100;

/**
 * Reads one password per line. Spaces belong to the password; empty lines do not count.
 * @param source path of a file, or `-` for standard input
 * @throws RedwellError invalid_input
 */
export async function readPasswords(source: string, stdin: NodeJS.ReadableStream): Promise<string[]> {
  let content: string;
  try {
    content = source === '-' ? await text(stdin) : await readFile(source, 'utf8');
  } catch (error) {
    throw new RedwellError(
      'invalid_input',
      `Redwell could not read passwords from ${source === '-' ? 'standard input' : source}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  const lines = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** Tries the passwords on a drop whose inventory is built. @returns a sentence about the result */
export async function offerPasswords(
  redwell: Pick<Redwell, 'handlers'>,
  drop: Drop,
  passwords: readonly string[],
): Promise<string> {
  let report: PasswordReport = await redwell.handlers['intake.locked']({ dropId: drop.id });
  if (report.locked === 0) return 'No document is encrypted, so the passwords were not used.';
  for (let i = 0; i < passwords.length && report.locked > 0; i += SLICE)
    report = await redwell.handlers['intake.passwords']({
      dropId: drop.id,
      passwords: passwords.slice(i, i + SLICE),
    });
  const { locked, opened } = report;
  const tried = counted(passwords.length, 'password');
  return locked === 0
    ? `${counted(opened, 'encrypted document')} opened with ${tried}.`
    : `${opened} of ${counted(opened + locked, 'encrypted document')} opened with ${tried}. The others become exceptions.`;
}
