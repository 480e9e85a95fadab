/** The closed list of exceptions, in the field's words: what a document can end as besides completed. */
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
  /** `warning`: the document completed and something should be looked at. `error`: it did not. */
  readonly severity: 'warning' | 'error';
  /** Whether running the same file again can end differently. */
  readonly retryable: boolean;
  /** Who must act before the document can go on. */
  readonly actor: 'paralegal' | 'administrator' | 'custodian' | 'nobody';
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
    'Add its password to the batch and retry, or ask the custodian for an open copy.',
  ),
  access_restricted: kind(
    'Access restricted',
    'error',
    true,
    'administrator',
    'This account may not read the file.',
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
    'nobody',
    'The file has no content (0 bytes).',
    'Confirm with the custodian that it should be empty.',
  ),
  unsupported: kind(
    'Unsupported',
    'error',
    false,
    'paralegal',
    'Redwell does not read this type of file.',
    'Convert it to PDF, or set it aside for review by hand.',
  ),
  unrecognized: kind(
    'Unrecognized',
    'error',
    false,
    'paralegal',
    'The content matches no known type of file.',
    'Find out what made the file, then convert it or set it aside.',
  ),
  extension_mismatch: kind(
    'Extension mismatch',
    'warning',
    false,
    'paralegal',
    'The name says one type of file and the content another; it was read by its content.',
    'Check that the file is what it claims to be.',
  ),
  oversize: kind(
    'Oversize',
    'error',
    false,
    'administrator',
    'The file is larger than the limit for one document.',
    'Split the file, or raise the limit in Settings and retry.',
  ),
  text_limit: kind(
    'Text limit',
    'warning',
    false,
    'paralegal',
    'The document has more text than the limit; the rest was left out.',
    'Split the document, or raise the limit in Settings.',
  ),
  ocr_timeout: kind(
    'OCR timeout',
    'error',
    true,
    'paralegal',
    'Reading the scanned pages took longer than the limit.',
    'Retry when the machine is less busy, or split the document.',
  ),
  low_or_no_text: kind(
    'Low or no text',
    'warning',
    false,
    'paralegal',
    'Little or no text could be read from the document.',
    'Look at the original: it may be a photograph, a blank page or a poor scan.',
  ),
  container_error: kind(
    'Container error',
    'error',
    false,
    'custodian',
    'The archive or mailbox could not be opened completely.',
    'Ask the custodian for an intact copy; the parts that could be read were processed.',
  ),
  container_limit: kind(
    'Container limit',
    'error',
    false,
    'administrator',
    'The archive holds too many files, too many levels, or expands beyond the limit.',
    'Unpack it by hand and submit the parts you need.',
  ),
  source_missing: kind(
    'Source missing',
    'error',
    true,
    'paralegal',
    'The file was gone when it was to be read.',
    'Reconnect the drive or restore the file, then retry.',
  ),
  worker_lost: kind(
    'Worker lost',
    'error',
    true,
    'administrator',
    'The worker stopped or ran out of memory while reading this document.',
    'Retry alone; if it happens again, set the document aside.',
  ),
  attempts_exhausted: kind(
    'Attempts exhausted',
    'error',
    true,
    'administrator',
    'The document failed on every attempt.',
    'Read the last error, then retry or set the document aside.',
  ),
  infrastructure: kind(
    'Infrastructure',
    'error',
    true,
    'administrator',
    'The machine, not the document, was at fault (disk, memory or Redis).',
    'Mend what Health shows, then retry.',
  ),
  partial_pages: kind(
    'Partial pages',
    'warning',
    true,
    'paralegal',
    'Some pages could not be read; the others were processed.',
    'Look at the named pages in the original.',
  ),
};
