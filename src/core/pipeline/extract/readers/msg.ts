/** Reads Outlook messages (MS-OXMSG) the same way as e-mail: header block and body, attachments as members. */
import { readFile } from 'node:fs/promises';
import MsgReaderModule, { type FieldsData } from '@kenjiuno/msgreader';
import { blameFile, DocumentError, machineFault } from '../../../documents/errors.ts';
import type { DocumentMetadata, MailAddress, StageWarning } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import { declaredCharset } from '../charset-label.ts';
import { guardCompound } from '../containers/cfb-guard.ts';
import { decode, decodeWarnings } from '../decode.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';
import { htmlToText } from './html-text.ts';
import { headerBlock } from './mail.ts';
import { chooseBody } from './mail-choice.ts';
import { compressedRtfBody, compressedRtfText } from './rtf-body.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** The property type of 8-bit strings (PtypString8), and the tag of the HTML body. */
const STRING8 = 0x001e;
const HTML_BODY = 0x1013;

/** The package is CommonJS with a default export, which Node exposes as a property. */
const MsgReader =
  (MsgReaderModule as unknown as { default?: typeof MsgReaderModule }).default ?? MsgReaderModule;

interface OpenedMsg {
  reader: InstanceType<typeof MsgReader>;
  fields: FieldsData;
  /** The bytes of an HTML body that is stored as a string of 8-bit characters. */
  htmlBytes: Buffer | null;
  warnings: StageWarning[];
}

/** What the first reading of a message finds out about its 8-bit strings. */
interface Strings {
  /** The strings with characters outside ASCII, a line each. */
  bytes: Buffer;
  htmlBytes: Buffer | null;
}

/** Returns the header block and body as text. @throws DocumentError corrupt, oversize */
export async function extractMsg(source: Source): Promise<Extracted> {
  const message = await openMsg(source.location);
  const metadata = msgMetadata(message.fields);
  const { text, warnings } = await bodyOf(message);
  return {
    body: headerBlock(metadata, metadata.sent ?? metadata.received ?? null, text),
    metadata,
    warnings: [...message.warnings, ...warnings],
    engine: engineOf('msgreader', '@kenjiuno/msgreader'),
  };
}

/**
 * Returns the name of each attachment with its bytes, or with the fault of an attachment that has none. Names are as
 * written and not yet safe as file names.
 * @throws DocumentError corrupt, oversize
 */
export async function msgAttachments(
  location: string,
): Promise<{ name: string; content: Buffer | DocumentError }[]> {
  const { reader, fields } = await openMsg(location);
  return (fields.attachments ?? []).map((attachment, i) => {
    const written = attachment.fileName ?? attachment.name ?? `attachment ${i + 1}`;
    try {
      const { fileName, content } = reader.getAttachment(attachment);
      const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
      return { name: fileName || written, content: bytes };
    } catch (error) {
      const machine = machineFault(error);
      if (machine !== null) throw machine;
      return { name: written, content: blameFile(error, 'attachment') };
    }
  });
}

async function openMsg(location: string): Promise<OpenedMsg> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES)
    throw sizeLimitError('The Outlook message', bytes.length, MAX_FILE_BYTES);
  guardCompound(bytes);
  try {
    const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    return readMsg(whole);
  } catch (error) {
    throw blameFile(error, 'Outlook message');
  }
}

/** Reads a message, and again in its code page when it has 8-bit strings. */
function readMsg(bytes: ArrayBuffer): OpenedMsg {
  const { reader, fields, strings } = readWith(bytes);
  const { htmlBytes } = strings;
  if (strings.bytes.length === 0) return { reader, fields, htmlBytes, warnings: [] };
  const codePage = fields.messageCodepage ?? fields.internetCodepage;
  const decoded = decode(strings.bytes, codePage?.toString());
  return {
    ...readWith(bytes, decoded.charset),
    htmlBytes,
    warnings: decodeWarnings(decoded, `of code page ${codePage}`, 'Outlook message'),
  };
}

function readWith(
  bytes: ArrayBuffer,
  ansiEncoding?: string,
): { reader: InstanceType<typeof MsgReader>; fields: FieldsData; strings: Strings } {
  const found: Buffer[] = [];
  let htmlBytes: Buffer | null = null;
  const reader = new MsgReader(bytes);
  reader.parserConfig = {
    ...(ansiEncoding === undefined ? {} : { ansiEncoding }),
    propertyObserver: (_fields, tag, raw) => {
      if (raw === null || (tag & 0xffff) !== STRING8 || !raw.some((byte) => byte > 0x7f)) return;
      if (tag >>> 16 === HTML_BODY) htmlBytes = Buffer.from(raw);
      else found.push(Buffer.from(raw), Buffer.from('\n'));
    },
  };
  const fields = reader.getFileData();
  if (fields.error !== undefined)
    throw new DocumentError('corrupt', `The Outlook message could not be read: ${fields.error}`);
  return { reader, fields, strings: { bytes: Buffer.concat(found), htmlBytes } };
}

/** Returns the plain text, the HTML, or both where each says something else; without them the compressed RTF. */
async function bodyOf(message: OpenedMsg): Promise<{ text: string; warnings: StageWarning[] }> {
  const plain = message.fields.body ?? '';
  const html = htmlOf(message);
  if (html === null)
    return { text: plain.trim() === '' ? await rtfBody(message.fields) : plain, warnings: [] };
  return { text: chooseBody(plain, htmlToText(html.source)), warnings: html.warnings };
}

/** Returns the HTML body; null without one. */
function htmlOf({ fields, htmlBytes }: OpenedMsg): { source: string; warnings: StageWarning[] } | null {
  const bytes = htmlBytes ?? (fields.html?.length ? Buffer.from(fields.html) : null);
  if (bytes === null) return fields.bodyHtml?.trim() ? { source: fields.bodyHtml, warnings: [] } : null;
  const stated = declaredCharset(bytes) ?? (fields.internetCodepage ?? fields.messageCodepage)?.toString();
  const decoded = decode(bytes, stated);
  return { source: decoded.text, warnings: decodeWarnings(decoded, stated, 'HTML of the message') };
}

/** A message for people to look at. */
export interface ShownMsg {
  metadata: DocumentMetadata;
  plain: string;
  html: string | null;
  /** Returns the bytes of an attachment by its content ID, as pictures in the body name it; null without one. */
  picture(id: string): Buffer | null;
}

/** Returns the parts of a message as it holds them. @throws DocumentError corrupt, oversize */
export async function showMsg(location: string): Promise<ShownMsg> {
  const message = await openMsg(location);
  const { fields, reader } = message;
  const html = htmlOf(message)?.source ?? null;
  const rtf =
    html === null && fields.compressedRtf?.length ? await compressedRtfBody(fields.compressedRtf) : null;
  return {
    metadata: msgMetadata(fields),
    plain: fields.body?.trim() ? fields.body : rtf?.isHtml === false ? rtf.source : '',
    html: rtf?.isHtml ? rtf.source : html,
    picture(id) {
      const found = fields.attachments?.find(({ pidContentId }) => pidContentId === id);
      return found === undefined ? null : Buffer.from(reader.getAttachment(found).content);
    },
  };
}

/** Returns the text of the compressed RTF, which may contain HTML or plain text. */
async function rtfBody(fields: FieldsData): Promise<string> {
  if (!fields.compressedRtf?.length) return '';
  return compressedRtfText(fields.compressedRtf);
}

const isSmtp = (address: string | undefined): address is string => address?.includes('@') === true;
const MESSAGE_ID = /<[^<>\s]+>/;

function isoTime(value: string | undefined): string | null {
  const time = Date.parse(value ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

const oneLine = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

function msgMetadata(fields: FieldsData): DocumentMetadata {
  const sender = [
    fields.senderSmtpAddress,
    fields.sentRepresentingSmtpAddress,
    fields.creatorSMTPAddress,
    fields.senderEmail,
  ];
  const from: MailAddress = { name: oneLine(fields.senderName), address: sender.find(isSmtp) ?? '' };
  const recipients = (type: 'to' | 'cc' | 'bcc'): MailAddress[] =>
    (fields.recipients ?? [])
      .filter((r) => (r.recipType ?? 'to') === type)
      .map((r) => ({ name: oneLine(r.name), address: [r.smtpAddress, r.email].find(isSmtp) ?? '' }))
      .filter((r) => r.name !== '' || r.address !== '');
  const [to, cc, bcc] = [recipients('to'), recipients('cc'), recipients('bcc')];
  const subject = oneLine(fields.subject);
  const sent = isoTime(fields.clientSubmitTime);
  const received = isoTime(fields.messageDeliveryTime);
  const header = (name: string): string | undefined =>
    new RegExp(`^${name}:(.*(?:\\r?\\n[ \\t].*){0,1000})`, 'im').exec(fields.headers ?? '')?.[1];
  const inReplyTo = MESSAGE_ID.exec(header('In-Reply-To') ?? '')?.[0];
  const first = MESSAGE_ID.exec(header('References') ?? '')?.[0] ?? inReplyTo ?? fields.messageId;
  const attachments = (fields.attachments ?? []).flatMap(({ fileName }) => (fileName ? [fileName] : []));
  return {
    ...(from.name === '' && from.address === '' ? {} : { from: [from] }),
    ...(to.length === 0 ? {} : { to }),
    ...(cc.length === 0 ? {} : { cc }),
    ...(bcc.length === 0 ? {} : { bcc }),
    ...(subject === '' ? {} : { subject, title: subject }),
    ...(sent === null ? {} : { sent }),
    ...(received === null ? {} : { received }),
    ...(fields.messageId === undefined ? {} : { messageId: fields.messageId }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(first === undefined ? {} : { conversation: first }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}
