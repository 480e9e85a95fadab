import { DocumentError } from '../../documents/errors.ts';

/**
 * Returns the error for a file that is larger than Redwell reads.
 * @param thing starts a sentence, e.g. `The PDF`
 */
export const sizeLimitError = (thing: string, bytes: number, limit: number): DocumentError =>
  new DocumentError(
    'oversize',
    `${thing} has ${grouped(bytes)} bytes, more than the limit of ${grouped(limit)}. Split it into smaller files`,
  );

const grouped = (value: number): string => value.toLocaleString('en-US');
