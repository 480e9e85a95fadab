/** The labels of every status, kind, role and stage on the screen. */
import type { Priority } from '../../shared/batches.ts';
import type { Attempt, DocumentDetail, DocumentStatus } from '../../shared/documents.ts';
import type { ExceptionKind } from '../../shared/exception-kind.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../shared/exceptions.ts';
import type { FileType } from '../../shared/file-types.ts';
import type { Health, RedisRole } from '../../shared/health.ts';
import type { DropStatus } from '../../shared/intake.ts';
import { DOCUMENT_LETTER, STAGE_LETTER } from '../../shared/letters.ts';
import type { EntityKind, Relationship } from '../../shared/mentions.ts';
import { type QueueName, STAGE_LABEL, STAGES, type Stage, type StageStatus } from '../../shared/stages.ts';

export { BATCH_STATUS_LABEL } from '../../shared/batch-list.ts';

export const PRIORITY_LABEL: Readonly<Record<Priority, string>> = {
  high: 'High',
  normal: 'Normal',
  low: 'Low',
};

export const DOCUMENT_STATUS_LABEL: Readonly<Record<DocumentStatus, string>> = {
  pending: 'Pending',
  running: 'In progress',
  completed: 'Completed',
  exception: 'Exception',
  canceled: 'Canceled',
  duplicate: 'Duplicate',
  excluded: 'Excluded',
};

export const STAGE_STATUS_LABEL: Readonly<Record<StageStatus, string>> = {
  waiting: 'waiting',
  running: 'running',
  retrying: 'waiting to retry',
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
  gif: 'GIF image',
  webp: 'WebP image',
  bmp: 'BMP image',
  heic: 'HEIC photo',
  jp2: 'JPEG 2000 image',
  svg: 'SVG drawing',
  docx: 'Word',
  xlsx: 'Excel',
  pptx: 'PowerPoint',
  doc: 'Word 97-2003',
  xls: 'Excel 97-2003',
  xlsb: 'Excel binary',
  ppt: 'PowerPoint 97-2003',
  odt: 'ODF text',
  ods: 'ODF spreadsheet',
  odp: 'ODF presentation',
  wpd: 'WordPerfect',
  pub: 'Publisher',
  vsd: 'Visio',
  works: 'Microsoft Works',
  iwork: 'Apple iWork',
  rtf: 'RTF',
  html: 'HTML',
  txt: 'Plain text',
  csv: 'CSV',
  ics: 'Calendar',
  vcf: 'Contacts',
  eml: 'Email (EML)',
  emlx: 'Email (Apple Mail)',
  msg: 'Email (Outlook)',
  tnef: 'Outlook attachment (winmail.dat)',
  p7m: 'Signed or encrypted email part',
  mbox: 'Mailbox',
  pst: 'Outlook data file',
  zip: 'ZIP archive',
  '7z': '7-Zip archive',
  rar: 'RAR archive',
  tar: 'TAR archive',
  gz: 'GZIP file',
  bz2: 'BZIP2 file',
  other: 'Other (not read)',
  unknown: 'Unrecognized',
  empty: 'Empty file',
};

/** The kind of a single name. */
export const ENTITY_KIND_LABEL: Readonly<Record<EntityKind, string>> = {
  person: 'Person',
  organization: 'Organization',
  place: 'Place',
  date: 'Date',
  money: 'Amount',
  case_citation: 'Case citation',
  statute: 'Statute or rule',
  docket_number: 'Docket number',
  email: 'Email address',
  phone: 'Phone number',
};

export const ENTITY_LABEL: Readonly<Record<EntityKind, string>> = {
  person: 'People',
  organization: 'Organizations',
  place: 'Places',
  date: 'Dates',
  money: 'Amounts',
  case_citation: 'Case citations',
  statute: 'Statutes and rules',
  docket_number: 'Docket numbers',
  email: 'Email addresses',
  phone: 'Phone numbers',
};

export const RELATIONSHIP_LABEL: Readonly<Record<Relationship['kind'], string>> = {
  appears_with: 'in a sentence with',
  sent_to: 'sent to',
  copied_to: 'copied to',
  party_to: 'party to',
  counsel_for: 'counsel for',
  judge_of: 'judge of',
  signed_by: 'signed for',
  officer_of: 'officer of',
  employed_by: 'employed by',
  cites: 'cites',
  located_in: 'located in',
  dated: 'dated',
};

/** What a role is followed by: a plaintiff *in* a case, a partner *of* a firm. */
const AFTER_ROLE: Readonly<Partial<Record<Relationship['kind'], string>>> = {
  party_to: 'in',
  counsel_for: 'for',
  judge_of: 'in',
  officer_of: 'of',
  employed_by: 'at',
};

/** Returns what joins the two names of a relationship: "plaintiff in", or "party to" when no role is known. */
export function relationshipLabel({ kind, role }: Pick<Relationship, 'kind' | 'role'>): string {
  const after = AFTER_ROLE[kind];
  return role === undefined || after === undefined ? RELATIONSHIP_LABEL[kind] : `${role} ${after}`;
}

export const ACTOR_LABEL: Readonly<Record<ExceptionKind['actor'], string>> = {
  paralegal: 'Paralegal',
  administrator: 'Administrator',
  custodian: 'Custodian',
};

/** How an attempt at a stage ended. */
export const OUTCOME_LABEL: Readonly<Record<Attempt['outcome'], string>> = {
  completed: 'Completed',
  failed: 'Failed',
  canceled: 'Canceled',
};

/** A result that an earlier run had produced from the same content. */
export const REUSED_LABEL = 'Already read before';

export const FAMILY_LABEL: Readonly<Record<DocumentDetail['family'][number]['relation'], string>> = {
  parent: 'Inside',
  child: 'Contains',
  sibling: 'Also in this family',
};

const BADGE: Readonly<Record<string, readonly [one: string, many: string]>> = {
  '/': ['active batch', 'active batches'],
  '/intake': ['drop to submit', 'drops to submit'],
  '/needs-you': ['item waits for a person', 'items wait for a person'],
  '/health': ['warning', 'warnings'],
};

/** Returns what the number beside a page of the navigation counts. */
export const badgeLabel = (page: string, number: number): string => BADGE[page]?.[number === 1 ? 0 : 1] ?? '';

export const SCHEME_LABEL = { auto: 'Match system', light: 'Light', dark: 'Dark' } as const;
export const CONTRAST_LABEL = { auto: 'Match system', standard: 'Standard', more: 'High' } as const;
export const DENSITY_LABEL = { comfortable: 'Comfortable', compact: 'Compact' } as const;

/** The queues, named after the stages that they run. */
export const QUEUE_LABEL: Readonly<Record<QueueName, string>> = {
  ocr: STAGE_LABEL.ocr,
  text: STAGE_LABEL.chunking,
  entity: STAGE_LABEL.entity_extraction,
  graph: `${STAGE_LABEL.entity_resolution}, ${STAGE_LABEL.relationship_building.toLowerCase()}`,
  finalize: STAGE_LABEL.finalization,
  batch: 'Ending batches',
};

export const REDIS_ROLE_LABEL: Readonly<Record<RedisRole, string>> = {
  broker: 'Broker (queues)',
  results: 'Results',
  cache: 'Cache',
  rateLimit: 'Rate limits',
  batch: 'Batches',
};

export const REDIS_STATE_LABEL: Readonly<Record<Health['redis']['state'], string>> = {
  ready: 'Ready',
  connecting: 'Connecting',
  away: 'Away',
};

export const SUPERVISOR_LABEL: Readonly<Record<Health['supervisor']['state'], string>> = {
  off: 'No local worker',
  starting: 'Local worker starting',
  running: 'Local worker running',
  backing_off: 'Local worker restarting',
};

const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/**
 * Returns `2`, or `2 (second run)` if the batch was run again.
 * @param attempt (run - 1) * 100 + n, as the pipeline numbers attempts
 */
export function attemptNumber(attempt: number): string {
  const run = Math.max(0, Math.floor((attempt - 1) / 100));
  const number = String(attempt - run * 100);
  if (run < 1) return number;
  const ordinal = ORDINALS[run];
  return `${number} (${ordinal === undefined ? `run ${run + 1}` : `${ordinal} run`})`;
}

/** Returns `attempt 2`, or `attempt 2 (second run)`. */
export const attemptLabel = (attempt: number): string => `attempt ${attemptNumber(attempt)}`;

/** Returns the label of the stage, or `Intake` for a problem found before the first stage. */
export const stageLabel = (stage: Stage | null): string => (stage === null ? 'Intake' : STAGE_LABEL[stage]);

const COUNTER_LABEL: Readonly<Record<string, string>> = {
  total: 'Documents',
  jobs: 'Documents to be processed',
  warn: 'Documents with warnings',
};

const keyOfLetter = <K extends string>(letters: Readonly<Record<K, string>>, letter: string): K | undefined =>
  (Object.keys(letters) as K[]).find((key) => letters[key] === letter);

/**
 * Returns what a counter of a batch counts.
 * @param counter its stored name (`total`, `d:c`, `s1:w`, `e:1:encrypted`); an unknown name is returned as it is
 */
export function counterLabel(counter: string): string {
  const [group = '', second = '', code = ''] = counter.split(':');
  if (group === 'd') {
    const status = keyOfLetter(DOCUMENT_LETTER, second);
    if (status !== undefined) return `Documents: ${DOCUMENT_STATUS_LABEL[status].toLowerCase()}`;
  }
  if (group === 'e' && Object.hasOwn(EXCEPTIONS, code))
    return `Exceptions: ${EXCEPTIONS[code as ExceptionCode].label}, ${stageLabel(STAGES[Number(second) - 1] ?? null)}`;
  const stage = /^s\d$/.test(group) ? STAGES[Number(group.slice(1)) - 1] : undefined;
  const status = keyOfLetter(STAGE_LETTER, second);
  if (stage !== undefined && status !== undefined)
    return `${STAGE_LABEL[stage]}: ${STAGE_STATUS_LABEL[status]}`;
  return (Object.hasOwn(COUNTER_LABEL, counter) ? COUNTER_LABEL[counter] : undefined) ?? counter;
}
