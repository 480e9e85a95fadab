/** Stores the originals by content: `vault/<2>/<2>/<sha256>`. Every copy is verified before it is published. */
import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, open, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { renamePatiently } from '../util/rename.ts';
import { copyBytes } from './copy-bytes.ts';
import { type Buffers, hashFile } from './fingerprint.ts';
import { flushFiles } from './flush.ts';
import { isGone, isRefused, osCode } from './fs-errors.ts';
import { originalState } from './original-state.ts';
import { unfinishedCopy } from './unfinished-copies.ts';

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
/** For the own account alone. */
const READ_ONLY = 0o400;
/** Windows flushes only through a writable handle, so files are flushed while they are still open for writing. */
const FLUSH_WHILE_OPEN = process.platform === 'win32';
/** How long a copy waits for a scanner. A refusal may also mean that another batch was first. ms */
const PUBLISH_PATIENCE_MS = 2000;
/** Below the vault: originals that were altered there, and have been replaced. */
const DAMAGED = 'damaged';

interface VaultParts {
  vault: Vault;
  buffers: Buffers;
  log: Logger | undefined;
  /** Devices whose files cannot be cloned into the vault. Each device is tried once. */
  noClone: Set<number>;
}

export class Vault {
  readonly root: string;
  readonly #parts: VaultParts;

  constructor(root: string, buffers: Buffers, log?: Logger) {
    this.root = root;
    this.#parts = { vault: this, buffers, log, noClone: new Set() };
  }

  pathOf(sha256: string): string {
    return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }

  /** Starts a batch of contents that appear in the vault together, once they are durable. */
  begin(): VaultBatch {
    return new VaultBatch(this.#parts);
  }
}

interface Staged {
  /** An unfinished copy, or Redwell's own file in its place. */
  from: string | Buffer;
  target: string;
  sha256: string;
  bytes: number;
  movable: boolean;
}

export class VaultBatch {
  readonly #parts: VaultParts;
  readonly #staged: Staged[] = [];

  constructor(parts: VaultParts) {
    this.#parts = parts;
  }

  /**
   * Copies and verifies one content, unless the vault already has it intact. What the vault has is read and compared,
   * because it may have been altered since. The content appears in the vault with `publish`.
   * @throws ContentChanged, or the system's error, after removing the unfinished copy
   */
  async store(sha256: string, bytes: number, source: VaultSource, signal: AbortSignal): Promise<void> {
    const { vault, buffers } = this.#parts;
    const target = vault.pathOf(sha256);
    if ((await originalState(target, { sha256, bytes }, signal)) === 'intact') return;
    if (source.movable) {
      if ((await stat(source.location)).size !== bytes) throw changed();
      if (FLUSH_WHILE_OPEN) await flushWritable(source.location);
      await chmod(source.location, READ_ONLY);
      this.#staged.push({ from: source.location, target, sha256, bytes, movable: true });
      return;
    }
    const from = await unfinishedCopy(vault.root);
    try {
      const actual = (await this.#clone(source.location, from))
        ? await hashFile(from, buffers, signal)
        : await copyBytes(source.location, from, bytes, buffers, signal, FLUSH_WHILE_OPEN);
      if (actual !== sha256) throw changed();
    } catch (error) {
      await rm(from, { force: true });
      throw error;
    }
    this.#staged.push({ from, target, sha256, bytes, movable: false });
  }

  /** Flushes the stored files, renames them into place, and flushes the names. After a failure it can be called again. */
  async publish(signal: AbortSignal): Promise<void> {
    const { root } = this.#parts.vault;
    const staged = this.#staged.splice(0);
    let placed = 0;
    try {
      if (!FLUSH_WHILE_OPEN)
        await flushFiles(
          staged.map(({ from }) => from),
          dirname(root),
        );
      for (const file of staged) {
        await this.#putInPlace(file, signal);
        placed += 1;
      }
    } catch (error) {
      this.#staged.push(...staged.slice(placed));
      throw error;
    }
    if (FLUSH_WHILE_OPEN) return;
    const directories = new Set(staged.map(({ target }) => dirname(target)));
    await flushFiles([...directories], root);
  }

  /** Removes the copies that were not published. Redwell's own files stay in place. */
  async abandon(): Promise<void> {
    for (const { from, movable } of this.#staged.splice(0)) if (!movable) await rm(from, { force: true });
  }

  /** Clones a file by copy-on-write, which copies no bytes. @returns false if the file system cannot do that */
  async #clone(location: string | Buffer, into: string): Promise<boolean> {
    const { noClone } = this.#parts;
    const facts = await stat(location);
    if (!facts.isFile()) throw changed();
    if (noClone.has(facts.dev)) return false;
    try {
      await copyFile(location, into, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
    } catch (error) {
      if (!NO_CLONE.has(osCode(error) ?? '')) throw error;
      noClone.add(facts.dev);
      await rm(into, { force: true });
      return false;
    }
    await chmod(into, READ_ONLY);
    return true;
  }

  async #putInPlace({ from, target, sha256, bytes, movable }: Staged, signal: AbortSignal): Promise<void> {
    const { vault, log } = this.#parts;
    await mkdir(dirname(target), { recursive: true });
    const state = await originalState(target, { sha256, bytes }, signal);
    if (state === 'intact') {
      // Another batch has stored the same content in the meantime.
      if (!movable) await rm(from, { force: true });
      return;
    }
    if (state !== 'missing') {
      const kept = await setAside(target, vault.root);
      log?.warn(
        { original: target, kept, expectedSha256: sha256, expectedBytes: bytes },
        'an original in the vault was altered; replaced it with the intact file received now, and kept the altered one',
      );
    }
    try {
      await renamePatiently(from, target, PUBLISH_PATIENCE_MS);
    } catch (error) {
      // Windows does not rename over a read-only file, such as the same content stored by another batch just now.
      if (!isRefused(error)) throw error;
      if ((await originalState(target, { sha256, bytes }, signal)) !== 'intact') throw error;
      if (!movable) await rm(from, { force: true });
    }
  }
}

const changed = (): ContentChanged => new ContentChanged('The file changed after Redwell read it');

/** Keeps an altered original under another name, so that nothing is lost without a trace. @returns its new path */
async function setAside(target: string, root: string): Promise<string> {
  const folder = join(root, DAMAGED);
  await mkdir(folder, { recursive: true });
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const kept = join(folder, `${basename(target)}.${stamp}`);
  try {
    // With two names for the altered file, the intact one can take its place in one step.
    await link(target, kept);
  } catch (error) {
    if (isGone(error)) throw error;
    // A folder has only one name, and so has every file on some file systems.
    await renamePatiently(target, kept);
  }
  return kept;
}

async function flushWritable(path: string | Buffer): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
