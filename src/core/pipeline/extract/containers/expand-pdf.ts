/** Takes the attached files out of a PDF: those of the document and those attached to places on its pages. */
import { createHash } from 'node:crypto';
import { DocumentError } from '../../../documents/errors.ts';
import type { EmbeddedFile } from '../pdf/attachment.ts';
import { type PdfDocument, withPdf } from '../pdf/document.ts';
import { mayHaveAttachedFiles } from '../pdf/suits-pdftotext.ts';
import type { MemberWriter } from './members.ts';

/** PDFium unpacks an attached file in memory, next to the PDF itself. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** @throws DocumentError encrypted, corrupt, oversize, container_limit */
export async function expandPdf(
  location: string,
  members: MemberWriter,
  passwords: readonly string[],
): Promise<void> {
  await withPdf(location, passwords, async (document, bytes) => {
    const writer = new FileWriter(members);
    for (let i = 0; i < document.attachmentCount(); i += 1)
      await writer.add(`attachment ${i + 1}`, () => document.attachment(i, MAX_FILE_BYTES));
    if (mayHaveAttachedFiles(bytes)) await addFilesOfPages(document, writer);
  });
}

async function addFilesOfPages(document: PdfDocument, writer: FileWriter): Promise<void> {
  for (let number = 1; number <= document.pages; number += 1) {
    try {
      await document.withPage(number, async (page) => {
        const count = page.attachmentCount();
        for (let i = 0; i < count; i += 1)
          await writer.add(`attachment ${i + 1} on page ${number}`, () => page.attachment(i, MAX_FILE_BYTES));
      });
    } catch (error) {
      // The run reports a page that cannot be loaded.
      if (!(error instanceof DocumentError) || error.code !== 'corrupt') throw error;
    }
  }
}

/** Writes each file once: a file on a page is often listed by the document too. */
class FileWriter {
  readonly #members: MemberWriter;
  readonly #written = new Set<string>();

  constructor(members: MemberWriter) {
    this.#members = members;
  }

  /** @param place names the file if it is damaged */
  async add(place: string, read: () => EmbeddedFile): Promise<void> {
    try {
      const { name, content } = read();
      const key = `${createHash('sha256').update(content).digest('hex')} ${name}`;
      if (this.#written.has(key)) return;
      this.#written.add(key);
      await this.#members.add(name, content, null);
    } catch (error) {
      if (!(error instanceof DocumentError) || error.code !== 'corrupt') throw error;
      this.#members.problem(place, 'container_error', error.message);
    }
  }
}
