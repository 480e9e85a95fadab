/** Finds the files that a load file names. Nothing outside its folder is ever opened. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { FileHashes, FoundPath, LoadFileFiles } from './types.ts';

/** Folders from which names are tried: that of the load file, and those above it, up to the folder that was given. */
export class FilesOfFolder implements LoadFileFiles {
  readonly #root: string;
  readonly #bases: readonly string[];
  readonly #lists = new Map<string, Promise<Map<string, string>>>();

  private constructor(root: string, bases: readonly string[]) {
    this.#root = root;
    this.#bases = bases;
  }

  /** @param inside the folder of the load file, below `root`. @throws what the disk says */
  static async open(root: string, inside: string): Promise<FilesOfFolder> {
    const bases: string[] = [];
    const parts = inside.split(sep).filter((part) => part !== '');
    for (let length = parts.length; length >= 0; length -= 1)
      bases.push(join(root, ...parts.slice(0, length)));
    return new FilesOfFolder(await realpath(root), bases.toReversed());
  }

  /** Names are looked up as Windows does: with either slash, and in any case. */
  async find(written: string): Promise<FoundPath> {
    const parts = written.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
    if (parts.includes('..') || /^[a-z]:/i.test(written) || /^[\\/]{2}/.test(written))
      return { fault: 'outside' };
    for (const base of this.#bases) {
      const path = await this.#below(base, parts);
      if (path === null) continue;
      const real = await realpath(path);
      return real.startsWith(this.#root + sep) ? { path } : { fault: 'outside' };
    }
    return { fault: 'missing' };
  }

  async hashes(path: string): Promise<FileHashes> {
    const [md5, sha1, sha256] = [createHash('md5'), createHash('sha1'), createHash('sha256')];
    for await (const piece of createReadStream(path))
      for (const hash of [md5, sha1, sha256]) hash.update(piece as Buffer);
    return { md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex') };
  }

  async #below(base: string, parts: readonly string[]): Promise<string | null> {
    let path = base;
    for (const part of parts) {
      const name = (await this.#list(path)).get(part.toLowerCase());
      if (name === undefined) return null;
      path = join(path, name);
    }
    return path === base ? null : path;
  }

  #list(folder: string): Promise<Map<string, string>> {
    const known = this.#lists.get(folder);
    if (known !== undefined) return known;
    const list = readdir(folder).then(
      (names) => new Map(names.map((name) => [name.toLowerCase(), name])),
      (error: NodeJS.ErrnoException) => {
        // A file, or nothing: the name leads nowhere.
        if (error.code === 'ENOTDIR' || error.code === 'ENOENT') return new Map<string, string>();
        throw error;
      },
    );
    this.#lists.set(folder, list);
    return list;
  }
}
