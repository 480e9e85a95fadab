/** Takes the attachments out of an Outlook message. */
import { DocumentError } from '../../../documents/errors.ts';
import { msgAttachments } from '../readers/msg.ts';
import type { MemberWriter } from './members.ts';

export async function expandMsg(location: string, members: MemberWriter): Promise<void> {
  for (const { name, content } of await msgAttachments(location))
    if (content instanceof DocumentError) members.problem(name, 'container_error', content.message);
    else await members.add(name, content, null);
}
