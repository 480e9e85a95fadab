/** What is said of a file that none of the offered passwords opens; the passwords themselves are never told. */
import { DocumentError } from '../../documents/errors.ts';

/** How the passwords fared, as the beginning of a sentence: `None of the 3 passwords offered opens`. */
export function refusal(offered: number, what: string): string {
  if (offered === 0) return `${what} asks for a password`;
  return offered === 1
    ? `The password offered does not open ${lower(what)}`
    : `None of the ${offered} passwords offered opens ${lower(what)}`;
}

/** @param what the thing at the beginning of a sentence, e.g. `The PDF` */
export const locked = (offered: number, what: string): DocumentError =>
  new DocumentError('encrypted', refusal(offered, what));

const lower = (what: string): string => what.slice(0, 1).toLowerCase() + what.slice(1);
