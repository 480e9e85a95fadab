/** The error of a host for an unknown id. */
import { RedwellError } from '../../../../src/shared/errors.ts';

export const missing = (what: string): RedwellError =>
  new RedwellError('not_found', `There is no ${what} of that number.`, { action: 'Look for it in History.' });
