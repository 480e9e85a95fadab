/** Reads files of cryptographic messages: signed files (p7m), signatures beside a file (p7s) and certificates (p7c). */
import { readFile } from 'node:fs/promises';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';
import { type Cms, readCms } from './cms.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Returns a few lines about the signature. The signed file is a member. @throws DocumentError encrypted, corrupt, oversize */
export async function extractP7m(source: Source): Promise<Extracted> {
  return { body: summary(await openP7m(source.location)), metadata: {}, warnings: [], engine: 'cms' };
}

/** @throws DocumentError encrypted, corrupt, unsupported, oversize */
export async function openP7m(location: string): Promise<Cms> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES) throw sizeLimitError('The signed file', bytes.length, MAX_FILE_BYTES);
  return readCms(bytes);
}

function summary({ kind, content, signers, certificates }: Cms): string {
  const what =
    kind === 'compressed'
      ? 'A packed message (S/MIME). Its content is a document of its own.'
      : content !== null
        ? 'A signed file (S/MIME). Its content is a document of its own.'
        : signers.length > 0
          ? 'A digital signature of another file (S/MIME).'
          : 'A file of certificates (S/MIME).';
  const names =
    signers.length > 0
      ? signers.map((name) => `Signed by: ${name}`)
      : certificates.map((name) => `Certificate of: ${name}`);
  const checked = signers.length > 0 ? ['Redwell does not verify signatures.'] : [];
  return [what, ...names, ...checked].join('\n');
}
