/** Says why a page or a document cannot be shown. */
import { type ErrorCode, RedwellError } from '../../shared/errors.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../shared/exceptions.ts';
import { DocumentError } from '../documents/errors.ts';

const CODES: Partial<Record<ExceptionCode, ErrorCode>> = {
  altered: 'conflict',
  source_missing: 'not_found',
  encrypted: 'not_allowed',
  access_restricted: 'access_restricted',
  infrastructure: 'internal',
  worker_lost: 'internal',
};

const ACTIONS: Partial<Record<ExceptionCode, string>> = {
  altered: 'What you see in the text was read from the original as it was received.',
  encrypted: 'Enter the password of the file on the page of its batch, then open the document again.',
};

/**
 * Does work on a document.
 * @param subject what is shown, as the subject of a sentence
 * @throws RedwellError with a sentence that names the document
 */
export async function cannotShow<T>(subject: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const { code, message } = error;
    const action = ACTIONS[code] ?? (CODES[code] === 'internal' ? undefined : EXCEPTIONS[code].action);
    throw new RedwellError(
      CODES[code] ?? 'invalid_input',
      `${subject} cannot be shown: ${message.replace(/\.$/, '')}.`,
      { cause: error, ...(action === undefined ? {} : { action }) },
    );
  }
}
