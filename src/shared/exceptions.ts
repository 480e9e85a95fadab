/** The closed list of exceptions: every reason why a document does not simply complete, with the sentences people read. */
import { z } from 'zod';
import { type ExceptionKind, kind } from './exception-kind.ts';
import { WARNING_CODES, WARNINGS } from './warnings.ts';

const ERROR_CODES = [
  'encrypted',
  'access_restricted',
  'corrupt',
  'empty',
  'unsupported',
  'unrecognized',
  'oversize',
  'ocr_timeout',
  'container_error',
  'container_limit',
  'source_missing',
  'altered',
  'worker_lost',
  'attempts_exhausted',
  'infrastructure',
  'record_lost',
] as const;

/** Errors stop a document; warnings do not. */
export const EXCEPTION_CODES = [...ERROR_CODES, ...WARNING_CODES] as const;
export const exceptionCodeSchema = z.enum(EXCEPTION_CODES);
export type ExceptionCode = z.infer<typeof exceptionCodeSchema>;

const ERRORS: Readonly<Record<(typeof ERROR_CODES)[number], ExceptionKind>> = {
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
  oversize: kind(
    'Too large',
    'error',
    false,
    'administrator',
    'The file is larger than the limit for a single document.',
    'Split the file and submit its parts. A retry helps only after the limit in Settings was raised.',
  ),
  ocr_timeout: kind(
    'OCR took too long',
    'error',
    true,
    'paralegal',
    'Reading the scanned pages took longer than the time limit.',
    'Retry when the computer is less busy, or split the document.',
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
  altered: kind(
    'Original altered',
    'error',
    true,
    'administrator',
    'The original is no longer the file that was received, so Redwell did not read it.',
    'Restore the file from a backup, or add the folder with the unchanged file again. Then retry.',
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
  record_lost: kind(
    'Record lost',
    'error',
    false,
    'paralegal',
    'The history file was damaged. How this document ended is no longer known.',
    'Run the batch again. The original is unchanged.',
  ),
};

export const EXCEPTIONS: Readonly<Record<ExceptionCode, ExceptionKind>> = { ...ERRORS, ...WARNINGS };

/** Actions for problems found at intake. Such a document cannot be retried, so it must be added again. */
const INTAKE_ACTION: Partial<Record<ExceptionCode, string>> = {
  encrypted: 'It is inside an archive. Add that archive again and enter its password on the Intake page.',
  access_restricted: 'Ask for read permission on the file, then submit it again.',
  corrupt: 'Ask the custodian for an intact copy and submit that.',
  oversize: 'Split the file, or raise the limit in Settings, then submit it again.',
  source_missing: 'Check the folder or reconnect the drive, then submit it again.',
  altered: 'Find out who changed the file, then submit the version you want.',
  container_error:
    'Ask the custodian for an intact copy and submit that. The parts that could be read were processed.',
  infrastructure: 'Fix the problem shown on the Health page, then submit the file again.',
};

/** Returns what to do about an exception or a warning. @param intake whether intake refused the document */
export const actionOf = (code: ExceptionCode, intake: boolean): string =>
  (intake ? INTAKE_ACTION[code] : undefined) ?? EXCEPTIONS[code].action;

/** Retrying can help: the cause may be gone, or an administrator has raised the limit that the file exceeded. */
export const canRetryHelp = (code: ExceptionCode): boolean =>
  EXCEPTIONS[code].severity === 'error' &&
  (EXCEPTIONS[code].retryable || code === 'oversize' || code === 'record_lost');
