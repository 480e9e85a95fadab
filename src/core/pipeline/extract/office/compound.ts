/** Opens Office files of 1997-2003, which are compound files (MS-CFB), with their passwords. */
import { readFile } from 'node:fs/promises';
import { CFB } from '@e965/xlsx';
import { blameFile } from '../../../documents/errors.ts';
import { guardCompound } from '../containers/cfb-guard.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Source } from '../types.ts';
import { openCompound } from './decrypt.ts';

/** The libraries keep the whole file in memory, several times. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Where Word and Excel keep the objects in a document. */
const OBJECT = /\/(?:ObjectPool\/_|MBD[0-9A-F])/;

export interface Compound {
  /** The whole file, decrypted. */
  bytes: Buffer;
  wasEncrypted: boolean;
  /** Returns a stream of the root storage, or null if the file does not have it. */
  stream(name: string): Buffer | null;
  /** Whether other files are embedded, each in a storage of its own. */
  hasObjects: boolean;
}

/** @throws DocumentError encrypted, corrupt, oversize */
export async function readCompound(
  source: Pick<Source, 'location' | 'type' | 'passwords'>,
  fileKind: string,
): Promise<Compound> {
  const whole = await readFile(source.location);
  if (whole.length > MAX_FILE_BYTES) throw sizeLimitError('The file', whole.length, MAX_FILE_BYTES);
  guardCompound(whole, fileKind);
  const { bytes, wasEncrypted } = await openCompound(whole, source.type, source.passwords);
  try {
    const container = CFB.read(bytes, { type: 'buffer' });
    return {
      bytes,
      wasEncrypted,
      hasObjects: container.FullPaths.some((path: string) => OBJECT.test(path)),
      stream(name) {
        const content = CFB.find(container, name)?.content;
        return content === undefined || content === null ? null : Buffer.from(content as Uint8Array);
      },
    };
  } catch (error) {
    throw blameFile(error, fileKind);
  }
}
