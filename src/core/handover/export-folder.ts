/** Writes the files of an export, and hears the hash and the size of each. */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Copied, copyOriginal } from './copy-original.ts';

/** A file that is complete. `path` is relative to the export and has `/`. */
export interface WrittenFile {
  path: string;
  sha256: string;
  bytes: number;
}

export type Encoding = 'utf8' | 'utf16le';

const FLUSH_CHARACTERS = 128 * 1024;

/** A text file that is written piece by piece. */
export interface TextFile {
  write(text: string): Promise<void>;
  /** Completes the file. */
  close(): Promise<void>;
}

/** A file of bytes that is written piece by piece. */
export interface BytesFile {
  write(bytes: Buffer): Promise<void>;
  /** Completes the file. */
  close(): Promise<void>;
  /** Removes the file. */
  discard(): Promise<void>;
}

type OnFile = (file: WrittenFile) => Promise<void>;

export class ExportFolder {
  readonly #root: string;
  readonly #onFile: OnFile;
  readonly #prefix: string;
  readonly #made: Set<string>;
  readonly #open: Set<FileHandle>;

  private constructor(
    root: string,
    onFile: OnFile,
    prefix: string,
    made: Set<string>,
    opened: Set<FileHandle>,
  ) {
    this.#root = root;
    this.#onFile = onFile;
    this.#prefix = prefix;
    this.#made = made;
    this.#open = opened;
  }

  /** @param root an empty folder @param onFile hears each file once it is complete */
  static at(root: string, onFile: OnFile): ExportFolder {
    return new ExportFolder(root, onFile, '', new Set(), new Set());
  }

  /** Returns a folder inside this one, whose files are reported in the same way. */
  under(name: string): ExportFolder {
    return new ExportFolder(this.#root, this.#onFile, `${this.#prefix}${name}/`, this.#made, this.#open);
  }

  /** Closes the files that are not complete, after something went wrong. What they held is of no use. */
  async abandon(): Promise<void> {
    // Closing fails where the disk is gone, which the first error has said already.
    await Promise.allSettled([...this.#open].map((handle) => handle.close()));
  }

  /**
   * Copies an original, proven. Without a `fault` the file is there.
   * @throws what the disk says; the signal's reason
   */
  async copy(
    path: string,
    from: string,
    proof: { sha256: string; bytes: number },
    signal: AbortSignal,
  ): Promise<Copied> {
    const copied = await copyOriginal(from, await this.#place(path), proof, signal);
    if (copied.fault === null) await this.#onFile({ path: this.#prefix + path, ...proof });
    return copied;
  }

  /** Writes a whole text. @throws what the disk says */
  async writeText(path: string, text: string): Promise<void> {
    const file = await this.openText(path);
    await file.write(text);
    await file.close();
  }

  /** @param encoding UTF-16 gets a byte order mark; UTF-8 gets one if `mark` is set */
  async openText(path: string, { encoding = 'utf8', mark = false }: TextOptions = {}): Promise<TextFile> {
    const handle = await open(await this.#place(path), 'wx');
    this.#open.add(handle);
    const file = new OpenText(handle, encoding, async (sha256, bytes) => {
      this.#open.delete(handle);
      await this.#onFile({ path: this.#prefix + path, sha256, bytes });
    });
    if (mark || encoding === 'utf16le') await file.write('\uFEFF');
    return file;
  }

  /** Writes a whole file. @throws what the disk says */
  async writeBytes(path: string, bytes: Buffer): Promise<void> {
    const file = await this.openBytes(path);
    await file.write(bytes);
    await file.close();
  }

  async openBytes(path: string): Promise<BytesFile> {
    const place = await this.#place(path);
    const handle = await open(place, 'wx');
    this.#open.add(handle);
    const hash = createHash('sha256');
    let size = 0;
    return {
      async write(bytes) {
        hash.update(bytes);
        size += bytes.length;
        await handle.appendFile(bytes);
      },
      close: async () => {
        try {
          await handle.close();
        } finally {
          this.#open.delete(handle);
        }
        await this.#onFile({ path: this.#prefix + path, sha256: hash.digest('hex'), bytes: size });
      },
      discard: async () => {
        this.#open.delete(handle);
        await handle.close();
        await rm(place);
      },
    };
  }

  async #place(path: string): Promise<string> {
    const inside = this.#prefix + path;
    await this.#makeFolder(inside.slice(0, Math.max(0, inside.lastIndexOf('/'))));
    return join(this.#root, inside);
  }

  /** Makes folders one by one: if the export's own folder is gone, it must not appear again without what it held. */
  async #makeFolder(folder: string): Promise<void> {
    if (folder === '' || this.#made.has(folder)) return;
    await this.#makeFolder(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
    await mkdir(join(this.#root, folder));
    this.#made.add(folder);
  }
}

interface TextOptions {
  encoding?: Encoding;
  mark?: boolean;
}

class OpenText implements TextFile {
  readonly #handle: FileHandle;
  readonly #encoding: Encoding;
  readonly #onClosed: (sha256: string, bytes: number) => Promise<void>;
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #waiting: string[] = [];
  #characters = 0;

  constructor(
    handle: FileHandle,
    encoding: Encoding,
    onClosed: (sha256: string, bytes: number) => Promise<void>,
  ) {
    this.#handle = handle;
    this.#encoding = encoding;
    this.#onClosed = onClosed;
  }

  async write(text: string): Promise<void> {
    this.#waiting.push(text);
    this.#characters += text.length;
    if (this.#characters >= FLUSH_CHARACTERS) await this.#flush();
  }

  async close(): Promise<void> {
    try {
      await this.#flush();
    } finally {
      await this.#handle.close();
    }
    await this.#onClosed(this.#hash.digest('hex'), this.#bytes);
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#waiting.join(''), this.#encoding);
    this.#waiting = [];
    this.#characters = 0;
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    await this.#handle.appendFile(bytes);
  }
}
