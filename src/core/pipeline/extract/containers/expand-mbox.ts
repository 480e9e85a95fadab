/** Takes the messages out of a mailbox, each named by its number and subject. */
import { decodeWords } from 'postal-mime';
import { DocumentError } from '../../../documents/errors.ts';
import { headersInUtf8, repairC1 } from '../readers/mail-charset.ts';
import { messagesOf } from './mbox.ts';
import type { MemberWriter } from './members.ts';

const SUBJECT = /^subject:[ \t]*(.*(?:\r?\n[ \t].*){0,20})/im;
const HEADER_BYTES = 64 * 1024;
const SUBJECT_CHARACTERS = 80;

/** @throws DocumentError container_error when the mailbox has no messages; container_limit */
export async function expandMbox(location: string, members: MemberWriter): Promise<void> {
  let number = 0;
  for await (const message of messagesOf(location)) {
    number += 1;
    await members.add(`${String(number).padStart(5, '0')} ${subjectOf(message)}.eml`, message, null);
  }
  if (number === 0) throw new DocumentError('container_error', 'The mailbox contains no messages');
}

/** Returns the subject as part of a file name: without slashes, which would make folders. */
export function subjectOf(message: Buffer): string {
  const [header = ''] = headersInUtf8(message.subarray(0, HEADER_BYTES))
    .toString('utf8')
    .split(/\r?\n\r?\n/, 1);
  const subject = repairC1(decodeWords((SUBJECT.exec(header)?.[1] ?? '').replace(/\s+/g, ' ')));
  return subject.replace(/[/\\]/g, '-').slice(0, SUBJECT_CHARACTERS).trim() || 'message';
}
