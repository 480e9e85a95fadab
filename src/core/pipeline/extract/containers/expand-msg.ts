/** Takes the attachments out of an Outlook message. */
import { msgAttachments } from '../readers/msg.ts';
import type { MemberWriter } from './members.ts';

export async function expandMsg(location: string, members: MemberWriter): Promise<void> {
  for (const { name, content } of await msgAttachments(location)) await members.add(name, content, null);
}
