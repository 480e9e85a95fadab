/** Reads e-mail (RFC 5322, MIME): the header block and body become text, and attachments become members. */
import { readFile } from 'node:fs/promises';
import PostalMime, { type Email } from 'postal-mime';
import { blameFile } from '../../../documents/errors.ts';
import type { DocumentMetadata, MailAddress, StageWarning } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';
import { bodyText, lostBody, type MimePart } from './mail-body.ts';
import { headersInUtf8, repairC1 } from './mail-charset.ts';
import { chooseBody } from './mail-choice.ts';
import { mailDecodeWarnings } from './mail-decode-warnings.ts';
import { headerValue, mailMetadata } from './mail-metadata.ts';
import { isSavedPage, pictureWarnings, withoutResources } from './mail-page.ts';
import { signedContent } from './mail-signed.ts';
import { openTnefParts } from './mail-tnef.ts';
import type { TnefMessage } from './tnef-message.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** A message may be signed by several people, one around the other. */
const MAX_SIGNATURES = 5;
const MAX_HEADER_BYTES = 4 * 1024 * 1024;

/** A message and its parts, from which the body is put together. */
export interface ParsedMail {
  email: Email;
  root: MimePart;
  /** The messages in winmail.dat; their attachments are among those of the mail. */
  tnef: readonly TnefMessage[];
}

/** Returns the header block and body as text. @throws DocumentError corrupt, oversize */
export async function extractMail(source: Source): Promise<Extracted> {
  const mail = await readMail(source.location);
  return { ...mailText(mail), engine: engineOf('postal-mime', 'postal-mime') };
}

/** Reads and parses a message. @throws DocumentError corrupt, oversize */
export async function readMail(location: string): Promise<ParsedMail> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES) throw sizeLimitError('The e-mail', bytes.length, MAX_FILE_BYTES);
  return parseMail(bytes);
}

/** Parses a message. @throws DocumentError corrupt */
export async function parseMail(bytes: Uint8Array): Promise<ParsedMail> {
  try {
    const { email, root } = await openSigned(await parse(bytes));
    return { root, ...(await openTnefParts(email)) };
  } catch (error) {
    throw blameFile(error, 'e-mail');
  }
}

async function parse(bytes: Uint8Array): Promise<Omit<ParsedMail, 'tnef'>> {
  // Forwarded messages stay attachments, because each is a document of the family.
  const parser = new PostalMime({ forceRfc822Attachments: true, maxHeadersSize: MAX_HEADER_BYTES });
  const email = await parser.parse(headersInUtf8(Buffer.from(bytes)));
  // The parser decodes text by its label alone, so the body is put together from the bytes of its parts.
  return { email, root: (parser as unknown as { root: MimePart }).root };
}

/** Replaces a message that is one signed part with its content, under the headers outside. */
async function openSigned(mail: Omit<ParsedMail, 'tnef'>, depth = 0): Promise<Omit<ParsedMail, 'tnef'>> {
  const { contentType, content } = mail.root;
  if (!/^application\/(?:x-)?pkcs7-mime$/.test(contentType.parsed.value) || content === null) return mail;
  const inside = signedContent(Buffer.from(content));
  if (inside === null || depth >= MAX_SIGNATURES) return mail;
  const { email, root } = await openSigned(await parse(inside), depth + 1);
  return { email: { ...mail.email, attachments: email.attachments }, root };
}

/** Returns the text and metadata. The text starts with the header block, so names in it have offsets too. */
export function mailText({
  email,
  root,
  tnef,
}: ParsedMail): Pick<Extracted, 'body' | 'metadata' | 'warnings'> {
  const metadata = mailMetadata(email);
  // Exchange sends the plain form of the body beside the winmail.dat.
  const body = tnef.reduce((text, message) => chooseBody(text, message.body), bodyText(root));
  const reason = tnef.length > 0 ? null : lostBody(root, body);
  const warnings: StageWarning[] = tnef.flatMap((message) => message.warnings);
  if (reason !== null)
    warnings.push({ code: 'low_or_no_text', detail: `The body of the e-mail was not read: ${reason}` });
  const date = headerValue(email, 'date') ?? email.date ?? null;
  warnings.push(...mailDecodeWarnings(root));
  if (isSavedPage(email, root)) warnings.push(...pictureWarnings(email.attachments));
  return { body: headerBlock(metadata, date, body), metadata, warnings };
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

const list = (addresses: readonly MailAddress[] | undefined): string =>
  (addresses ?? [])
    .map(({ name, address }) =>
      name === '' || name === address ? address : address === '' ? name : `${name} <${address}>`,
    )
    .join(', ');

/** Returns the name and bytes of each attachment. Names are as written and not yet safe as file names. */
export function attachmentsOf({ email, root }: ParsedMail): { name: string; content: Buffer }[] {
  const parts = isSavedPage(email, root) ? withoutResources(email.attachments) : email.attachments;
  return parts.map((a, i) => ({
    name: a.filename ? repairC1(a.filename) : defaultName(a.mimeType, i + 1),
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
  if (/calendar|\/ics$/.test(mimeType)) return `invite ${number}.ics`;
  const extension =
    mimeType === 'message/rfc822' ? 'eml' : (/\/([a-z0-9]{1,5})$/i.exec(mimeType)?.[1] ?? 'bin');
  return `attachment ${number}.${extension}`;
}
