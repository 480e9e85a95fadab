/** Takes the attached files out of a PDF. */
import { DocumentError } from '../../../documents/errors.ts';
import { withPdf } from '../pdf/document.ts';
import type { MemberWriter } from './members.ts';

/** PDFium unpacks an attached file in memory, next to the PDF itself. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** @throws DocumentError encrypted, corrupt, oversize, container_limit */
export async function expandPdf(
  location: string,
  members: MemberWriter,
  passwords: readonly string[],
): Promise<void> {
  await withPdf(location, passwords, async (document) => {
    for (let i = 0; i < document.attachmentCount(); i += 1) {
      try {
        const { name, content } = document.attachment(i, MAX_FILE_BYTES);
        await members.add(name, content, null);
      } catch (error) {
        if (!(error instanceof DocumentError) || error.code !== 'corrupt') throw error;
        members.problem(`attachment ${i + 1}`, 'container_error', error.message);
      }
    }
  });
}
