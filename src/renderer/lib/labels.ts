/** What pages call statuses, kinds and types, and the sentences about batches. Edit the app's words here. */
import { type Batch, type BatchStatus, type Eta, isTerminal, type Priority } from '../../shared/batches.ts';
import type { DocumentStatus, EntityKind, FileType, Relationship } from '../../shared/documents.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../shared/exceptions.ts';
import type { DropStatus } from '../../shared/intake.ts';
import { DOCUMENT_LETTER, STAGE_LETTER } from '../../shared/letters.ts';
import { STAGE_LABEL, STAGES, type Stage, type StageStatus } from '../../shared/stages.ts';
import { clock, count, duration, plural, span } from './format.ts';

export const BATCH_STATUS_LABEL: Readonly<Record<BatchStatus, string>> = {
  outbox: 'Waiting to be submitted',
  submitting: 'Submitting',
  running: 'Running',
  paused: 'Paused',
  canceling: 'Canceling',
  completed: 'Completed',
  completed_with_warnings: 'Completed with warnings',
  completed_with_exceptions: 'Completed with exceptions',
  canceled: 'Canceled',
  failed: 'Failed',
};

export const PRIORITY_LABEL: Readonly<Record<Priority, string>> = {
  high: 'High',
  normal: 'Normal',
  low: 'Low',
};

export const DOCUMENT_STATUS_LABEL: Readonly<Record<DocumentStatus, string>> = {
  pending: 'Pending',
  running: 'Running',
  completed: 'Completed',
  exception: 'Exception',
  canceled: 'Canceled',
  duplicate: 'Duplicate',
  excluded: 'Excluded',
};

export const STAGE_STATUS_LABEL: Readonly<Record<StageStatus, string>> = {
  waiting: 'waiting',
  running: 'running',
  retrying: 'waiting for a retry',
  completed: 'completed',
  failed: 'failed',
  skipped: 'skipped',
};

export const DROP_STATUS_LABEL: Readonly<Record<DropStatus, string>> = {
  receiving: 'Receiving',
  walking: 'Scanning folders',
  reading: 'Reading files',
  ready: 'Ready to submit',
  submitting: 'Submitting',
  submitted: 'Submitted',
  failed: 'Failed',
  discarded: 'Discarded',
};

export const TYPE_LABEL: Readonly<Record<FileType, string>> = {
  pdf: 'PDF',
  tiff: 'TIFF image',
  png: 'PNG image',
  jpeg: 'JPEG image',
  docx: 'Word',
  xlsx: 'Excel',
  pptx: 'PowerPoint',
  odt: 'ODF text',
  ods: 'ODF spreadsheet',
  odp: 'ODF presentation',
  rtf: 'RTF',
  html: 'HTML',
  txt: 'Plain text',
  csv: 'CSV',
  eml: 'Email',
  msg: 'Outlook email',
  mbox: 'Mailbox',
  zip: 'ZIP archive',
  other: 'Other (not read)',
  unknown: 'Unrecognized',
  empty: 'Empty file',
};

export const ENTITY_LABEL: Readonly<Record<EntityKind, string>> = {
  person: 'People',
  organization: 'Organizations',
  place: 'Places',
  date: 'Dates',
  money: 'Amounts',
  case_citation: 'Case citations',
  docket_number: 'Docket numbers',
  email: 'Email addresses',
  phone: 'Phone numbers',
};

export const RELATIONSHIP_LABEL: Readonly<Record<Relationship['kind'], string>> = {
  appears_with: 'appears with',
  sent_to: 'sent to',
  copied_to: 'copied to',
  party_to: 'party to',
  counsel_for: 'counsel for',
  employed_by: 'employed by',
  located_in: 'located in',
  dated: 'dated',
};

export const ACTOR_LABEL = {
  paralegal: 'Paralegal',
  administrator: 'Administrator',
  custodian: 'Custodian',
  nobody: 'Nobody needs to act',
} as const;

/**
 * Returns what to do about an exception. Archives are unpacked at intake (stage null), so a password entered later
 * cannot open them.
 */
export const actionFor = (code: ExceptionCode, stage: Stage | null): string =>
  (stage === null ? INTAKE_ACTION[code] : undefined) ?? EXCEPTIONS[code].action;

/** A file that was refused at intake cannot be retried; it must be added again. */
const INTAKE_ACTION: Partial<Record<ExceptionCode, string>> = {
  encrypted: 'Add the archive again and enter its password before you submit.',
  access_restricted: 'Ask your administrator for permission to read the file, then add it again.',
  corrupt: 'Ask the custodian for an undamaged copy and add it.',
  oversize: 'Split the file, or raise the limit in Settings, then add it again.',
  source_missing: 'Check the folder or reconnect the drive, then add the file again.',
  container_error: 'Ask the custodian for an undamaged copy and add it. The rest was processed.',
  infrastructure: 'Fix the problem shown on the Health page, then add the file again.',
};

const COUNTER_LABEL: Readonly<Record<string, string>> = {
  total: 'Documents',
  jobs: 'Documents to process',
  warn: 'Documents with warnings',
};

const named = <K extends string>(letters: Readonly<Record<K, string>>, letter: string): K | undefined =>
  (Object.keys(letters) as K[]).find((name) => letters[name] === letter);

/** Returns what a batch counter counts (`total`, `d:c`, `s1:w`, `e:1:encrypted`), or its name if that is not known. */
export function counterLabel(counter: string): string {
  const [group = '', second = '', code = ''] = counter.split(':');
  if (group === 'd') {
    const status = named(DOCUMENT_LETTER, second);
    if (status !== undefined) return `Documents: ${DOCUMENT_STATUS_LABEL[status].toLowerCase()}`;
  }
  if (group === 'e' && Object.hasOwn(EXCEPTIONS, code)) {
    const stage = STAGES[Number(second) - 1];
    return `Exceptions: ${EXCEPTIONS[code as ExceptionCode].label}, ${stage === undefined ? 'at intake' : STAGE_LABEL[stage]}`;
  }
  const stage = /^s\d$/.test(group) ? STAGES[Number(group.slice(1)) - 1] : undefined;
  const status = named(STAGE_LETTER, second);
  if (stage !== undefined && status !== undefined)
    return `${STAGE_LABEL[stage]}: ${STAGE_STATUS_LABEL[status]}`;
  return (Object.hasOwn(COUNTER_LABEL, counter) ? COUNTER_LABEL[counter] : undefined) ?? counter;
}

/** Returns the forecast as a sentence: the likely time left, the range, and the likely end. */
export function etaSentence(eta: Eta, now: number): string {
  const left = (at: number): number => Math.max(0, at - now);
  const [low, likely, high] = [span(left(eta.earliest)), span(left(eta.likely)), span(left(eta.latest))];
  const range = low === high ? '' : ` (${low} to ${high})`;
  return `About ${likely} left${range}, done around ${clock(eta.likely)}`;
}

/** Returns a sentence that names the stage that decides how long the batch takes. */
export const bottleneckSentence = (eta: Eta): string => `Slowest stage: ${STAGE_LABEL[eta.bottleneck]}`;

/** Returns how a batch ended, in one or two sentences; null before its end. */
export function outcomeSentence(batch: Batch): string | null {
  if (!isTerminal(batch.status)) return null;
  const { completed, exceptions, duplicates, excluded } = batch.equation;
  const duringTime = batch.durationMs === null ? '' : ` in ${duration(batch.durationMs)}`;
  const setAside = [
    duplicates > 0 ? plural(duplicates, 'duplicate') : '',
    excluded > 0 ? `${count(excluded)} excluded` : '',
  ].filter((part) => part !== '');
  const besides = setAside.length === 0 ? '' : ` Not processed: ${setAside.join(', ')}.`;
  const done = `${plural(completed, 'document')} completed${duringTime}.`;
  switch (batch.status) {
    case 'canceled':
      return `Canceled by the operator. ${plural(completed, 'document')} completed before that${duringTime}.${besides}`;
    case 'failed':
      return `The batch failed${duringTime}. No document could be completed. See the causes below.`;
    case 'completed_with_exceptions':
      return `${done} ${plural(exceptions, 'exception')} ${exceptions === 1 ? 'needs' : 'need'} attention.${besides}`;
    case 'completed_with_warnings':
      return `${done} ${plural(batch.warnings, 'document')} should be reviewed.${besides}`;
    default:
      return `All ${done}${besides}`;
  }
}
