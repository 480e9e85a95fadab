/** Unpacks one level of a container: attachments of mails and PDFs, and members of archives, become files. */
import { stat } from 'node:fs/promises';
import type { FileType } from '../../../../shared/documents.ts';
import { DocumentError } from '../../../documents/errors.ts';
import type { Expansion } from '../../../documents/types.ts';
import { type ExpandLimits, MemberWriter } from './members.ts';

export type Expander = (
  location: string,
  members: MemberWriter,
  passwords: readonly string[],
) => Promise<void>;

const EXPANDERS: Partial<Record<FileType, () => Promise<Expander>>> = {
  eml: async () => (await import('./expand-mail.ts')).expandMail,
  msg: async () => (await import('./expand-msg.ts')).expandMsg,
  mbox: async () => (await import('./expand-mbox.ts')).expandMbox,
  zip: async () => (await import('./expand-zip.ts')).expandZip,
  pdf: async () => (await import('./expand-pdf.ts')).expandPdf,
};

/**
 * Returns the members of a container; other types have none. When the container as a whole exceeds a limit, the
 * result has the members so far and one problem without a name.
 * @throws DocumentError corrupt, encrypted, container_error, or the machine's faults
 */
export async function expand(
  file: { location: string; type: FileType; passwords?: readonly string[] },
  into: string,
  limits: ExpandLimits,
): Promise<Expansion> {
  const load = EXPANDERS[file.type];
  if (load === undefined) return { members: [], problems: [] };
  const { size } = await stat(file.location);
  const members = new MemberWriter(into, limits, size);
  try {
    await (await load())(file.location, members, file.passwords ?? []);
  } catch (error) {
    if (!(error instanceof DocumentError) || error.code !== 'container_limit') throw error;
    members.problem('', 'container_limit', error.message);
  }
  return members.done();
}
