/** What the tables of the domain are called on the screen. */
import { type Batch, type BatchStatus, type Eta, isTerminal, type Priority } from '../../shared/batches.ts';
import type { DocumentStatus, EntityKind, FileType, Relationship } from '../../shared/documents.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../shared/exceptions.ts';
import type { DropStatus } from '../../shared/intake.ts';
import { DOCUMENT_LETTER, STAGE_LETTER } from '../../shared/letters.ts';
import { STAGE_LABEL, STAGES, type Stage, type StageStatus } from '../../shared/stages.ts';
import { clock, count, duration, plural, span } from './format.ts';

export const BATCH_STATUS_LABEL: Readonly<Record<BatchStatus, string>> = {
  outbox: 'Waiting for Redis',
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
  retrying: 'to be retried',
  completed: 'completed',
  failed: 'failed',
  skipped: 'skipped',
};

export const DROP_STATUS_LABEL: Readonly<Record<DropStatus, string>> = {
  receiving: 'Receiving',
  walking: 'Looking through folders',
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
  ods: 'ODF sheet',
  odp: 'ODF slides',
  rtf: 'RTF',
  html: 'HTML',
  txt: 'Plain text',
  csv: 'CSV',
  eml: 'Mail (EML)',
  msg: 'Mail (Outlook)',
  mbox: 'Mailbox',
  zip: 'ZIP archive',
  other: 'Other, not read',
  unknown: 'Unrecognized',
  empty: 'EmptyState file',
};

export const ENTITY_LABEL: Readonly<Record<EntityKind, string>> = {
  person: 'People',
  organization: 'Organizations',
  place: 'Places',
  date: 'Dates',
  money: 'Amounts',
  case_citation: 'Case citations',
  docket_number: 'Docket numbers',
  email: 'E-mail addresses',
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
  nobody: 'Nobody has to act',
} as const;

/**
 * What to do about an exception. Members are taken out of archives at intake (stage null): afterwards there is
 * nothing that a password could open.
 */
export const actionWords = (code: ExceptionCode, stage: Stage | null): string =>
  (stage === null ? INTAKE_ACTION[code] : undefined) ?? EXCEPTIONS[code].action;

/** What was refused at intake never became a document that could be retried; it has to come in once more. */
const INTAKE_ACTION: Partial<Record<ExceptionCode, string>> = {
  encrypted: 'It is inside an archive: drop that archive again and give its password at intake.',
  access_restricted: 'Ask for read permission on the file, then submit it again.',
  corrupt: 'Ask the custodian for an intact copy and submit that.',
  oversize: 'Split the file, or raise the limit in Settings, then submit it again.',
  source_missing: 'Reconnect the drive or restore the file, then submit it again.',
  container_error: 'Ask the custodian for an intact copy and submit that; what could be read was processed.',
  infrastructure: 'Mend what Health shows, then submit the file again.',
};

const COUNTER_LABEL: Readonly<Record<string, string>> = {
  total: 'Documents',
  jobs: 'Documents to be processed',
  warn: 'Documents with warnings',
};

const named = <K extends string>(letters: Readonly<Record<K, string>>, letter: string): K | undefined =>
  (Object.keys(letters) as K[]).find((name) => letters[name] === letter);

/** What a counter of a batch counts (`total`, `d:c`, `s1:w`, `e:1:encrypted`); its own name if that is not known. */
export function counterWords(counter: string): string {
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

/** The forecast as a sentence: what is likely, the range, and what it waits for. */
export function etaWords(eta: Eta, now: number): string {
  const left = (at: number): number => Math.max(0, at - now);
  const [low, likely, high] = [span(left(eta.earliest)), span(left(eta.likely)), span(left(eta.latest))];
  const range = low === high ? '' : ` (${low} to ${high})`;
  return `About ${likely} left${range}, ends near ${clock(eta.likely)}`;
}

/** Which stage decides how long it takes. */
export const bottleneckWords = (eta: Eta): string => `Slowest stage: ${STAGE_LABEL[eta.bottleneck]}`;

/** How a batch ended, in one or two sentences; null while it has not. */
export function outcomeWords(batch: Batch): string | null {
  if (!isTerminal(batch.status)) return null;
  const { completed, exceptions, duplicates, excluded } = batch.equation;
  const time = batch.durationMs === null ? '' : ` in ${duration(batch.durationMs)}`;
  const aside = [
    duplicates > 0 ? plural(duplicates, 'duplicate') : '',
    excluded > 0 ? `${count(excluded)} excluded` : '',
  ].filter((part) => part !== '');
  const besides = aside.length === 0 ? '' : ` Set aside: ${aside.join(', ')}.`;
  const done = `${plural(completed, 'document')} completed${time}.`;
  switch (batch.status) {
    case 'canceled':
      return `Canceled by the operator. ${plural(completed, 'document')} completed before that${time}.${besides}`;
    case 'failed':
      return `The batch failed: no document could be completed${time}. See the causes below.`;
    case 'completed_with_exceptions':
      return `${done} ${plural(exceptions, 'exception')} ${exceptions === 1 ? 'needs' : 'need'} attention.${besides}`;
    case 'completed_with_warnings':
      return `${done} ${plural(batch.warnings, 'document')} should be looked at.${besides}`;
    default:
      return `All ${done}${besides}`;
  }
}
