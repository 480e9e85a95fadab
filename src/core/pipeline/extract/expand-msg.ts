/** Attachments of an Outlook message. */
import type { MemberWriter } from './members.ts';
import { msgAttachments } from './msg.ts';

export async function expandMsg(location: string, members: MemberWriter): Promise<void> {
  for (const { name, content } of await msgAttachments(location)) await members.add(name, content, null);
}
