/** Reads who sent the message in a winmail.dat, to whom, when and about what. */
import iconv from 'iconv-lite';
import type { DocumentMetadata, MailAddress } from '../../../documents/types.ts';
import { numberOf, type PropertyList, readProperties, textOf, timeOf } from './tnef-properties.ts';

const ATT = { from: 0x8000, subject: 0x8004, sent: 0x8005, received: 0x8006, recipients: 0x9004 } as const;
const PR = {
  subject: 0x37,
  sent: 0x39,
  delivered: 0xe06,
  senderName: 0xc1a,
  senderAddress: 0xc1f,
  senderSmtp: 0x5d01,
  behalfName: 0x42,
  behalfAddress: 0x65,
  messageId: 0x1035,
  recipientType: 0xc15,
  name: 0x3001,
  address: 0x3003,
  smtp: 0x39fe,
} as const;
const KINDS = ['', 'to', 'cc', 'bcc'] as const;

/** Returns the fields that the message has. @param faults damage is added here, as the end of a sentence */
export function tnefHeader(
  message: ReadonlyMap<number, Buffer>,
  list: PropertyList,
  charset: string,
  faults: string[],
): DocumentMetadata {
  const text = (key: number): string => oneLine(textOf(list, key, charset));
  // A subject may begin with a control character and the length of its prefix ("RE: ").
  const stated = textOf(list, PR.subject, charset);
  const written = stated.startsWith('\u0001') ? stated.slice(2) : stated;
  const subject = oneLine(written || iconv.decode(message.get(ATT.subject) ?? Buffer.alloc(0), charset));
  const from =
    address(text(PR.behalfName) || text(PR.senderName), [
      text(PR.senderSmtp),
      text(PR.behalfAddress),
      text(PR.senderAddress),
    ]) ?? senderOf(message.get(ATT.from), charset);
  const recipients = recipientsOf(message.get(ATT.recipients), charset, faults);
  const date =
    timeOf(list, PR.sent) ??
    timeOf(list, PR.delivered) ??
    dateOf(message.get(ATT.sent) ?? message.get(ATT.received));
  const messageId = text(PR.messageId);
  return {
    ...(from === null ? {} : { from: [from] }),
    ...recipients,
    ...(subject === '' ? {} : { subject, title: subject }),
    ...(date === null ? {} : { sent: date.toISOString() }),
    ...(messageId === '' ? {} : { messageId }),
  };
}

function recipientsOf(
  table: Buffer | undefined,
  charset: string,
  faults: string[],
): Pick<DocumentMetadata, 'to' | 'cc' | 'bcc'> {
  const found: { to?: MailAddress[]; cc?: MailAddress[]; bcc?: MailAddress[] } = {};
  if (table === undefined) return found;
  try {
    const rows = table.readUInt32LE(0);
    for (let i = 0, at = 4; i < rows; i += 1) {
      const row = readProperties(table, at);
      at = row.end;
      const kind = KINDS[(numberOf(row, PR.recipientType) ?? 1) & 3] || 'to';
      const text = (key: number): string => oneLine(textOf(row, key, charset));
      const person = address(text(PR.name), [text(PR.smtp), text(PR.address)]);
      if (person === null) continue;
      found[kind] ??= [];
      found[kind].push(person);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.push(`the list of recipients was not read (${error.message})`);
  }
  return found;
}

/** Returns a person; null without name and address. Addresses inside Exchange are no mail addresses. */
function address(name: string, addresses: readonly string[]): MailAddress | null {
  const found = addresses.map((text) => text.replace(/^smtp:/i, '')).find((text) => text.includes('@')) ?? '';
  return name === '' && found === '' ? null : { name: name.replace(/^'(.+)'$/, '$1'), address: found };
}

/** The attribute has lengths in bytes, of the name at 4 and of the address at 6, before both. */
function senderOf(data: Buffer | undefined, charset: string): MailAddress | null {
  if (data === undefined || data.length < 8) return null;
  const nameEnd = 8 + data.readUInt16LE(4);
  const text = (from: number, to: number): string => oneLine(iconv.decode(data.subarray(from, to), charset));
  return address(text(8, nameEnd), [text(nameEnd, nameEnd + data.readUInt16LE(6))]);
}

/** A date of an attribute has seven words: year, month, day, hour, minute, second, day of the week. */
function dateOf(data: Buffer | undefined): Date | null {
  if (data === undefined || data.length < 12) return null;
  const [year = 0, month = 1, ...rest] = [0, 2, 4, 6, 8, 10].map((at) => data.readUInt16LE(at));
  const [day = 1, hour = 0, minute = 0, second = 0] = rest;
  return year < 1980 || year > 2200 ? null : new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

const oneLine = (text: string): string => text.replace(/\0/g, '').replace(/\s+/g, ' ').trim();
