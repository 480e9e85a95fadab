/** Takes the items out of an Outlook data file, each as an e-mail message in its folder. */
import { machineFault } from '../../../documents/errors.ts';
import type { MemberWriter } from './members.ts';
import { pstMessage } from './pst-eml.ts';
import { missingBytes, type PstItem, pstItems } from './pst-file.ts';
import { realDate } from './pst-properties.ts';

const SUBJECT_CHARACTERS = 80;

/** @throws DocumentError container_error when the file cannot be opened; encrypted, container_limit */
export async function expandPst(location: string, members: MemberWriter): Promise<void> {
  const missing = await missingBytes(location);
  for await (const item of pstItems(location)) {
    const name = itemName(item);
    if (item.message === null) {
      members.problem(name, 'container_error', 'The item is damaged and could not be read');
      continue;
    }
    try {
      const { bytes, losses } = await pstMessage(item.message);
      const { clientSubmitTime, modificationTime } = item.message;
      const date = realDate(clientSubmitTime) ?? realDate(modificationTime);
      await members.add(name, bytes, date?.getTime() ?? null);
      losses.forEach((loss, i) => {
        members.problem(`${name} (lost part ${i + 1})`, 'container_error', loss);
      });
    } catch (error) {
      const machine = machineFault(error);
      if (machine !== null || isLimit(error)) throw machine ?? error;
      const reason = error instanceof Error ? error.message : String(error);
      members.problem(name, 'container_error', `The item could not be read: ${reason}`);
    }
  }
  if (missing > 0)
    members.problem(
      '',
      'container_error',
      `The Outlook data file is cut off: its last ${missing} bytes are missing`,
    );
}

const isLimit = (error: unknown): boolean => (error as { code?: unknown }).code === 'container_limit';

/** Returns folders, number and subject as a file name. */
export function itemName({ folders, number, message }: PstItem): string {
  let subject = '';
  try {
    subject = message?.subject ?? '';
  } catch {
    // The name only serves people; reading the item reports what is wrong with it.
    subject = '';
  }
  const plain = (text: string): string => text.replace(/[/\\]/g, '-').replace(/\s+/g, ' ').trim();
  const title = plain(subject).slice(0, SUBJECT_CHARACTERS).trim() || 'item';
  return [...folders.map(plain), `${String(number).padStart(5, '0')} ${title}.eml`].join('/');
}
