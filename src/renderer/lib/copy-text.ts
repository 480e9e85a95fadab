/** Puts a text on the clipboard. */
import { RedwellError } from '../../shared/errors.ts';

/** @throws RedwellError not_allowed when the browser refuses, such as after a long wait since the last click */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (cause) {
    throw new RedwellError('not_allowed', 'The browser did not allow Redwell to copy.', {
      action: 'Click into the page and choose “Copy” again.',
      cause,
    });
  }
}
