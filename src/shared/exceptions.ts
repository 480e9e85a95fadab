/** The closed list of exceptions: every reason why a document does not simply complete, with the sentences people read. */
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
  /** `warning`: the document completed but deserves a look. `error`: it did not complete. */
  readonly severity: 'warning' | 'error';
  /** Whether a retry of the same file can succeed. */
  readonly retryable: boolean;
  /** Who must act before the document can continue. */
  readonly actor: 'paralegal' | 'administrator' | 'custodian';
  /** One sentence about what happened. */
  readonly sentence: string;
  /** What to do next, as an instruction. */
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
    'Add the password to the batch and retry, or ask the custodian for an unprotected copy.',
  ),
  access_restricted: kind(
    'Access restricted',
    'error',
    true,
    'administrator',
    'Redwell does not have permission to read the file.',
    'Ask for read permission on the file, then retry.',
  ),
  corrupt: kind(
    'Corrupt',
    'error',
    false,
    'custodian',
    'The file is damaged and cannot be opened.',
    'Ask the custodian for an intact copy.',
  ),
  empty: kind(
    'Empty',
    'error',
    false,
    'paralegal',
    'The file has no content (0 bytes).',
    'Confirm with the custodian that the file should be empty.',
  ),
  unsupported: kind(
    'Unsupported',
    'error',
    false,
    'paralegal',
    'Redwell cannot read this type of file.',
    'Convert it to PDF, or set it aside for manual review.',
  ),
  unrecognized: kind(
    'Unrecognized',
    'error',
    false,
    'paralegal',
    'Redwell does not recognize this type of file.',
    'Find out which program created the file, then convert it to PDF or set it aside.',
  ),
  extension_mismatch: kind(
    'Extension mismatch',
    'warning',
    false,
    'paralegal',
    'The file name suggests one file type, but the content is another. Redwell used the content.',
    'Check that this is the file you expected.',
  ),
  oversize: kind(
    'Too large',
    'error',
    false,
    'administrator',
    'The file is larger than the limit for a single document.',
    'Split the file, or raise the limit in Settings and retry.',
  ),
  text_limit: kind(
    'Text cut off',
    'warning',
    false,
    'paralegal',
    'The document has more text than the limit allows. The rest was left out.',
    'Split the document, or raise the limit in Settings and retry.',
  ),
  ocr_timeout: kind(
    'OCR took too long',
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
    'Redwell found little or no text in the document.',
    'Look at the original. It may be a photograph, a blank page or a poor scan.',
  ),
  container_error: kind(
    'Archive damaged',
    'error',
    false,
    'custodian',
    'Part of the archive or mailbox could not be opened.',
    'Ask the custodian for an intact copy. The parts that could be read were processed.',
  ),
  container_limit: kind(
    'Archive too large',
    'error',
    false,
    'administrator',
    'The archive contains too many files or folders, or is too large when unpacked.',
    'Unpack it yourself and submit the files you need.',
  ),
  source_missing: kind(
    'File not found',
    'error',
    true,
    'paralegal',
    'The file could not be found.',
    'Reconnect the drive or restore the file, then retry.',
  ),
  worker_lost: kind(
    'Interrupted',
    'error',
    true,
    'administrator',
    'The processing engine stopped or ran out of memory while reading this document.',
    'Retry this document by itself. If it fails again, set it aside.',
  ),
  attempts_exhausted: kind(
    'Failed repeatedly',
    'error',
    true,
    'administrator',
    'Every attempt to process the document failed.',
    'Check the last error, then retry or set the document aside.',
  ),
  infrastructure: kind(
    'System problem',
    'error',
    true,
    'administrator',
    'A problem on the computer (disk, memory or connection) stopped this document. The file itself is fine.',
    'Fix the problem shown on the Health page, then retry.',
  ),
  partial_pages: kind(
    'Pages missing',
    'warning',
    true,
    'paralegal',
    'Some pages could not be read. The others were processed.',
    'Look at the listed pages in the original.',
  ),
};
