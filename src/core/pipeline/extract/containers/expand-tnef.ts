/** Takes the attachments out of a winmail.dat. */
import { readTnef } from '../readers/tnef.ts';
import type { MemberWriter } from './members.ts';

export async function expandTnef(location: string, members: MemberWriter): Promise<void> {
  for (const { name, content } of (await readTnef(location)).attachments)
    await members.add(name, content, null);
}
