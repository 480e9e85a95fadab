/** Writes the files of an export, and hears the hash and the size of each. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Copied } from './copy-original.ts';
import type { Copier } from './copy-threads.ts';
import type { Earlier } from './resume/earlier.ts';
import type { WrittenFile } from './written-file.ts';

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
  readonly #shared: Shared;

  private constructor(root: string, onFile: OnFile, prefix: string, shared: Shared) {
    this.#root = root;
    this.#onFile = onFile;
    this.#prefix = prefix;
    this.#shared = shared;
  }

  /**
   * @param root an empty folder
   * @param onFile hears each file once it is complete
   * @param copier brings originals here; null where none are copied
   * @param earlier files of interrupted exports, which are taken over; null: none
   */
  static at(
    root: string,
    onFile: OnFile,
    copier: Copier | null = null,
    earlier: Earlier | null = null,
  ): ExportFolder {
    return new ExportFolder(root, onFile, '', { made: new Map(), open: new Set(), copier, earlier });
  }

  /** Returns a folder inside this one, whose files are reported in the same way. */
  under(name: string): ExportFolder {
    return new ExportFolder(this.#root, this.#onFile, `${this.#prefix}${name}/`, this.#shared);
  }

  /** Returns this folder with files that are reported later, all together: work on several documents keeps its order. */
  apart(): { folder: ExportFolder; written: readonly WrittenFile[]; report: () => Promise<void> } {
    const written: WrittenFile[] = [];
    const onFile = async (file: WrittenFile): Promise<void> => void written.push(file);
    return {
      folder: new ExportFolder(this.#root, onFile, this.#prefix, this.#shared),
      written,
      report: async () => {
        for (const file of written) await this.#onFile(file);
      },
    };
  }

  /** Closes the files that are not complete, after something went wrong. What they held is of no use. */
  async abandon(): Promise<void> {
    // Closing fails where the disk is gone, which the first error has said already.
    await Promise.allSettled([...this.#shared.open].map((handle) => handle.close()));
  }

  /**
   * Copies an original, proven. Without a `fault` the file is there.
   * @param locate returns where the original is. It is not asked if an interrupted export has copied it already
   * @throws what the disk says; the signal's reason
   */
  async copy(
    path: string,
    locate: () => Promise<string | null>,
    how: { sha256: string; bytes: number; wantsMd5: boolean },
    signal: AbortSignal,
  ): Promise<Copied> {
    const place = await this.#place(path);
    const inside = this.#prefix + path;
    const { sha256, bytes } = how;
    const taken = (await this.#shared.earlier?.takeOriginal(inside, place, how, signal)) ?? null;
    const from = taken === null ? await locate() : null;
    if (taken === null && from === null) return { fault: 'original_missing' };
    const copied = taken ?? (await this.#shared.copier?.copy(from ?? '', place, how)) ?? null;
    if (copied === null) throw new Error('Nothing copies originals into this folder.');
    if (copied.fault === null) await this.#onFile({ path: inside, sha256, bytes });
    return copied;
  }

  /** Returns a path in the export as one in this folder. */
  relative(path: string): string {
    return path.slice(this.#prefix.length);
  }

  /**
   * Takes over files that an interrupted export had completed, if all of them are there as they were written.
   * @param files with their paths in the export
   */
  async take(files: readonly WrittenFile[], signal: AbortSignal): Promise<boolean> {
    const { earlier } = this.#shared;
    if (earlier === null) return false;
    const places: string[] = [];
    for (const { path } of files) places.push(await this.#placeOf(path));
    if (!(await earlier.takeAll(files, places, signal))) return false;
    for (const file of files) await this.#onFile(file);
    return true;
  }

  /** Writes a whole text in one turn: turns of the event loop would take longer than a usual text. @throws what the disk says */
  async writeText(path: string, text: string): Promise<void> {
    await this.writeBytes(path, Buffer.from(text));
  }

  /** @param encoding UTF-16 gets a byte order mark; UTF-8 gets one if `mark` is set */
  async openText(path: string, { encoding = 'utf8', mark = false }: TextOptions = {}): Promise<TextFile> {
    const handle = await open(await this.#place(path), 'wx');
    this.#shared.open.add(handle);
    const file = new OpenText(handle, encoding, async (sha256, bytes) => {
      this.#shared.open.delete(handle);
      await this.#onFile({ path: this.#prefix + path, sha256, bytes });
    });
    if (mark || encoding === 'utf16le') await file.write('\uFEFF');
    return file;
  }

  /** Writes a whole file. @throws what the disk says */
  async writeBytes(path: string, bytes: Buffer): Promise<void> {
    writeFileSync(await this.#place(path), bytes, { flag: 'wx' });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await this.#onFile({ path: this.#prefix + path, sha256, bytes: bytes.length });
  }

  async openBytes(path: string): Promise<BytesFile> {
    const place = await this.#place(path);
    const handle = await open(place, 'wx');
    this.#shared.open.add(handle);
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
          this.#shared.open.delete(handle);
        }
        await this.#onFile({ path: this.#prefix + path, sha256: hash.digest('hex'), bytes: size });
      },
      discard: async () => {
        this.#shared.open.delete(handle);
        await handle.close();
        await rm(place);
      },
    };
  }

  #place(path: string): Promise<string> {
    return this.#placeOf(this.#prefix + path);
  }

  async #placeOf(inside: string): Promise<string> {
    const slash = inside.lastIndexOf('/');
    return (await this.#folderAt(inside.slice(0, Math.max(0, slash)))) + sep + inside.slice(slash + 1);
  }

  /** Makes folders one by one: if the export's own folder is gone, it must not appear again without what it held. */
  #folderAt(folder: string): string | Promise<string> {
    if (folder === '') return this.#root;
    const { made } = this.#shared;
    const known = made.get(folder);
    if (known !== undefined) return known;
    const making = this.#makeInside(folder);
    made.set(folder, making);
    return making;
  }

  async #makeInside(folder: string): Promise<string> {
    await this.#folderAt(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
    const path = join(this.#root, folder);
    await mkdir(path);
    return path;
  }
}

/** What a folder and the folders inside it have in common. */
interface Shared {
  /** Paths of the folders that are made, or on their way. */
  readonly made: Map<string, Promise<string>>;
  readonly open: Set<FileHandle>;
  readonly copier: Copier | null;
  readonly earlier: Earlier | null;
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
