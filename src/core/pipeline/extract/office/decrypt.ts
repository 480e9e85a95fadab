/**
 * Opens password-protected Office files (MS-OFFCRYPTO, agile and standard encryption). The decrypted package stays in
 * memory and is never written to disk.
 */
import { open, readFile, stat } from 'node:fs/promises';
import type { FileType } from '../../../../shared/file-types.ts';
import { DocumentError, machineFault } from '../../../documents/errors.ts';
import { passwordError } from '../password-refusal.ts';
import { sizeLimitError } from '../size-limit.ts';

/** An encrypted office file is an OLE container (MS-OFFCRYPTO), not an archive. */
const OLE_SIGNATURE = 'd0cf11e0a1b11ae1';
/** The container and the decrypted package are in memory together. */
const MAX_BYTES = 256 * 1024 * 1024;
/**
 * Excel encrypts a workbook that is only protected against changes with this password, and never asks for it
 * (MS-OFFCRYPTO 2.4.2).
 */
const EXCEL_DEFAULT_PASSWORD = 'VelvetSweatshop';

/**
 * Returns the package of an Office file: its path when it is not encrypted, otherwise the decrypted bytes.
 * @throws DocumentError encrypted, oversize, or a fault of the machine
 */
export async function openOffice(
  file: { location: string; type: FileType },
  passwords: readonly string[],
): Promise<string | Buffer> {
  if (!(await isOle(file.location))) return file.location;
  const { size } = await stat(file.location);
  if (size > MAX_BYTES) throw sizeLimitError('The encrypted office file', size, MAX_BYTES);
  const ordered = likeliestFirst(passwords);
  const tried = file.type === 'xlsx' ? [...ordered, EXCEL_DEFAULT_PASSWORD] : ordered;
  const bytes = tried.length === 0 ? Buffer.alloc(0) : await readFile(file.location);
  for (const password of tried) {
    const opened = await decrypt(bytes, password);
    if (opened === null) continue;
    openedLast = password;
    return opened;
  }
  throw passwordError(passwords.length, 'The office file');
}

/**
 * Returns the bytes of a compound file of 1997-2003, decrypted if need be.
 * @throws DocumentError encrypted, or a fault of the machine
 */
export async function openCompound(
  bytes: Buffer,
  type: FileType,
  passwords: readonly string[],
): Promise<{ bytes: Buffer; wasEncrypted: boolean }> {
  const { default: crypto } = await import('officecrypto-tool');
  if (!isEncrypted(crypto, bytes)) return { bytes, wasEncrypted: false };
  const ordered = likeliestFirst(passwords);
  for (const password of type === 'xls' ? [EXCEL_DEFAULT_PASSWORD, ...ordered] : ordered) {
    const opened = await decrypt(bytes, password);
    if (opened !== null) return { bytes: opened, wasEncrypted: true };
  }
  throw passwordError(passwords.length, 'The office file');
}

function isEncrypted(crypto: { isEncrypted(bytes: Buffer): boolean }, bytes: Buffer): boolean {
  try {
    return crypto.isEncrypted(bytes);
  } catch {
    // The file is damaged; its reader says where.
    return false;
  }
}

/** The password that opened the previous file in this process. The files of one custodian often share a password. */
let openedLast: string | null = null;

/** Puts the last successful password first: one try takes up to a second (100,000 rounds of SHA-512). */
function likeliestFirst(passwords: readonly string[]): readonly string[] {
  const last = openedLast;
  return last === null || !passwords.includes(last)
    ? passwords
    : [last, ...passwords.filter((password) => password !== last)];
}

/**
 * Returns the decrypted package, or null when the password is wrong.
 * @throws DocumentError encrypted when Redwell does not support this kind of protection
 */
async function decrypt(bytes: Buffer, password: string): Promise<Buffer | null> {
  const { default: crypto } = await import('officecrypto-tool');
  try {
    return await crypto.decrypt(bytes, { password });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message === 'The password is incorrect') return null;
    throw (
      machineFault(error) ??
      new DocumentError(
        'encrypted',
        `The office file is protected in a way that Redwell cannot open. Save a copy without the protection and add it (${message})`,
        { cause: error },
      )
    );
  }
}

async function isOle(location: string): Promise<boolean> {
  const file = await open(location);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return bytesRead === 8 && buffer.toString('hex') === OLE_SIGNATURE;
  } finally {
    await file.close();
  }
}
