/** The vault: originals by their SHA-256, so that what was processed is what was received. */
import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';

export interface Vault {
  /** Where content of this hash stands, or would. */
  locate(sha256: string): string;
  has(sha256: string): Promise<boolean>;
  /**
   * Takes a file in, verified. `move` when the bytes are our own. Content that is there already is not copied.
   * @throws RedwellError conflict when the bytes are no longer those that were fingerprinted, disk_full
   */
  take(source: string, sha256: string, move: boolean): Promise<string>;
}

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(part as Buffer);
  return hash.digest('hex');
};

const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );

export function openVault(dataDir: string): Vault {
  const root = join(dataDir, 'vault');
  const locate = (sha256: string): string => join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  return {
    locate,
    has: (sha256) => exists(locate(sha256)),
    async take(source, sha256, move) {
      const target = locate(sha256);
      if (await exists(target)) return target;
      const folder = join(target, '..');
      await mkdir(folder, { recursive: true });
      const partial = join(folder, `.${randomUUID()}.partial`);
      try {
        // A clone where the file system can (no bytes move), a copy elsewhere; then the copy itself is hashed.
        if (
          !(
            move &&
            (await rename(source, partial).then(
              () => true,
              (error: NodeJS.ErrnoException) => {
                if (error.code === 'EXDEV') return false;
                throw error;
              },
            ))
          )
        )
          await copyFile(source, partial, constants.COPYFILE_FICLONE);
        if ((await hashOf(partial)) !== sha256) {
          throw new RedwellError('conflict', 'A file changed between being read and being copied.', {
            action: 'Drop the folder again.',
            details: { source },
          });
        }
        const file = await open(partial, 'r+');
        await file.sync();
        await file.close();
        await rename(partial, target);
        return target;
      } catch (error) {
        await rm(partial, { force: true });
        if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
          throw new RedwellError(
            'disk_full',
            'The disk of the data folder is full, so the originals could not be copied.',
            { action: 'Free some space, then submit again. Nothing was lost.', cause: error },
          );
        }
        throw error;
      }
    },
  };
}
