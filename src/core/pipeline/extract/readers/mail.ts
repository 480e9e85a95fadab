/** Reads e-mail (RFC 5322, MIME): the header block and body become text, and attachments become members. */
import { readFile } from 'node:fs/promises';
import PostalMime, { type Address, decodeWords, type Email } from 'postal-mime';
import { blameFile } from '../../../documents/errors.ts';
import type { DocumentMetadata, MailAddress } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';
import { htmlToText } from './html-text.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;
const MAX_HEADER_BYTES = 4 * 1024 * 1024;

/** Returns the header block and body as text. @throws DocumentError corrupt, oversize */
export async function extractMail(source: Source): Promise<Extracted> {
  const mail = await readMail(source.location);
  return { ...mailText(mail), warnings: [], engine: engineOf('postal-mime', 'postal-mime') };
}

/** Reads and parses a message. @throws DocumentError corrupt, oversize */
export async function readMail(location: string): Promise<Email> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES) throw sizeLimitError('The e-mail', bytes.length, MAX_FILE_BYTES);
  return parseMail(bytes);
}

/** Parses a message. @throws DocumentError corrupt */
export async function parseMail(bytes: Uint8Array): Promise<Email> {
  try {
    // Forwarded messages stay attachments, because each is a document of the family.
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true, maxHeadersSize: MAX_HEADER_BYTES });
  } catch (error) {
    throw blameFile(error, 'e-mail');
  }
}

/** Returns the text and metadata. The text starts with the header block, so names in it have offsets too. */
export function mailText(mail: Email): Pick<Extracted, 'body' | 'metadata'> {
  const metadata = mailMetadata(mail);
  const body = mail.text?.trim() ? mail.text : mail.html ? htmlToText(mail.html) : '';
  return { body: headerBlock(metadata, headerValue(mail, 'date') ?? mail.date ?? null, body), metadata };
}

/** Puts a header block before the body. @param date as the text should show it; null leaves the line out */
export function headerBlock(metadata: DocumentMetadata, date: string | null, body: string): string {
  const lines = [
    ['From', list(metadata.from)],
    ['To', list(metadata.to)],
    ['Cc', list(metadata.cc)],
    ['Bcc', list(metadata.bcc)],
    ['Date', date ?? ''],
    ['Subject', metadata.subject ?? ''],
  ]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`);
  return lines.length === 0 ? body : `${lines.join('\n')}\n\n${body}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const list = (addresses: readonly MailAddress[] | undefined): string =>
  (addresses ?? [])
    .map(({ name, address }) =>
      name === '' || name === address ? address : address === '' ? name : `${name} <${address}>`,
    )
    .join(', ');

function headerValue(mail: Email, key: string): string | null {
  const value = mail.headers.find((h) => h.key === key)?.value;
  return value === undefined || value === '' ? null : oneLine(decodeWords(value));
}

function mailMetadata(mail: Email): DocumentMetadata {
  const from = flatten(mail.from ? [mail.from] : mail.sender ? [mail.sender] : []);
  const to = flatten(mail.to);
  const cc = flatten(mail.cc);
  const bcc = flatten(mail.bcc);
  const subject = oneLine(mail.subject ?? '');
  const time = mail.date === undefined ? Number.NaN : Date.parse(mail.date);
  return {
    ...(from.length === 0 ? {} : { from }),
    ...(to.length === 0 ? {} : { to }),
    ...(cc.length === 0 ? {} : { cc }),
    ...(bcc.length === 0 ? {} : { bcc }),
    ...(subject === '' ? {} : { subject, title: subject }),
    ...(Number.isNaN(time) ? {} : { date: new Date(time).toISOString() }),
    ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
  };
}

/** Replaces each address group with its members. */
function flatten(addresses: readonly Address[] | undefined): MailAddress[] {
  return (addresses ?? [])
    .flatMap((a) => (a.group === undefined ? [{ name: a.name, address: a.address ?? '' }] : a.group))
    .map(({ name, address }) => ({ name: oneLine(name), address: oneLine(address) }))
    .filter(({ name, address }) => name !== '' || address !== '');
}

/** Returns the name and bytes of each attachment. Names are as written and not yet safe as file names. */
export function attachmentsOf(mail: Email): { name: string; content: Buffer }[] {
  return mail.attachments.map((a, i) => ({
    name: a.filename ?? defaultName(a.mimeType, i + 1),
    content: contentOf(a.content),
  }));
}

const contentOf = (content: ArrayBuffer | Uint8Array | string): Buffer =>
  typeof content === 'string'
    ? Buffer.from(content, 'utf8')
    : content instanceof ArrayBuffer
      ? Buffer.from(content)
      : Buffer.from(content.buffer, content.byteOffset, content.byteLength);

function defaultName(mimeType: string, number: number): string {
  const extension =
    mimeType === 'message/rfc822' ? 'eml' : (/\/([a-z0-9]{1,5})$/i.exec(mimeType)?.[1] ?? 'bin');
  return `attachment ${number}.${extension}`;
}
