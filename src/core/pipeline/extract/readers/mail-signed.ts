/** Opens signed S/MIME messages. The signature is not verified. */
import { DocumentError } from '../../../documents/errors.ts';
import { readCms } from './cms.ts';

/** Returns the signed message, or null when the bytes are encrypted, damaged or of another kind. */
export function signedContent(bytes: Buffer): Buffer | null {
  try {
    return readCms(bytes).content;
  } catch (error) {
    if (error instanceof DocumentError) return null;
    throw error;
  }
}
