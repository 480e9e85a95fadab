/** The originals, by content: `vault/<2>/<2>/<sha256>`. What is in it was verified on its way in. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryBeside } from './durable.ts';
import { type Buffers, hashFile } from './fingerprint.ts';
import { flushFiles } from './flush.ts';
import { isGone, isRefused, osCode } from './fs-errors.ts';

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
/** Windows flushes only through a handle that may write, which a read-only file no longer gives. */
const FLUSH_WHILE_OPEN = process.platform === 'win32';

export class Vault {
  readonly root: string;
  readonly #buffers: Buffers;
  /** Devices whose files could not be cloned into the vault: asked once each. */
  readonly #noClone = new Set<number>();

  constructor(root: string, buffers: Buffers) {
    this.root = root;
    this.#buffers = buffers;
  }

  pathOf(sha256: string): string {
    return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /** What is stored through it appears in the vault together, when it is on the disk. */
  begin(): VaultBatch {
    return new VaultBatch(this, this.#buffers, this.#noClone);
  }
}

interface Staged {
  /** A copy beside its place, or Redwell's own file where it is. */
  from: string | Buffer;
  target: string;
  bytes: number;
  own: boolean;
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
   * Copies and verifies one content; what the vault has is not copied again. It is not in the vault before `publish`.
   * @throws ContentChanged, or what the system says; nothing half-written stays
   */
  async store(sha256: string, bytes: number, source: VaultSource, signal: AbortSignal): Promise<void> {
    const target = this.#vault.pathOf(sha256);
    if (await has(target, bytes)) return;
    await mkdir(dirname(target), { recursive: true });
    if (source.own) {
      if (FLUSH_WHILE_OPEN) await flushWritable(source.location);
      await chmod(source.location, READ_ONLY);
      this.#staged.push({ from: source.location, target, bytes, own: true });
      return;
    }
    const temporary = temporaryBeside(target);
    try {
      const actual = (await this.#clone(source.location, temporary))
        ? await hashFile(temporary, this.#buffers, signal)
        : await this.#copyBytes(source.location, temporary, signal);
      if (actual !== sha256) throw new ContentChanged('The file was changed after it was read');
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    this.#staged.push({ from: temporary, target, bytes, own: false });
  }

  /** Everything stored is on the disk, then under its name, and the names are on the disk as well. */
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
    for (const one of staged) await putInPlace(one);
    if (FLUSH_WHILE_OPEN) return;
    const directories = new Set(staged.map(({ target }) => dirname(target)));
    await flushFiles([...directories], this.#vault.root);
  }

  /** Takes back what was not published. Redwell's own files stay where they are. */
  async abandon(): Promise<void> {
    for (const { from, own } of this.#staged.splice(0)) if (!own) await rm(from, { force: true });
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
    await chmod(temporary, READ_ONLY);
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

async function has(target: string, bytes: number): Promise<boolean> {
  try {
    return (await stat(target)).size === bytes;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

async function putInPlace({ from, target, bytes, own }: Staged): Promise<void> {
  try {
    await rename(from, target);
  } catch (error) {
    // Another batch stored the same content meanwhile, and Windows does not rename over a read-only file.
    if (!isRefused(error) || !(await has(target, bytes))) throw error;
    if (!own) await rm(from, { force: true });
  }
}
