/** Reads Outlook messages (MS-OXMSG) the same way as e-mail: header block and body, attachments as members. */
import { readFile } from 'node:fs/promises';
import { decompressRTF } from '@kenjiuno/decompressrtf';
import MsgReaderModule, { type FieldsData } from '@kenjiuno/msgreader';
import iconv from 'iconv-lite';
import { deEncapsulateSync } from 'rtf-stream-parser';
import { blameFile, DocumentError } from '../../../documents/errors.ts';
import type { DocumentMetadata, MailAddress } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import { guardCompound } from '../containers/cfb-guard.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';
import { decodeHtml } from './html.ts';
import { htmlToText } from './html-text.ts';
import { headerBlock } from './mail.ts';
import { rtfToText } from './rtf.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** The package is CommonJS with a default export, which Node exposes as a property. */
const MsgReader =
  (MsgReaderModule as unknown as { default?: typeof MsgReaderModule }).default ?? MsgReaderModule;

interface OpenedMsg {
  reader: InstanceType<typeof MsgReader>;
  fields: FieldsData;
}

/** Returns the header block and body as text. @throws DocumentError corrupt, oversize */
export async function extractMsg(source: Source): Promise<Extracted> {
  const { fields } = await openMsg(source.location);
  const metadata = msgMetadata(fields);
  return {
    body: headerBlock(metadata, metadata.date ?? null, await bodyOf(fields)),
    metadata,
    warnings: [],
    engine: engineOf('msgreader', '@kenjiuno/msgreader'),
  };
}

/**
 * Returns the name and bytes of each attachment. Names are as written and not yet safe as file names.
 * @throws DocumentError corrupt, oversize
 */
export async function msgAttachments(location: string): Promise<{ name: string; content: Buffer }[]> {
  const { reader, fields } = await openMsg(location);
  return (fields.attachments ?? []).map((attachment, i) => {
    try {
      const { fileName, content } = reader.getAttachment(attachment);
      const name = fileName || attachment.fileName || `attachment ${i + 1}`;
      return { name, content: Buffer.from(content.buffer, content.byteOffset, content.byteLength) };
    } catch (error) {
      throw blameFile(error, 'attachment');
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
    const reader = new MsgReader(whole);
    const fields = reader.getFileData();
    if (fields.error !== undefined)
      throw new DocumentError('corrupt', `The Outlook message could not be read: ${fields.error}`);
    return { reader, fields };
  } catch (error) {
    throw blameFile(error, 'Outlook message');
  }
}

/** Returns the plain text if there is any, else the HTML, else the compressed RTF, which may contain either. */
async function bodyOf(fields: FieldsData): Promise<string> {
  if (fields.body?.trim()) return fields.body;
  if (fields.bodyHtml?.trim()) return htmlToText(fields.bodyHtml);
  if (fields.html?.length) return htmlToText(decodeHtml(Buffer.from(fields.html)));
  if (!fields.compressedRtf?.length) return '';
  const rtf = Buffer.from(decompressRTF([...fields.compressedRtf]));
  try {
    const { mode, text } = deEncapsulateSync(rtf, { decode: iconv.decode, warn: () => undefined });
    return mode === 'html' ? htmlToText(String(text)) : String(text);
  } catch {
    // The RTF encapsulates neither HTML nor text, so it is the body.
    return rtfToText(rtf);
  }
}

const isSmtp = (address: string | undefined): address is string => address?.includes('@') === true;
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
  const time = Date.parse(fields.clientSubmitTime ?? fields.messageDeliveryTime ?? '');
  return {
    ...(from.name === '' && from.address === '' ? {} : { from: [from] }),
    ...(to.length === 0 ? {} : { to }),
    ...(cc.length === 0 ? {} : { cc }),
    ...(bcc.length === 0 ? {} : { bcc }),
    ...(subject === '' ? {} : { subject, title: subject }),
    ...(Number.isNaN(time) ? {} : { date: new Date(time).toISOString() }),
    ...(fields.messageId === undefined ? {} : { messageId: fields.messageId }),
  };
}
