/** Puts together the message in a TNEF stream: its header, body and attachments. */
import iconv from 'iconv-lite';
import { DocumentError, machineFault } from '../../../documents/errors.ts';
import type { StageWarning } from '../../../documents/types.ts';
import { htmlToText } from './html-text.ts';
import { decodePart } from './mail-charset.ts';
import { chooseBody } from './mail-choice.ts';
import { compressedRtfText } from './rtf-body.ts';
import { tnefAttachment } from './tnef-attachment.ts';
import { readAttributes } from './tnef-attributes.ts';
import { tnefHeader } from './tnef-header.ts';
import { type PropertyList, readProperties, textOf, timeOf } from './tnef-properties.ts';

const ATT = { body: 0x800c, messageClass: 0x8008, properties: 0x9003, codepage: 0x9007 } as const;
const PR = { messageClass: 0x1a, body: 0x1000, rtf: 0x1009, html: 0x1013, starts: 0x60, ends: 0x61 } as const;
const MEETING = { starts: 'named 820d', ends: 'named 820e', where: 'named 8208' } as const;
/** Classes of items of which the body says all. */
const MESSAGES =
  /^(?:IPM\.(?:Note|Appointment|Post|Schedule|Document|Outlook\.Recall)\b|IPM\.Microsoft |REPORT\b|IPM$)|^$/i;
const NO_PROPERTIES: PropertyList = { properties: new Map(), wide: new Set(), end: 0 };

/** The message in a winmail.dat. */
export interface TnefMessage {
  /** The body, after the time and place of a meeting. */
  body: string;
  attachments: { name: string; content: Buffer }[];
  header: ReturnType<typeof tnefHeader>;
  warnings: StageWarning[];
}

/** @throws DocumentError corrupt when nothing can be read; lesser damage becomes a warning */
export async function openTnef(bytes: Buffer): Promise<TnefMessage> {
  const { message, attachments, fault } = readAttributes(bytes);
  const faults = fault === null ? [] : [fault];
  const charset = charsetOf(message.get(ATT.codepage));
  const list = propertiesOf(message.get(ATT.properties), faults);
  const plain = textOf(list, PR.body, charset) || lines(message.get(ATT.body), charset);
  const rich = await richText(list, charset, faults);
  const files = attachments.map((attributes, i) =>
    tnefAttachment(attributes, charset, `attachment ${i + 1}`, faults),
  );
  const itemClass = textOf(list, PR.messageClass, charset) || lines(message.get(ATT.messageClass), charset);
  return {
    body: [...meeting(list, charset), chooseBody(plain, rich)]
      .filter((text) => text.trim() !== '')
      .join('\n\n'),
    attachments: files.flatMap(({ name, content }) => (content === null ? [] : [{ name, content }])),
    header: tnefHeader(message, list, charset, faults),
    warnings: [
      ...files.filter(({ content }) => content === null).map(({ name }) => missing(name)),
      ...(MESSAGES.test(itemClass)
        ? []
        : [part(`the fields of an Outlook item (${itemClass}) in winmail.dat were not read`)]),
      ...[...new Set(faults)].map((reason) => part(`winmail.dat is damaged: ${reason}`)),
    ],
  };
}

const part = (detail: string): StageWarning => ({
  code: 'part_not_read',
  detail: detail.replace(/^the /, 'The '),
});
const missing = (name: string): StageWarning => ({
  code: 'attachment_missing',
  detail: `The content of “${name}” is not in winmail.dat`,
});

/** Returns the readable properties; damage is noted in `faults`. */
function propertiesOf(data: Buffer | undefined, faults: string[]): PropertyList {
  if (data === undefined) return NO_PROPERTIES;
  try {
    return readProperties(data);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.push(error.message);
    return NO_PROPERTIES;
  }
}

async function richText(list: PropertyList, charset: string, faults: string[]): Promise<string> {
  const html = list.properties.get(PR.html);
  if (html !== undefined && html.length > 0)
    return htmlToText(list.wide.has(PR.html) ? textOf(list, PR.html, charset) : htmlOf(html));
  const rtf = list.properties.get(PR.rtf);
  if (rtf === undefined || rtf.length === 0) return '';
  try {
    return await compressedRtfText(rtf);
  } catch (error) {
    const machine = machineFault(error);
    if (machine !== null || !(error instanceof DocumentError)) throw machine ?? error;
    faults.push(`the formatted body was not read (${error.message})`);
    return '';
  }
}

function htmlOf(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 4096);
  return decodePart(bytes, /<meta[^>]{0,200}charset\s*=\s*["']?([\w:-]+)/i.exec(head)?.[1]);
}

function meeting(list: PropertyList, charset: string): string[] {
  const rows = [
    ['Starts', shown(timeOf(list, MEETING.starts) ?? timeOf(list, PR.starts))],
    ['Ends', shown(timeOf(list, MEETING.ends) ?? timeOf(list, PR.ends))],
    ['Where', textOf(list, MEETING.where, charset).trim()],
  ].filter(([, value]) => value !== '');
  return rows.length === 0 ? [] : [rows.map(([name, value]) => `${name}: ${value}`).join('\n')];
}

const shown = (time: Date | null): string =>
  time === null ? '' : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Returns the encoding of eight-bit text, Windows-1252 if the stream names none. */
function charsetOf(codepage: Buffer | undefined): string {
  const name = codepage === undefined || codepage.length < 4 ? '' : `cp${codepage.readUInt32LE(0)}`;
  if (name === 'cp65001') return 'utf-8';
  return iconv.encodingExists(name) ? name : 'windows-1252';
}

const lines = (data: Buffer | undefined, charset: string): string =>
  data === undefined ? '' : iconv.decode(data, charset).replace(/\0.*$/s, '');
