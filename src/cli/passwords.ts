/** Passwords for a batch's encrypted files, from a file or standard input: an argument would stand in the process list. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Redwell } from '../core/app/types.ts';
import { RedwellError } from '../shared/errors.ts';
import type { Drop, PasswordReport } from '../shared/intake.ts';
import { counted } from './format.ts';

/** As many go with one request. */
const SLICE = 100;

/**
 * One password a line; spaces belong to it, empty lines do not count.
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
      `The passwords cannot be read from ${source === '-' ? 'standard input' : source}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  const lines = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** Offers them for a drop whose inventory stands. @returns how they fared, in words */
export async function offerPasswords(
  redwell: Pick<Redwell, 'handlers'>,
  drop: Drop,
  passwords: readonly string[],
): Promise<string> {
  let report: PasswordReport = await redwell.handlers['intake.locked']({ dropId: drop.id });
  if (report.locked === 0) return 'Nothing is encrypted: the passwords are not needed.';
  for (let i = 0; i < passwords.length && report.locked > 0; i += SLICE)
    report = await redwell.handlers['intake.passwords']({
      dropId: drop.id,
      passwords: passwords.slice(i, i + SLICE),
    });
  const { locked, opened } = report;
  const given = counted(passwords.length, 'password');
  return locked === 0
    ? `${counted(opened, 'encrypted document')} opened with ${given}.`
    : `${opened} of ${counted(opened + locked, 'encrypted document')} opened with ${given}; the others become exceptions.`;
}
