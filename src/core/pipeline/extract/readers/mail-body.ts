/** Puts the body of a mail together from its parts. */
import { htmlToText } from './html-text.ts';
import { unfolded } from './ical-property.ts';
import { calendarText } from './mail-calendar.ts';
import { decodePart } from './mail-charset.ts';
import { chooseBody } from './mail-choice.ts';
import { joinFlowed } from './mail-flowed.ts';

interface Structured {
  value: string;
  params: { charset?: string; format?: string; delsp?: string };
}

/** A part as the parser leaves it: a multipart has children, any other part has its decoded bytes. */
export interface MimePart {
  childNodes: readonly MimePart[];
  contentType: { parsed: Structured; multipart: string | false };
  contentDisposition: { parsed: Structured };
  content: ArrayBuffer | null;
}

const CALENDAR = /^(?:text\/(?:calendar|x-vcalendar|vcard|x-vcard|directory)|application\/ics)$/;
/** Parts that may hold the body of the mail, but which nothing here opens. */
const SEALED: readonly [RegExp, string][] = [
  [/^application\/(?:vnd\.)?ms-tnef$/, 'it is inside winmail.dat, the format of Outlook'],
  [/^application\/(?:x-)?pkcs7-mime$/, 'it is inside a signed or encrypted part (S/MIME)'],
  [/^multipart\/encrypted$/, 'it is encrypted (PGP)'],
  [/^(?!text\/(?:plain|html)$)text\//, 'its text is in a format that is not read'],
];

/** Returns the body as text: every text part in order, and of alternatives the most complete one. */
export function bodyText(part: MimePart): string {
  const { multipart } = part.contentType;
  if (multipart === false || (part.childNodes.length === 0 && part.content !== null)) return leafText(part);
  if (multipart === 'alternative') return alternativeText(part.childNodes);
  const texts: string[] = [];
  const plainTexts = new Set<string>();
  for (const child of part.childNodes) {
    const text = bodyText(child);
    const isHtml = child.contentType.parsed.value === 'text/html';
    // Some senders put both forms of a text beside each other without calling them alternatives.
    if (text.trim() === '' || (isHtml && plainTexts.has(squeeze(text)))) continue;
    if (!isHtml) plainTexts.add(squeeze(text));
    texts.push(text);
  }
  return texts.length === 1 ? (texts[0] ?? '') : texts.map((text) => text.trim()).join('\n\n');
}

/** Returns why the mail has no body although a part may hold one; null when the body is read or there is none. */
export function lostBody(part: MimePart, body: string): string | null {
  if (/[\p{L}\p{N}]/u.test(body)) return null;
  const type = part.contentType.parsed.value;
  const sealed = SEALED.find(([pattern]) => pattern.test(type));
  if (sealed !== undefined && part.contentDisposition.parsed.value !== 'attachment') return sealed[1];
  // Senders call winmail.dat and smime.p7m attachments although the body is in them.
  if (sealed !== undefined && type.startsWith('application/')) return sealed[1];
  for (const child of part.childNodes) {
    const reason = lostBody(child, body);
    if (reason !== null) return reason;
  }
  return null;
}

function alternativeText(children: readonly MimePart[]): string {
  let plain = '';
  let rich = '';
  const calendars: string[] = [];
  for (const child of children) {
    const { value } = child.contentType.parsed;
    const text = bodyText(child);
    if (text.trim() === '') continue;
    if (CALENDAR.test(value)) calendars.push(text);
    else if (value === 'text/plain') plain = plain === '' ? text : `${plain}\n\n${text}`;
    // The last form is the richest, but an earlier one may say more.
    else rich = rich === '' ? text : chooseBody(rich, text);
  }
  const body = chooseBody(plain, rich);
  return [body, ...calendars].filter((text) => text.trim() !== '').join('\n\n');
}

/** The text of a part as the mail holds it. */
export interface BodyLeaf {
  isHtml: boolean;
  /** HTML, or plain text. */
  source: string;
}

function leafText(part: MimePart): string {
  const leaf = bodyLeaf(part);
  return leaf === null ? '' : leaf.isHtml ? htmlToText(leaf.source) : leaf.source;
}

/** Returns the text of a part that belongs to the body; null for an attachment and for what is no text. */
export function bodyLeaf({ contentType, contentDisposition, content }: MimePart): BodyLeaf | null {
  const { value: type, params } = contentType.parsed;
  if (content === null || contentDisposition.parsed.value === 'attachment') return null;
  const bytes = Buffer.from(content);
  const plain = (source: string): BodyLeaf => ({ isHtml: false, source });
  if (type === 'text/html')
    return { isHtml: true, source: decodePart(bytes, params.charset ?? metaCharset(bytes)) };
  if (CALENDAR.test(type)) return plain(calendarText(decodePart(unfolded(bytes), params.charset)));
  // A multipart without a single boundary is read as the text that it is.
  if (type !== 'text/plain' && contentType.multipart === false) return null;
  const text = decodePart(bytes, params.charset);
  return plain(
    /^flowed$/i.test(params.format ?? '') ? joinFlowed(text, /^yes$/i.test(params.delsp ?? '')) : text,
  );
}

const metaCharset = (bytes: Buffer): string | undefined =>
  /<meta[^>]{0,200}charset\s*=\s*["']?([\w:-]+)/i.exec(bytes.subarray(0, 4096).toString('latin1'))?.[1];

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim();
