/**
 * Office files behind a password (MS-OFFCRYPTO: agile and standard encryption). What is inside is an ordinary
 * package; it is opened in memory and never written to a disk.
 */
import { open, readFile, stat } from 'node:fs/promises';
import type { FileType } from '../../../../shared/documents.ts';
import { DocumentError, machineFault } from '../../../documents/errors.ts';
import { locked } from '../locked.ts';

/** An encrypted office file is an OLE container (MS-OFFCRYPTO), not an archive. */
const OLE_SIGNATURE = 'd0cf11e0a1b11ae1';
/** The container and what is inside it are in memory together. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Excel encrypts workbooks that are only protected against changes with this one, and never asks for it (MS-OFFCRYPTO 2.4.2). */
const OPENS_BY_ITSELF = 'VelvetSweatshop';

/**
 * The package of an office file: its own path when nothing locks it, otherwise what a password opened.
 * @throws DocumentError encrypted, oversize, or the machine's faults
 */
export async function openOffice(
  file: { location: string; type: FileType },
  passwords: readonly string[],
): Promise<string | Buffer> {
  if (!(await isOle(file.location))) return file.location;
  const { size } = await stat(file.location);
  if (size > MAX_BYTES)
    throw new DocumentError(
      'oversize',
      `The encrypted office file has ${size} bytes; at most ${MAX_BYTES} are opened`,
    );
  const ordered = likeliestFirst(passwords);
  const tried = file.type === 'xlsx' ? [...ordered, OPENS_BY_ITSELF] : ordered;
  const bytes = tried.length === 0 ? Buffer.alloc(0) : await readFile(file.location);
  for (const password of tried) {
    const opened = await decrypt(bytes, password);
    if (opened === null) continue;
    openedLast = password;
    return opened;
  }
  throw locked(passwords.length, 'The office file');
}

/** What opened the file before this one, in this process: a custodian's files mostly share one. */
let openedLast: string | null = null;

/** Trying one costs up to a second (100,000 rounds of SHA-512), so that the order matters. */
function likeliestFirst(passwords: readonly string[]): readonly string[] {
  const last = openedLast;
  return last === null || !passwords.includes(last)
    ? passwords
    : [last, ...passwords.filter((password) => password !== last)];
}

/** null: the password is another. @throws DocumentError encrypted when the protection is one that cannot be read */
async function decrypt(bytes: Buffer, password: string): Promise<Buffer | null> {
  const { default: crypto } = await import('officecrypto-tool');
  try {
    return await crypto.decrypt(bytes, { password });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (said === 'The password is incorrect') return null;
    throw (
      machineFault(error) ??
      new DocumentError(
        'encrypted',
        `The office file is protected in a way that Redwell cannot open (${said})`,
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
