/** What a mail states about itself: people, times, subject, and the conversation it belongs to. */
import { type Address, decodeWords, type Email } from 'postal-mime';
import type { DocumentMetadata, MailAddress } from '../../../documents/types.ts';
import { repairC1 } from './mail-charset.ts';

const oneLine = (text: string): string => repairC1(text).replace(/\s+/g, ' ').trim();

/** Returns a header field as one line of text; null if the mail does not have it. @param key in lower case */
export function headerValue(mail: Email, key: string): string | null {
  const value = mail.headers.find((h) => h.key === key)?.value;
  return value === undefined || value === '' ? null : oneLine(decodeWords(value));
}

/** Returns the metadata of a mail. A field is absent if the mail does not state it. */
export function mailMetadata(mail: Email): DocumentMetadata {
  const from = flatten(mail.from ? [mail.from] : mail.sender ? [mail.sender] : []);
  const to = flatten(mail.to);
  const cc = flatten(mail.cc);
  const bcc = flatten(mail.bcc);
  const subject = oneLine(mail.subject ?? '');
  const sent = timeOf(mail.date);
  // Each server puts its line above the others, so the first is the last.
  const received = timeOf(headerValue(mail, 'received')?.replace(/^.*;/s, ''));
  const inReplyTo = idsIn(mail.inReplyTo).at(0);
  const conversation = idsIn(mail.references).at(0) ?? inReplyTo ?? mail.messageId;
  const attachments = mail.attachments.flatMap(({ filename }) => (filename ? [oneLine(filename)] : []));
  return {
    ...(from.length === 0 ? {} : { from }),
    ...(to.length === 0 ? {} : { to }),
    ...(cc.length === 0 ? {} : { cc }),
    ...(bcc.length === 0 ? {} : { bcc }),
    ...(subject === '' ? {} : { subject, title: subject }),
    ...(sent === null ? {} : { sent }),
    ...(received === null ? {} : { received }),
    ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(conversation === undefined ? {} : { conversation }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}

/** Replaces each address group with its members. */
function flatten(addresses: readonly Address[] | undefined): MailAddress[] {
  return (addresses ?? [])
    .flatMap((a) => (a.group === undefined ? [{ name: a.name, address: a.address ?? '' }] : a.group))
    .map(({ name, address }) => ({ name: oneLine(name), address: oneLine(address) }))
    .filter(({ name, address }) => name !== '' || address !== '');
}

/** Returns the message ids in a header field, e.g. `<1@example.com> <2@example.com>`. */
const idsIn = (value: string | undefined): string[] => value?.match(/<[^<>\s]+>/g) ?? [];

function timeOf(value: string | undefined): string | null {
  const time = Date.parse((value ?? '').trim());
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
