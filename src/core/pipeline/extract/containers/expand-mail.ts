/** Takes the attachments out of a mail. */
import { attachmentsOf, readMail } from '../readers/mail.ts';
import type { MemberWriter } from './members.ts';

export async function expandMail(location: string, members: MemberWriter): Promise<void> {
  for (const { name, content } of attachmentsOf(await readMail(location)))
    await members.add(name, content, null);
}
