/** Writes the header of an Outlook item: the one it was received with, completed from its properties. */
import type { PSTMessage } from 'pst-extractor';
import { realDate } from './pst-properties.ts';

const MAX_RECIPIENTS = 5000;
/** Fields that describe how the body was packed, which it no longer is. */
const OF_THE_BODY = /^(?:content-[\w-]+|mime-version):/i;
const KINDS = ['', 'To', 'Cc', 'Bcc'];

/** Returns the lines of the header, in UTF-8 (RFC 6532), without those of MIME. */
export function headerLines(message: PSTMessage): string[] {
  const received = fieldsOf(message.transportMessageHeaders);
  const has = (name: string): boolean => received.some((line) => line.toLowerCase().startsWith(`${name}:`));
  const own: [string, string][] = [
    ['From', sender(message)],
    // Who the blind copies went to is in no received header.
    ...recipients(message).filter(([kind]) => !has(kind.toLowerCase())),
    ['Date', dateOf(message)],
    ['Subject', oneLine(message.subject)],
    ['Message-ID', oneLine(message.internetMessageId)],
  ];
  return [
    ...received,
    ...own
      .filter(([name, value]) => value !== '' && !has(name.toLowerCase()))
      .map(([name, value]) => `${name}: ${value}`),
  ];
}

/** Returns the fields of a received header, each with its folded lines. */
function fieldsOf(header: string): string[] {
  const [block = ''] = header
    .replace(/\0/g, '')
    .replace(/^\s+/, '')
    .split(/\r?\n\r?\n/, 1);
  const fields: string[] = [];
  for (const line of block.split(/\r?\n/))
    if (/^[ \t]/.test(line) && fields.length > 0) fields.push(`${fields.pop()}\r\n${line}`);
    else if (/^[!-9;-~]{1,76}:/.test(line)) fields.push(line);
  return fields.filter((field) => !OF_THE_BODY.test(field));
}

function sender(message: PSTMessage): string {
  const name = message.sentRepresentingName || message.senderName;
  const found = [message.senderEmailAddress, message.sentRepresentingEmailAddress].find((text) =>
    text.includes('@'),
  );
  return address(name, found ?? '');
}

/** Returns the recipients by kind; those of the display lines if their table cannot be read. */
function recipients(message: PSTMessage): [string, string][] {
  const lists = new Map<string, string[]>();
  try {
    const count = Math.min(MAX_RECIPIENTS, message.numberOfRecipients);
    for (let i = 0; i < count; i += 1) {
      const person = message.getRecipient(i);
      if (person === null) continue;
      const kind = KINDS[person.recipientType & 3] || 'To';
      const written = address(
        person.displayName,
        [person.smtpAddress, person.emailAddress].find((text) => text.includes('@')) ?? '',
      );
      if (written !== '') lists.set(kind, [...(lists.get(kind) ?? []), written]);
    }
  } catch {
    // The lines that Outlook displays say the same without addresses.
    lists.clear();
  }
  const display = { To: message.displayTo, Cc: message.displayCC, Bcc: message.displayBCC };
  return Object.entries(display).map(([kind, shown]) => {
    const people = lists.get(kind) ?? shown.split(';').map((name) => address(name, ''));
    return [kind, people.filter((person) => person !== '').join(', ')];
  });
}

function address(name: string, email: string): string {
  const plain = oneLine(name)
    .replace(/^'(.*)'$/, '$1')
    .replace(/["\\]/g, '');
  const found = oneLine(email).replace(/[<>]/g, '');
  if (found === '') return plain === '' ? '' : `"${plain}" <>`;
  return plain === '' || plain === found ? found : `"${plain}" <${found}>`;
}

function dateOf(message: PSTMessage): string {
  const date = [message.clientSubmitTime, message.messageDeliveryTime, message.creationTime]
    .map(realDate)
    .find((found) => found !== null);
  return date === undefined || date === null ? '' : date.toUTCString().replace(/GMT$/, '+0000');
}

const oneLine = (text: string): string => text.replace(/\0/g, '').replace(/\s+/g, ' ').trim();
