/** Stores the originals by content: `vault/<2>/<2>/<sha256>`. Every copy is verified before it is published. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryBeside } from './durable.ts';
import { type Buffers, hashFile } from './fingerprint.ts';
import { flushFiles } from './flush.ts';
import { isGone, isRefused, osCode } from './fs-errors.ts';

/** A file from which the vault can take content. */
export interface VaultSource {
  location: string | Buffer;
  /** The file is Redwell's own. It is moved, not copied, and was hashed when it was written. */
  movable: boolean;
}

/** The bytes at the source are not those that were fingerprinted. */
export class ContentChanged extends Error {
  override readonly name = 'ContentChanged';
}

/** Errors that mean that a file cannot be cloned into the vault. Its bytes are copied instead. */
const NO_CLONE = new Set(['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EINVAL', 'ENOTTY', 'EPERM', 'EACCES']);
const READ_ONLY = 0o444;
/** Windows flushes only through a writable handle, so files are flushed while they are still open for writing. */
const FLUSH_WHILE_OPEN = process.platform === 'win32';

export class Vault {
  readonly root: string;
  readonly #buffers: Buffers;
  /** Devices whose files cannot be cloned into the vault. Each device is tried once. */
  readonly #noClone = new Set<number>();

  constructor(root: string, buffers: Buffers) {
    this.root = root;
    this.#buffers = buffers;
  }

  pathOf(sha256: string): string {
    return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /** Starts a batch of contents that appear in the vault together, once they are durable. */
  begin(): VaultBatch {
    return new VaultBatch(this, this.#buffers, this.#noClone);
  }
}

interface Staged {
  /** A temporary copy next to the target, or Redwell's own file in its place. */
  from: string | Buffer;
  target: string;
  bytes: number;
  movable: boolean;
}

export class VaultBatch {
  readonly #vault: Vault;
  readonly #buffers: Buffers;
  readonly #noClone: Set<number>;
  readonly #staged: Staged[] = [];

  constructor(vault: Vault, buffers: Buffers, noClone: Set<number>) {
    this.#vault = vault;
    this.#buffers = buffers;
    this.#noClone = noClone;
  }

  /**
   * Copies and verifies one content, unless the vault already has it. The content appears in the vault with `publish`.
   * @throws ContentChanged, or the system's error, after removing the unfinished copy
   */
  async store(sha256: string, bytes: number, source: VaultSource, signal: AbortSignal): Promise<void> {
    const target = this.#vault.pathOf(sha256);
    if (await has(target, bytes)) return;
    await mkdir(dirname(target), { recursive: true });
    if (source.movable) {
      if (FLUSH_WHILE_OPEN) await flushWritable(source.location);
      await chmod(source.location, READ_ONLY);
      this.#staged.push({ from: source.location, target, bytes, movable: true });
      return;
    }
    const temporary = temporaryBeside(target);
    try {
      const actual = (await this.#clone(source.location, temporary))
        ? await hashFile(temporary, this.#buffers, signal)
        : await this.#copyBytes(source.location, temporary, signal);
      if (actual !== sha256) throw new ContentChanged('The file changed after Redwell read it');
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    this.#staged.push({ from: temporary, target, bytes, movable: false });
  }

  /** Flushes the stored files, renames them into place, and flushes the names. */
  async publish(): Promise<void> {
    const staged = this.#staged.splice(0);
    try {
      if (!FLUSH_WHILE_OPEN)
        await flushFiles(
          staged.map(({ from }) => from),
          dirname(this.#vault.root),
        );
    } catch (error) {
      this.#staged.push(...staged);
      throw error;
    }
    for (const file of staged) await putInPlace(file);
    if (FLUSH_WHILE_OPEN) return;
    const directories = new Set(staged.map(({ target }) => dirname(target)));
    await flushFiles([...directories], this.#vault.root);
  }

  /** Removes the copies that were not published. Redwell's own files stay in place. */
  async abandon(): Promise<void> {
    for (const { from, movable } of this.#staged.splice(0)) if (!movable) await rm(from, { force: true });
  }

  /** Clones a file by copy-on-write, which copies no bytes. @returns false if the file system cannot do that */
  async #clone(location: string | Buffer, temporary: string): Promise<boolean> {
    const { dev } = await stat(location);
    if (this.#noClone.has(dev)) return false;
    try {
      await copyFile(location, temporary, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
    } catch (error) {
      if (!NO_CLONE.has(osCode(error) ?? '')) throw error;
      this.#noClone.add(dev);
      await rm(temporary, { force: true });
      return false;
    }
    await chmod(temporary, READ_ONLY);
    return true;
  }

  /** Copies a file and returns its hash, reading it once. */
  async #copyBytes(location: string | Buffer, temporary: string, signal: AbortSignal): Promise<string> {
    const hash = createHash('sha256');
    const buffer = this.#buffers.take();
    const handles: FileHandle[] = [];
    try {
      const from = await open(location, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      handles.push(from);
      const into = await open(temporary, 'wx', READ_ONLY);
      handles.push(into);
      for (let position = 0; ; ) {
        signal.throwIfAborted();
        const { bytesRead } = await from.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) break;
        const piece = buffer.subarray(0, bytesRead);
        hash.update(piece);
        await into.writeFile(piece);
        position += bytesRead;
      }
      if (FLUSH_WHILE_OPEN) await into.sync();
      return hash.digest('hex');
    } finally {
      this.#buffers.give(buffer);
      for (const handle of handles) await handle.close();
    }
  }
}

async function flushWritable(path: string | Buffer): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Returns whether the vault has a file of this size under this name. Its content was verified when it was stored. */
async function has(target: string, bytes: number): Promise<boolean> {
  try {
    return (await stat(target)).size === bytes;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

async function putInPlace({ from, target, bytes, movable }: Staged): Promise<void> {
  try {
    await rename(from, target);
  } catch (error) {
    // Windows does not rename over a read-only file, such as the same content stored by another batch in the meantime.
    if (!isRefused(error) || !(await has(target, bytes))) throw error;
    if (!movable) await rm(from, { force: true });
  }
}
