/** The value of each field of a load file. */

import type { Batch } from '../../../shared/batches.ts';
import type {
  DocumentContent,
  DocumentException,
  DocumentMetadata,
  MailAddress,
} from '../../../shared/documents.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { LEFT_OUT_TEXT, type LeftOutReason } from '../../../shared/handover.ts';
import type { LoadFileField } from '../../../shared/load-file-profile.ts';
import type { EntityKind } from '../../../shared/mentions.ts';
import type { Replacement } from '../../../shared/replacement-record.ts';
import { MIME } from './mime.ts';
import type { Moment } from './moments.ts';

/** What a row is made of. Control numbers are empty where there is no such document. */
export interface RowInput {
  document: DocumentContent;
  batch: Batch;
  numbers: { own: string; end: string; first: string; last: string; parent: string; attachments: number };
  /** Empty if the original is not exported. */
  md5: string;
  nativePath: string;
  textPath: string;
  /** Its page images: how many, the first one, and what its slip sheet says, if it has one. Null: no page images. */
  images: { count: number; path: string; slip: string } | null;
  /** Why the original or the text is not exported. */
  faults: readonly LeftOutReason[];
  timeZone: string;
  moment(at: string | number | null | undefined): Moment;
}

/** A list is written with the separator of the profile. */
export type FieldValue = string | readonly string[];

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Returns the part after the last dot of a name, in lower case; empty if there is none. */
export function extensionOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

const addresses = (list: readonly MailAddress[] | undefined): string[] =>
  (list ?? []).map(({ name, address }) =>
    name === '' || name === address ? address : address === '' ? name : `${name} <${address}>`,
  );

function problem({ code, detail, pages }: DocumentException): string {
  const where = pages === undefined || pages.length === 0 ? '' : ` (pages ${pages.join(', ')})`;
  const what = `${EXCEPTIONS[code].label}${where}`;
  return detail === '' ? what : `${what}: ${detail}`;
}

const exceptions = ({ document: { exception }, faults }: RowInput): string[] => [
  ...(exception === null ? [] : [problem(exception)]),
  ...faults.map((fault) => LEFT_OUT_TEXT[fault]),
];

/** Several names of one kind, each once, in the order of the text. */
const entities = ({ entityList }: DocumentContent, kind: EntityKind): string[] => [
  ...new Set(entityList.filter((entity) => entity.kind === kind).map(({ canonical }) => canonical)),
];

const allPaths = ({ path, duplicates }: DocumentContent): string[] => [
  ...new Set([path, ...duplicates.map((duplicate) => duplicate.path)]),
];

/** What replaces a document or is replaced by it. One that was taken back says nothing any more. */
const standing = ({ replacements = [] }: DocumentContent): Replacement[] =>
  replacements.filter(({ stands }) => stands);

type Read = (input: RowInput) => FieldValue;
type Times = 'SENT' | 'RECEIVED' | 'CREATED' | 'MODIFIED';

/** Reads one field of the metadata. */
const said =
  (field: 'subject' | 'messageId' | 'inReplyTo' | 'conversation' | 'title' | 'author' | 'language'): Read =>
  ({ document }) =>
    document.metadata[field] ?? '';

function times<N extends Times>(name: N, field: keyof DocumentMetadata & Lowercase<N>) {
  const read =
    (part: keyof Moment): Read =>
    ({ document, moment }) =>
      moment(document.metadata[field])[part];
  return {
    [`${name}_UTC`]: read('utc'),
    [`${name}_LOCAL`]: read('local'),
    [`${name}_WRITTEN`]: read('written'),
  } as Record<`${N}_${'UTC' | 'LOCAL' | 'WRITTEN'}`, Read>;
}

const entity =
  (kind: EntityKind): Read =>
  ({ document }) =>
    entities(document, kind);

/** Copies of a document have other custodians where a load file says so. */
const allCustodians: Read = ({ document, batch }) => {
  const copies = document.duplicates.map(({ custodian = batch.custodian }) => custodian);
  const all = [document.custodian, ...copies];
  return [...new Set(all.filter((name) => name !== ''))];
};

export const FIELD_VALUES: Readonly<Record<LoadFileField, Read>> = {
  BEGDOC: ({ numbers }) => numbers.own,
  ENDDOC: ({ numbers }) => numbers.end,
  BEGATTACH: ({ numbers }) => numbers.first,
  ENDATTACH: ({ numbers }) => numbers.last,
  PARENTID: ({ numbers }) => numbers.parent,
  ATTCOUNT: ({ numbers }) => String(numbers.attachments),
  DOCID: ({ document }) => document.id,
  RECEIVED_CONTROL: ({ document }) => document.control ?? '',
  BATCH: ({ batch }) => batch.name,
  MATTER: ({ batch }) => batch.matter,
  CUSTODIAN: ({ document }) => document.custodian,
  ALLCUSTODIANS: allCustodians,
  FILENAME: ({ document }) => nameOf(document.path),
  FILEPATH: ({ document }) => document.path,
  ALLPATHS: ({ document }) => allPaths(document),
  FILEEXT: ({ document }) => extensionOf(document.path),
  FILESIZE: ({ document }) => (document.sha256 === null ? '' : String(document.bytes)),
  MIME: ({ document }) => MIME[document.type],
  PAGECOUNT: ({ document }) => (document.pages === null ? '' : String(document.pages)),
  MD5: ({ md5 }) => md5,
  SHA256: ({ document }) => document.sha256 ?? '',
  FROM: ({ document }) => addresses(document.metadata.from),
  TO: ({ document }) => addresses(document.metadata.to),
  CC: ({ document }) => addresses(document.metadata.cc),
  BCC: ({ document }) => addresses(document.metadata.bcc),
  SUBJECT: said('subject'),
  MESSAGEID: said('messageId'),
  INREPLYTO: said('inReplyTo'),
  CONVERSATION: said('conversation'),
  THREAD_GROUP: ({ document }) => document.thread?.thread ?? '',
  INCLUSIVE: ({ document: { thread } }) => (thread == null ? '' : thread.inclusive ? 'Y' : 'N'),
  NEARDUP_GROUP: ({ document }) => document.similar?.pivot ?? '',
  NEARDUP_PERCENT: ({ document }) => String(document.similar?.percent ?? ''),
  REPLACES: ({ document }) =>
    standing(document).flatMap(({ copy, replaced }) => (copy.id === document.id ? [replaced.id] : [])),
  REPLACED_BY: ({ document }) =>
    standing(document).flatMap(({ copy, replaced }) => (replaced.id === document.id ? [copy.id] : [])),
  TITLE: said('title'),
  AUTHOR: said('author'),
  LANGUAGE: said('language'),
  ...times('SENT', 'sent'),
  ...times('RECEIVED', 'received'),
  ...times('CREATED', 'created'),
  ...times('MODIFIED', 'modified'),
  FILEMODIFIED_UTC: ({ document, moment }) => moment(document.modifiedAt).utc,
  FILEMODIFIED_LOCAL: ({ document, moment }) => moment(document.modifiedAt).local,
  TIMEZONE: ({ timeZone }) => timeZone,
  STATUS: ({ document }) => document.status,
  EXCEPTION: exceptions,
  WARNINGS: ({ document }) => document.warnings.map(problem),
  ENT_PERSON: entity('person'),
  ENT_ORGANIZATION: entity('organization'),
  ENT_PLACE: entity('place'),
  ENT_DATE: entity('date'),
  ENT_MONEY: entity('money'),
  ENT_CASE_CITATION: entity('case_citation'),
  ENT_STATUTE: entity('statute'),
  ENT_DOCKET_NUMBER: entity('docket_number'),
  ENT_EMAIL: entity('email'),
  ENT_PHONE: entity('phone'),
  IMAGECOUNT: ({ images }) => (images === null ? '' : String(images.count)),
  IMAGEPATH: ({ images }) => images?.path ?? '',
  SLIPSHEET: ({ images }) => images?.slip ?? '',
  TEXTPATH: ({ textPath }) => textPath,
  NATIVEPATH: ({ nativePath }) => nativePath,
};
