/** What threads are made from: what a mail states about itself, and the messages in its text. */
import type { DocumentMetadata } from '../../shared/documents.ts';
import type { FileType } from '../../shared/file-types.ts';
import { type MailPart, mailParts } from './mail-parts.ts';

export interface MailFacts {
  /** The mail's own id; null if it states none. */
  readonly id: string | null;
  /** The ids of other mails that it names, and of its conversation. */
  readonly others: readonly string[];
  /** Without `Re:` and the like, in lower case. */
  readonly subject: string;
  readonly from: readonly string[];
  /** Everybody who wrote or received it. */
  readonly people: readonly string[];
  /** Unix ms; null if it does not say. */
  readonly sent: number | null;
  /** How many files are attached. */
  readonly attached: number;
  readonly parts: readonly MailPart[];
}

const MAIL_TYPES: ReadonlySet<FileType> = new Set(['eml', 'emlx', 'msg', 'tnef', 'p7m']);
const PREFIX = /^(?:(?:re|fwd?|aw|wg|sv|vs|antw|r|tr|rv|res|enc)(?:\[\d+\])?\s*:|\[external\])\s*/i;

/** Returns a subject without what replies and forwards put before it. */
export function baseSubject(subject: string): string {
  let rest = subject.trim();
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(PREFIX, '');
  }
  return rest.toLowerCase().replaceAll(/\s+/g, ' ');
}

const idOf = (value: string | undefined): string | null => {
  const id = value?.trim().replace(/^<|>$/g, '') ?? '';
  return id === '' ? null : id;
};

const addresses = (list: DocumentMetadata['from']): string[] =>
  (list ?? []).map(({ address, name }) => (address === '' ? name : address).toLowerCase());

function timeOf(written: string | undefined): number | null {
  const time = Date.parse(written ?? '');
  return Number.isNaN(time) ? null : time;
}

/** Returns the facts of a mail; null for a document that is none. */
export function mailFacts(type: FileType, metadata: DocumentMetadata, text: string): MailFacts | null {
  if (!MAIL_TYPES.has(type)) return null;
  const { from, to, cc, bcc } = metadata;
  const others = [metadata.inReplyTo, metadata.conversation].flatMap((value) => idOf(value) ?? []);
  return {
    id: idOf(metadata.messageId),
    others: [...new Set(others)],
    subject: baseSubject(metadata.subject ?? ''),
    from: addresses(from),
    people: [...new Set([from, to, cc, bcc].flatMap(addresses))],
    sent: timeOf(metadata.sent),
    attached: metadata.attachments?.length ?? 0,
    parts: mailParts(text),
  };
}
