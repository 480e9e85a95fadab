/** Explains why an encrypted file stayed closed, without ever naming a password. */
import { DocumentError } from '../../documents/errors.ts';

/**
 * Returns a sentence without its period, e.g. `None of the 3 passwords offered opens the PDF`.
 * @param thing starts a sentence, e.g. `The PDF`
 */
export function refusal(offered: number, thing: string): string {
  if (offered === 0) return `${thing} asks for a password`;
  return offered === 1
    ? `The password offered does not open ${lowerFirst(thing)}`
    : `None of the ${offered} passwords offered opens ${lowerFirst(thing)}`;
}

export const passwordError = (offered: number, thing: string): DocumentError =>
  new DocumentError('encrypted', refusal(offered, thing));

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
