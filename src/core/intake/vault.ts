/** The originals, by content: `vault/<2>/<2>/<sha256>`. What is in it was verified on its way in. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pLimit from 'p-limit';
import { syncDirectory, temporaryBeside } from './durable.ts';
import { type Buffers, hashFile } from './fingerprint.ts';
import { isGone, isRefused, osCode } from './fs-errors.ts';
import { allDone } from './pause.ts';

/** Where bytes may be had from. */
export interface VaultSource {
  location: string | Buffer;
  /** Redwell's own file: it is moved, not copied. Its hash was taken when it was written. */
  own: boolean;
}

/** The bytes at the source are not those that were fingerprinted. */
export class ContentChanged extends Error {
  override readonly name = 'ContentChanged';
}

/** What says that a file system cannot clone, or not across this border: then bytes are copied. */
const NO_CLONE = new Set(['ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EINVAL', 'ENOTTY', 'EPERM', 'EACCES']);
const READ_ONLY = 0o444;
/** At once: what arrives together shares a commit of the file system's journal. */
const SYNCS = 8;

export class Vault {
  readonly #root: string;
  readonly #buffers: Buffers;
  /** Devices whose files could not be cloned into the vault: asked once each. */
  readonly #noClone = new Set<number>();
  readonly #unsynced = new Set<string>();

  constructor(root: string, buffers: Buffers) {
    this.#root = root;
    this.#buffers = buffers;
  }

  pathOf(sha256: string): string {
    return join(this.#root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /**
   * Makes sure that the vault holds this content; what it has is not copied again.
   * @throws ContentChanged, or what the system says; nothing half-written stays
   */
  async store(sha256: string, bytes: number, source: VaultSource, signal: AbortSignal): Promise<void> {
    const target = this.pathOf(sha256);
    if (await this.#has(target, bytes)) return;
    const directory = dirname(target);
    if (!this.#unsynced.has(directory)) await mkdir(directory, { recursive: true });
    this.#unsynced.add(directory);
    if (source.own) await this.#move(source.location, target);
    else await this.#copy(source.location, target, sha256, bytes, signal);
  }

  /** Everything stored so far survives a power cut. */
  async sync(): Promise<void> {
    const directories = [...this.#unsynced];
    this.#unsynced.clear();
    const limit = pLimit(SYNCS);
    await allDone(directories.map((directory) => limit(() => syncDirectory(directory))));
  }

  /** @returns what is wrong with the content under this hash, or null */
  async check(sha256: string, signal: AbortSignal): Promise<'missing' | 'altered' | null> {
    try {
      return (await hashFile(this.pathOf(sha256), this.#buffers, signal)) === sha256 ? null : 'altered';
    } catch (error) {
      if (isGone(error)) return 'missing';
      throw error;
    }
  }

  async #has(target: string, bytes: number): Promise<boolean> {
    try {
      return (await stat(target)).size === bytes;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  async #move(location: string | Buffer, target: string): Promise<void> {
    const handle = await open(location, 'r+');
    try {
      await handle.chmod(READ_ONLY);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(location, target);
  }

  async #copy(
    location: string | Buffer,
    target: string,
    sha256: string,
    bytes: number,
    signal: AbortSignal,
  ): Promise<void> {
    const temporary = temporaryBeside(target);
    try {
      const cloned = await this.#clone(location, temporary);
      const actual = cloned
        ? await hashFile(temporary, this.#buffers, signal)
        : await this.#copyBytes(location, temporary, signal);
      if (actual !== sha256) throw new ContentChanged('The file was changed after it was read');
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      // Another batch stored the same content meanwhile, and Windows does not rename over a read-only file.
      if (isRefused(error) && (await this.#has(target, bytes))) return;
      throw error;
    }
  }

  /** Copy-on-write where the file system has it: no bytes move, and the copy stays as it is. */
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
    const handle = await open(temporary, 'r+');
    try {
      await handle.chmod(READ_ONLY);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  }

  /** Copies and hashes in one reading. */
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
      await into.sync();
      return hash.digest('hex');
    } finally {
      this.#buffers.give(buffer);
      for (const handle of handles) await handle.close();
    }
  }
}
