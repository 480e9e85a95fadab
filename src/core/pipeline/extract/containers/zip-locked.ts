/**
 * Members of a ZIP archive behind a password: ZipCrypto (APPNOTE 6.1) and AES (AE-1, AE-2). They are decrypted
 * as they are read; sizes, checksums and authentication codes are checked on the way.
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

/** What a password is tried on at length: a wrong one does not stay unnoticed for so many bytes. */
const MAX_TRIAL_BYTES = 64 * 1024 * 1024;
/** How a read ends when a password passed the first check (one byte of ZipCrypto, two of AES) and is wrong. */
const ENDS_OF_A_WRONG_PASSWORD: ReadonlySet<string> = new Set([
  ERR_INVALID_AUTHENTICATION_CODE,
  ERR_INVALID_COMPRESSED_DATA,
  ERR_INVALID_CRC32,
  ERR_INVALID_UNCOMPRESSED_SIZE,
]);
/** No threads of its own: a parser runs in one that can be killed. */
const HOW = { useWebWorkers: false, checkCrc32: true, strictness: 'tolerant' } as const;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The archive's bytes, a piece at a time. */
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
  /** The one that opened a member last comes first: the members of an archive mostly share one. */
  readonly #passwords: string[];
  #file: FileHandle | null = null;
  #entries: Promise<ReadonlyMap<number, FileEntry>> | null = null;

  /** @param location where the archive lies; it is opened when the first member is asked for */
  constructor(location: string, passwords: readonly string[]) {
    this.#location = location;
    this.#passwords = [...passwords];
  }

  /**
   * The content of the member whose local header stands at `offset`; null when no password opens it.
   * @throws Error what the reader says of an archive or a protection that it cannot read
   */
  async read(offset: number): Promise<Readable | null> {
    if (this.#passwords.length === 0) return null;
    this.#entries ??= this.#directory();
    const entry = (await this.#entries).get(offset);
    if (entry === undefined) throw new Error('The member is not where the directory of the archive says');
    const password = await this.#passwordOf(entry);
    if (password === null) return null;
    this.#passwords.splice(this.#passwords.indexOf(password), 1);
    this.#passwords.unshift(password);
    const content = new PassThrough();
    entry.getData(Writable.toWeb(content), { ...HOW, password }).catch((error: unknown) => {
      content.destroy(error instanceof Error ? error : new Error(String(error)));
    });
    return content;
  }

  /** Why a member did not come out, as a problem of that member. */
  blame(error: unknown): { code: ExceptionCode; detail: string } {
    const said = messageOf(error);
    return ENDS_OF_A_WRONG_PASSWORD.has(said)
      ? { code: 'encrypted', detail: `${this.refusal()}, or it is damaged (${said})` }
      : {
          code: 'encrypted',
          detail: `The member is protected in a way that Redwell cannot open (${said})`,
        };
  }

  refusal(): string {
    return refusal(this.#passwords.length, 'The member');
  }

  async close(): Promise<void> {
    // What did not open has been told to whoever asked for a member.
    await this.#entries?.catch(() => undefined);
    await this.#file?.close();
  }

  async #directory(): Promise<ReadonlyMap<number, FileEntry>> {
    this.#file = await open(this.#location);
    const { size } = await this.#file.stat();
    const zip = new ZipReader(new FileReader(this.#file, size), HOW);
    const entries = new Map<number, FileEntry>();
    for await (const entry of zip.getEntriesGenerator())
      if (entry.encrypted && !entry.directory) entries.set(entry.offset, entry);
    return entries;
  }

  async #passwordOf(entry: FileEntry): Promise<string | null> {
    const likely: string[] = [];
    for (const password of this.#passwords) if (await passes(entry, password)) likely.push(password);
    if (likely.length <= 1) return likely[0] ?? null;
    // One wrong password in 256 passes the check of ZipCrypto: which of them it is, the content tells.
    for (const password of likely) if (await reads(entry, password)) return password;
    return null;
  }
}

/** The first check of a password, on a few bytes. */
async function passes(entry: FileEntry, password: string): Promise<boolean> {
  try {
    await entry.getData(new WritableStream(), { ...HOW, password, checkPasswordOnly: true });
    return true;
  } catch (error) {
    if (messageOf(error) === ERR_INVALID_PASSWORD) return false;
    throw error;
  }
}

/** Whether the content comes out as its checksum says, looked at up to a bound. */
async function reads(entry: FileEntry, password: string): Promise<boolean> {
  const enough = new AbortController();
  let seen = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      seen += chunk.length;
      if (seen > MAX_TRIAL_BYTES) enough.abort();
    },
  });
  try {
    await entry.getData(sink, { ...HOW, password, signal: enough.signal });
    return true;
  } catch (error) {
    if (enough.signal.aborted) return true;
    if (ENDS_OF_A_WRONG_PASSWORD.has(messageOf(error))) return false;
    throw error;
  }
}
