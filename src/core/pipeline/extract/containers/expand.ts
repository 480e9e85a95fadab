/** Unpacks one level of a container: attachments of mails and PDFs, and members of archives, become files. */
import { stat } from 'node:fs/promises';
import type { FileType } from '../../../../shared/file-types.ts';
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
  emlx: async () => (await import('./expand-emlx.ts')).expandEmlx,
  msg: async () => (await import('./expand-msg.ts')).expandMsg,
  tnef: async () => (await import('./expand-tnef.ts')).expandTnef,
  p7m: async () => (await import('./expand-p7m.ts')).expandP7m,
  mbox: async () => (await import('./expand-mbox.ts')).expandMbox,
  pst: async () => (await import('./expand-pst.ts')).expandPst,
  '7z': async () => (await import('./expand-archive.ts')).expandArchive,
  rar: async () => (await import('./expand-archive.ts')).expandArchive,
  tar: async () => (await import('./expand-archive.ts')).expandArchive,
  gz: async () => (await import('./expand-archive.ts')).expandArchive,
  bz2: async () => (await import('./expand-archive.ts')).expandArchive,
  zip: async () => (await import('./expand-zip.ts')).expandZip,
  pdf: async () => (await import('./expand-pdf.ts')).expandPdf,
  docx: async () => (await import('./expand-office.ts')).expandOffice('docx'),
  xlsx: async () => (await import('./expand-office.ts')).expandOffice('xlsx'),
  pptx: async () => (await import('./expand-office.ts')).expandOffice('pptx'),
  odt: async () => (await import('./expand-odf.ts')).expandOdf,
  ods: async () => (await import('./expand-odf.ts')).expandOdf,
  odp: async () => (await import('./expand-odf.ts')).expandOdf,
  rtf: async () => (await import('./expand-rtf.ts')).expandRtf,
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
