/** Takes the signed file out of its envelope. */
import { openP7m } from '../readers/p7m.ts';
import type { MemberWriter } from './members.ts';

/** A part of a message (RFC 2045) starts with a header field. */
const MESSAGE = /^(?:[!-9;-~]{1,76}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*content-(?:type|transfer-encoding):/i;
const HEAD_BYTES = 16 * 1024;

/** @throws DocumentError encrypted, corrupt, oversize, container_limit */
export async function expandP7m(location: string, members: MemberWriter): Promise<void> {
  const { content } = await openP7m(location);
  if (content === null) return;
  const isMessage = MESSAGE.test(content.toString('latin1', 0, HEAD_BYTES));
  await members.add(isMessage ? 'message.eml' : 'signed content', content, null);
}
