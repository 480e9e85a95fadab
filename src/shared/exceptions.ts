/** The closed list of exceptions and warnings, with the sentences that people see. */
import { z } from 'zod';

export const EXCEPTION_CODES = [
  'encrypted',
  'access_restricted',
  'corrupt',
  'empty',
  'unsupported',
  'unrecognized',
  'extension_mismatch',
  'oversize',
  'text_limit',
  'ocr_timeout',
  'low_or_no_text',
  'container_error',
  'container_limit',
  'source_missing',
  'worker_lost',
  'attempts_exhausted',
  'infrastructure',
  'partial_pages',
] as const;

export const exceptionCodeSchema = z.enum(EXCEPTION_CODES);
export type ExceptionCode = z.infer<typeof exceptionCodeSchema>;

export interface ExceptionKind {
  /** Short label for a table cell. */
  readonly label: string;
  /** `error`: the document could not be completed. `warning`: it was completed and something should be reviewed. */
  readonly severity: 'warning' | 'error';
  /** Whether the same file can succeed when it is retried. */
  readonly retryable: boolean;
  /** Who must act before the document can continue. */
  readonly actor: 'paralegal' | 'administrator' | 'custodian' | 'nobody';
  /** One sentence that says what happened. */
  readonly sentence: string;
  /** One sentence that says what to do next. */
  readonly action: string;
}

const kind = (
  label: string,
  severity: ExceptionKind['severity'],
  retryable: boolean,
  actor: ExceptionKind['actor'],
  sentence: string,
  action: string,
): ExceptionKind => ({ label, severity, retryable, actor, sentence, action });

export const EXCEPTIONS: Readonly<Record<ExceptionCode, ExceptionKind>> = {
  encrypted: kind(
    'Encrypted',
    'error',
    true,
    'paralegal',
    'The file is protected by a password.',
    'Add its password to the batch and retry, or ask the custodian for an unprotected copy.',
  ),
  access_restricted: kind(
    'Access restricted',
    'error',
    true,
    'administrator',
    'Redwell does not have permission to read the file.',
    'Ask your administrator for permission to read the file, then retry.',
  ),
  corrupt: kind(
    'Corrupt',
    'error',
    false,
    'custodian',
    'The file is damaged and cannot be opened.',
    'Ask the custodian for an undamaged copy.',
  ),
  empty: kind(
    'Empty',
    'error',
    false,
    'custodian',
    'The file is empty (0 bytes).',
    'Ask the custodian whether the file is meant to be empty.',
  ),
  unsupported: kind(
    'Unsupported',
    'error',
    false,
    'paralegal',
    'Redwell cannot read this type of file.',
    'Convert the file to PDF and add it again, or review it by hand.',
  ),
  unrecognized: kind(
    'Unrecognized',
    'error',
    false,
    'paralegal',
    'Redwell does not recognize this type of file.',
    'Find out which program made the file, convert it to PDF and add it again, or review it by hand.',
  ),
  extension_mismatch: kind(
    'Wrong file extension',
    'warning',
    false,
    'paralegal',
    'The file name says one type and the content is another. Redwell read the file by its content.',
    'Check that this is the right file.',
  ),
  oversize: kind(
    'Too large',
    'error',
    false,
    'administrator',
    'The file is larger than the limit for one document.',
    'Split the file, or raise the limit in Settings, then retry.',
  ),
  text_limit: kind(
    'Text limit',
    'warning',
    false,
    'paralegal',
    'The document has more text than the limit. The rest was left out.',
    'Split the document, or raise the limit in Settings.',
  ),
  ocr_timeout: kind(
    'OCR timeout',
    'error',
    true,
    'paralegal',
    'Reading the scanned pages took longer than the time limit.',
    'Retry when the computer is less busy, or split the document.',
  ),
  low_or_no_text: kind(
    'Little or no text',
    'warning',
    false,
    'paralegal',
    'Little or no text could be read from the document.',
    'Check the original. It may be a photograph, a blank page or a poor scan.',
  ),
  container_error: kind(
    'Damaged archive or mail',
    'error',
    false,
    'custodian',
    'Part of the archive or mail could not be opened. The rest was processed.',
    'Ask the custodian for an undamaged copy.',
  ),
  container_limit: kind(
    'Archive too large',
    'error',
    false,
    'administrator',
    'The archive has too many files or levels, or is too large when unpacked.',
    'Unpack the archive and add the files that you need.',
  ),
  source_missing: kind(
    'File not found',
    'error',
    true,
    'paralegal',
    'The file could not be found.',
    'Check the folder or reconnect the drive, then retry.',
  ),
  worker_lost: kind(
    'Reading was interrupted',
    'error',
    true,
    'administrator',
    'Redwell stopped or ran out of memory while it was reading this document.',
    'Retry this document by itself. If it fails again, review it by hand.',
  ),
  attempts_exhausted: kind(
    'Failed repeatedly',
    'error',
    true,
    'administrator',
    'The document failed on every attempt.',
    'Read the last error, then retry, or review the document by hand.',
  ),
  infrastructure: kind(
    'Computer problem',
    'error',
    true,
    'administrator',
    'The computer caused the failure, not the document (disk, memory or processing engine).',
    'Fix the problem shown on the Health page, then retry.',
  ),
  partial_pages: kind(
    'Pages missing',
    'warning',
    true,
    'paralegal',
    'Some pages could not be read. The others were processed.',
    'Check the named pages in the original.',
  ),
};
