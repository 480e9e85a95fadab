/** Writes an item of an Outlook data file as an e-mail message (RFC 5322, MIME). */
import { createHash } from 'node:crypto';
import type { PSTAttachment, PSTMessage } from 'pst-extractor';
import { DocumentError, machineFault } from '../../../documents/errors.ts';
import { decodePart } from '../readers/mail-charset.ts';
import { compressedRtfText } from '../readers/rtf-body.ts';
import { itemFields } from './pst-fields.ts';
import { headerLines } from './pst-header.ts';
import { bytesOf } from './pst-properties.ts';

const PR_RTF = 0x1009;
const PR_HTML = 0x1013;
const MAX_DEPTH = 5;
/** Readers hold a message in memory, in base64. A larger attachment is named as missing. */
const MAX_ATTACHMENT_BYTES = 128 * 1024 * 1024;

export interface WrittenMessage {
  bytes: Buffer;
  /** What is not in it, each as a sentence. */
  losses: string[];
}

interface Part {
  type: string;
  name?: string;
  content: Buffer;
}

/** @throws DocumentError or Error of the library when the item cannot be read at all */
export async function pstMessage(message: PSTMessage, depth = 0): Promise<WrittenMessage> {
  const losses: string[] = [];
  const texts = await bodyParts(message, losses);
  const files: Part[] = [];
  let bytes = 0;
  for (let i = 0; i < message.numberOfAttachments; i += 1) {
    const part = await attachmentPart(message, i, depth, losses);
    if (part === null) continue;
    bytes += part.content.length;
    if (bytes <= MAX_ATTACHMENT_BYTES) files.push(part);
    else losses.push(`The attachment “${part.name ?? i + 1}” is too large`);
  }
  const body =
    texts.length === 1 && texts[0] !== undefined ? leaf(texts[0]) : multipart('alternative', texts.map(leaf));
  const whole = files.length === 0 ? body : multipart('mixed', [body, ...files.map(leaf)]);
  const header = [...headerLines(message), 'MIME-Version: 1.0', ''].join('\r\n');
  return { bytes: Buffer.concat([Buffer.from(header, 'utf8'), whole]), losses };
}

/** Returns the forms of the body, of which the reader chooses: plain text with the item's fields before it, and HTML. */
async function bodyParts(message: PSTMessage, losses: string[]): Promise<Part[]> {
  const fields = itemFields(message);
  let plain = message.body;
  const html = htmlOf(message);
  if (html === '') plain = chosen(plain, await rtfOf(message, losses));
  const parts: Part[] = [];
  // The lines of fields are in no other form, so they come with each.
  if (plain.trim() !== '' || html === '')
    parts.push(textPart('text/plain', [fields, plain].filter((text) => text.trim() !== '').join('\n\n')));
  if (html !== '') parts.push(textPart('text/html', withFields(html, fields)));
  return parts;
}

const chosen = (plain: string, rich: string): string => (plain.trim() === '' ? rich : plain);

function withFields(html: string, fields: string): string {
  if (fields === '') return html;
  const escaped = fields.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\n/g, '<br>');
  const at = /<body\b[^>]*>/i.exec(html);
  const before = at === null ? 0 : at.index + at[0].length;
  return `${html.slice(0, before)}<p>${escaped}</p>${html.slice(before)}`;
}

const textPart = (type: string, text: string): Part => ({
  type: `${type}; charset=utf-8`,
  content: Buffer.from(text, 'utf8'),
});

function htmlOf(message: PSTMessage): string {
  const stored = bytesOf(message, PR_HTML);
  if (stored === null || stored.bytes.length === 0) return '';
  if (!stored.binary) return message.bodyHTML;
  const declared = /<meta[^>]{0,200}charset\s*=\s*["']?([\w:-]+)/i.exec(
    stored.bytes.toString('latin1', 0, 4096),
  );
  return decodePart(stored.bytes, declared?.[1]);
}

async function rtfOf(message: PSTMessage, losses: string[]): Promise<string> {
  const stored = bytesOf(message, PR_RTF);
  if (stored === null || stored.bytes.length === 0) return '';
  try {
    return await compressedRtfText(stored.bytes);
  } catch (error) {
    if (!(error instanceof DocumentError) || error.transient) throw error;
    losses.push(`The formatted body was not read (${error.message})`);
    return '';
  }
}

async function attachmentPart(
  message: PSTMessage,
  index: number,
  depth: number,
  losses: string[],
): Promise<Part | null> {
  let name = `attachment ${index + 1}`;
  try {
    const attachment = message.getAttachment(index);
    name = (attachment.longFilename || attachment.filename || attachment.displayName || name).trim();
    const embedded = embeddedIn(attachment, message);
    if (embedded !== null) {
      if (depth >= MAX_DEPTH) throw new Error('it is nested too deeply');
      const inner = await pstMessage(embedded, depth + 1);
      losses.push(...inner.losses);
      return { type: 'message/rfc822', name: `${embedded.subject || name}.eml`, content: inner.bytes };
    }
    const content = contentOf(attachment);
    if (content === null) throw new Error('its content is not in the file');
    return { type: 'application/octet-stream', name, content };
  } catch (error) {
    const machine = machineFault(error);
    if (machine !== null) throw machine;
    losses.push(
      `The attachment “${name}” was not read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return null;
  }
}

const EMBEDDED = 5;

/** The library forgets to tell an attached message where it is stored. */
function embeddedIn(attachment: PSTAttachment, message: PSTMessage): PSTMessage | null {
  if (attachment.attachMethod !== EMBEDDED) return null;
  const node = (message as unknown as { descriptorIndexNode: unknown }).descriptorIndexNode;
  Object.assign(attachment, { descriptorIndexNode: node });
  return attachment.embeddedPSTMessage;
}

function contentOf(attachment: PSTAttachment): Buffer | null {
  const stream = attachment.fileInputStream;
  if (stream === null) return null;
  const bytes = stream.length.toNumber();
  if (bytes > MAX_ATTACHMENT_BYTES) throw new Error('it is too large');
  const content = Buffer.alloc(bytes);
  stream.readCompletely(content);
  return content;
}

function leaf({ type, name, content }: Part): Buffer {
  const isMessage = type === 'message/rfc822';
  const disposition =
    name === undefined
      ? ''
      : `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}\r\n`;
  const head = `Content-Type: ${type}\r\n${disposition}Content-Transfer-Encoding: ${isMessage ? 'binary' : 'base64'}\r\n\r\n`;
  return Buffer.concat([
    Buffer.from(head, 'latin1'),
    isMessage ? content : Buffer.from(content.toString('base64').replace(/.{76}/g, '$&\r\n'), 'latin1'),
  ]);
}

function multipart(kind: string, parts: readonly Buffer[]): Buffer {
  // The same item gives the same bytes each time, because documents are told apart by them.
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  const boundary = hash.digest('hex').slice(0, 40);
  const head = `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n`;
  return Buffer.concat([
    Buffer.from(head, 'latin1'),
    ...parts.flatMap((part) => [Buffer.from(`\r\n--${boundary}\r\n`, 'latin1'), part]),
    Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1'),
  ]);
}
