/** The status of an HTTP reply that carries an error. */
import type { WireError } from '../shared/errors.ts';

const STATUS_OF_CODE: Partial<Record<string, number>> = {
  invalid_input: 400,
  not_allowed: 403,
  access_restricted: 403,
  not_found: 404,
  conflict: 409,
  drop_not_ready: 409,
  disk_full: 507,
};

export const statusOf = ({ code, details }: WireError): number =>
  details?.exception === 'oversize' ? 413 : (STATUS_OF_CODE[code] ?? 500);
