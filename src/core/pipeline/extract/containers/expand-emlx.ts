/** Takes the attachments out of a message of Apple Mail. */
import { readEmlx } from '../readers/emlx.ts';
import { attachmentsOf } from '../readers/mail.ts';
import type { MemberWriter } from './members.ts';

export async function expandEmlx(location: string, members: MemberWriter): Promise<void> {
  for (const { name, content } of attachmentsOf(await readEmlx(location)))
    await members.add(name, content, null);
}
