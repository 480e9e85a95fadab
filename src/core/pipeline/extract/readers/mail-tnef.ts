/** Opens the winmail.dat parts of a mail. */
import type { Attachment, Email } from 'postal-mime';
import { DocumentError } from '../../../documents/errors.ts';
import { isTnef } from './tnef-attributes.ts';
import { openTnef, type TnefMessage } from './tnef-message.ts';

/** Puts the attachments in winmail.dat in its place. One that cannot be opened stays an attachment. */
export async function openTnefParts(email: Email): Promise<{ email: Email; tnef: TnefMessage[] }> {
  const tnef: TnefMessage[] = [];
  const attachments: Attachment[] = [];
  for (const attachment of email.attachments) {
    const message = await opened(attachment);
    if (message === null) {
      attachments.push(attachment);
      continue;
    }
    tnef.push(message);
    for (const { name, content } of message.attachments)
      attachments.push({
        filename: name,
        mimeType: 'application/octet-stream',
        disposition: 'attachment',
        content: new Uint8Array(content),
      });
  }
  return { email: tnef.length === 0 ? email : { ...email, attachments }, tnef };
}

async function opened({ content }: Attachment): Promise<TnefMessage | null> {
  if (typeof content === 'string') return null;
  const bytes =
    content instanceof ArrayBuffer
      ? Buffer.from(content)
      : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (!isTnef(bytes)) return null;
  try {
    return await openTnef(bytes);
  } catch (error) {
    // As a document of its own, the part gets the exception that says what is wrong with it.
    if (error instanceof DocumentError && error.code === 'corrupt') return null;
    throw error;
  }
}
