/** Files of a browser's upload, streamed into the drop's folder under safe names and hashed on the way. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RedwellError } from '../../shared/errors.ts';

export interface Uploaded {
  path: string;
  location: string;
  bytes: number;
  modifiedAt: number | null;
}

/**
 * The path that a browser said, made a relative one that stays inside. It is only shown: on disk the file has
 * a name made from its hash. @throws RedwellError invalid_input when nothing is left of it
 */
export function safeUploadPath(path: string): string {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => part.replace(/\p{Cc}/gu, '_'))
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  if (parts.length === 0 || path.length > 32_768)
    throw new RedwellError('invalid_input', 'A file of the upload has no usable name.');
  return parts.join('/');
}

/** @throws RedwellError disk_full, oversize as invalid_input; errors of the stream as they are */
export async function receiveFile(
  folder: string,
  path: string,
  modifiedAt: number | null,
  content: Readable,
): Promise<Uploaded> {
  const shown = safeUploadPath(path);
  await mkdir(folder, { recursive: true });
  const location = join(folder, createHash('sha256').update(shown).digest('hex').slice(0, 32));
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(content, count, createWriteStream(location));
  } catch (error) {
    await rm(location, { force: true });
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new RedwellError(
        'disk_full',
        `The disk of the data folder is full; ${shown} could not be received.`,
        { action: 'Free some space and drop the folder again.', cause: error },
      );
    throw error;
  }
  return { path: shown, location, bytes, modifiedAt };
}
