/**
 * Reads members of a ZIP archive that a password protects: ZipCrypto (APPNOTE 6.1) and AES (AE-1, AE-2). Reading
 * decrypts them and checks sizes, checksums and authentication codes.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { PassThrough, type Readable, Writable } from 'node:stream';
import {
  ERR_INVALID_AUTHENTICATION_CODE,
  ERR_INVALID_COMPRESSED_DATA,
  ERR_INVALID_CRC32,
  ERR_INVALID_PASSWORD,
  ERR_INVALID_UNCOMPRESSED_SIZE,
  type FileEntry,
  Reader,
  ZipReader,
} from '@zip.js/zip.js';
import type { ExceptionCode } from '../../../../shared/exceptions.ts';
import { refusal } from '../password-refusal.ts';

/** Bytes of content on which a password is tried. A wrong password shows up long before this. */
const MAX_TRIAL_BYTES = 64 * 1024 * 1024;
/** Errors of a wrong password that passed the first check (one byte of ZipCrypto, two bytes of AES). */
const WRONG_PASSWORD_ERRORS: ReadonlySet<string> = new Set([
  ERR_INVALID_AUTHENTICATION_CODE,
  ERR_INVALID_COMPRESSED_DATA,
  ERR_INVALID_CRC32,
  ERR_INVALID_UNCOMPRESSED_SIZE,
]);
/** The library must start no threads: the sandbox could not kill them. */
const READ_OPTIONS = { useWebWorkers: false, checkCrc32: true, strictness: 'tolerant' } as const;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads the archive's bytes piece by piece. */
class FileReader extends Reader<FileHandle> {
  readonly #file: FileHandle;

  constructor(file: FileHandle, size: number) {
    super(file);
    this.#file = file;
    this.size = size;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const buffer = new Uint8Array(Math.max(0, Math.min(length, this.size - index)));
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, index);
    return buffer.subarray(0, bytesRead);
  }
}

export class LockedMembers {
  readonly #location: string;
  /** The password that last opened a member comes first, because members usually share one. */
  readonly #passwords: string[];
  #file: FileHandle | null = null;
  #entries: Promise<ReadonlyMap<number, FileEntry>> | null = null;

  /** @param location path of the archive, which the first `read` opens */
  constructor(location: string, passwords: readonly string[]) {
    this.#location = location;
    this.#passwords = [...passwords];
  }

  /**
   * Returns the content of the member whose local header is at `offset`; null if no password opens it.
   * @throws Error of the library, for an archive or a protection that it cannot read
   */
  async read(offset: number): Promise<Readable | null> {
    if (this.#passwords.length === 0) return null;
    this.#entries ??= this.#directory();
    const entry = (await this.#entries).get(offset);
    if (entry === undefined) throw new Error('the member is not where the directory of the archive says');
    const password = await this.#passwordOf(entry);
    if (password === null) return null;
    this.#passwords.splice(this.#passwords.indexOf(password), 1);
    this.#passwords.unshift(password);
    const content = new PassThrough();
    entry.getData(Writable.toWeb(content), { ...READ_OPTIONS, password }).catch((error: unknown) => {
      content.destroy(error instanceof Error ? error : new Error(String(error)));
    });
    return content;
  }

  /** Turns an error of the content into a problem of its member. */
  blame(error: unknown): { code: ExceptionCode; detail: string } {
    const message = messageOf(error);
    return WRONG_PASSWORD_ERRORS.has(message)
      ? { code: 'encrypted', detail: `${this.refusal()}, or it is damaged (${message})` }
      : {
          code: 'encrypted',
          detail: `The member is protected in a way that Redwell cannot open (${message})`,
        };
  }

  refusal(): string {
    return refusal(this.#passwords.length, 'The member');
  }

  async close(): Promise<void> {
    // `read` has already reported an archive that could not be opened.
    await this.#entries?.catch(() => undefined);
    await this.#file?.close();
  }

  async #directory(): Promise<ReadonlyMap<number, FileEntry>> {
    this.#file = await open(this.#location);
    const { size } = await this.#file.stat();
    const zip = new ZipReader(new FileReader(this.#file, size), READ_OPTIONS);
    const entries = new Map<number, FileEntry>();
    for await (const entry of zip.getEntriesGenerator())
      if (entry.encrypted && !entry.directory) entries.set(entry.offset, entry);
    return entries;
  }

  async #passwordOf(entry: FileEntry): Promise<string | null> {
    const candidates: string[] = [];
    for (const password of this.#passwords) if (await passesCheck(entry, password)) candidates.push(password);
    if (candidates.length <= 1) return candidates[0] ?? null;
    // One wrong password in 256 passes the check of ZipCrypto. Only the content tells which one is right.
    for (const password of candidates) if (await opensContent(entry, password)) return password;
    return null;
  }
}

/** Returns whether a password passes the format's first check, which reads a few bytes. */
async function passesCheck(entry: FileEntry, password: string): Promise<boolean> {
  try {
    await entry.getData(new WritableStream(), { ...READ_OPTIONS, password, checkPasswordOnly: true });
    return true;
  } catch (error) {
    if (messageOf(error) === ERR_INVALID_PASSWORD) return false;
    throw error;
  }
}

/** Returns whether the content decrypts to its checksum, or to `MAX_TRIAL_BYTES` without an error. */
async function opensContent(entry: FileEntry, password: string): Promise<boolean> {
  const enough = new AbortController();
  let seen = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      seen += chunk.length;
      if (seen > MAX_TRIAL_BYTES) enough.abort();
    },
  });
  try {
    await entry.getData(sink, { ...READ_OPTIONS, password, signal: enough.signal });
    return true;
  } catch (error) {
    if (enough.signal.aborted) return true;
    if (WRONG_PASSWORD_ERRORS.has(messageOf(error))) return false;
    throw error;
  }
}
