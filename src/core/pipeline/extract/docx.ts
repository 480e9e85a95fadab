/** DOCX: paragraphs in order, tables cell by cell. */
import mammoth from 'mammoth';
import { blameFile } from '../sandbox/wire.ts';
import { openOffice } from './office/locked.ts';
import type { Extracted, Source } from './types.ts';
import { engineOf } from './versions.ts';
import { guardZip } from './zip-guard.ts';

/** @throws DocumentError encrypted, corrupt, oversize */
export async function extractDocx(source: Source): Promise<Extracted> {
  const archive = await openOffice(source, source.passwords);
  await guardZip(archive, source.limits.maxBytes);
  try {
    const { value } = await mammoth.extractRawText(
      typeof archive === 'string' ? { path: archive } : { buffer: archive },
    );
    return { body: value, metadata: {}, warnings: [], engine: engineOf('mammoth', 'mammoth') };
  } catch (error) {
    throw blameFile(error, 'Word document');
  }
}
