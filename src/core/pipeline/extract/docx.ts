/** DOCX: paragraphs in order, tables cell by cell. */
import { open } from 'node:fs/promises';
import mammoth from 'mammoth';
import { blameFile } from '../sandbox/wire.ts';
import { DocumentError } from '../types.ts';
import type { Extracted, Source } from './types.ts';
import { engineOf } from './versions.ts';
import { guardZip } from './zip-guard.ts';

/** An encrypted office file is an OLE container (MS-OFFCRYPTO), not an archive. */
const OLE_SIGNATURE = 'd0cf11e0a1b11ae1';

/** @throws DocumentError encrypted, corrupt, oversize */
export async function extractDocx(source: Source): Promise<Extracted> {
  await refuseEncryptedOffice(source.location);
  await guardZip(source.location, source.limits.maxBytes);
  try {
    const { value } = await mammoth.extractRawText({ path: source.location });
    return { body: value, metadata: {}, warnings: [], engine: engineOf('mammoth', 'mammoth') };
  } catch (error) {
    throw blameFile(error, 'Word document');
  }
}

/** @throws DocumentError encrypted */
export async function refuseEncryptedOffice(location: string): Promise<void> {
  if (await isOle(location))
    throw new DocumentError('encrypted', 'The office file is protected by a password');
}

export async function isOle(location: string): Promise<boolean> {
  const file = await open(location);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return bytesRead === 8 && buffer.toString('hex') === OLE_SIGNATURE;
  } finally {
    await file.close();
  }
}
