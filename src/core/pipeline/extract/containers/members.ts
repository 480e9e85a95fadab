/** Writes the members of a container within the limits, and collects their problems. */
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ExceptionCode } from '../../../../shared/exceptions.ts';
import { DocumentError, machineFault } from '../../../documents/errors.ts';
import type { ExpandedMember, Expansion, MemberProblem } from '../../../documents/types.ts';
import { safeName, uniqueNames } from './safe-name.ts';

export interface ExpandLimits {
  maxMembers: number;
  /** Bytes of all members together. */
  maxBytes: number;
  /** Bytes of all members together, as a multiple of the container's own bytes. */
  maxRatio: number;
}

/** The ratio counts only above this size: small text compresses well. */
const RATIO_FROM_BYTES = 16 * 1024 * 1024;
/** Problems kept per container; later ones are dropped. */
const MAX_PROBLEMS = 1000;
const MAX_NAME_CHARACTERS = 500;

const damaged = (error: unknown): { code: ExceptionCode; detail: string } => ({
  code: 'container_error',
  detail: error instanceof Error ? error.message : String(error),
});

export class MemberWriter {
  readonly #into: string;
  readonly #limits: ExpandLimits;
  readonly #containerBytes: number;
  readonly #unique = uniqueNames();
  readonly #members: ExpandedMember[] = [];
  readonly #problems: MemberProblem[] = [];
  #bytes = 0;
  #seen = 0;
  #scratchFiles = 0;

  constructor(into: string, limits: ExpandLimits, containerBytes: number) {
    this.#into = into;
    this.#limits = limits;
    this.#containerBytes = Math.max(1, containerBytes);
  }

  /**
   * Writes one member. A fault of this member becomes a problem and does not stop the others.
   * @param blame turns an error of the content into the member's problem; by default the container is damaged
   * @throws DocumentError container_limit when the container as a whole exceeds its limits
   */
  async add(
    written: string,
    content: Buffer | (() => Promise<Readable>),
    modifiedAt: number | null,
    blame: (error: unknown) => { code: ExceptionCode; detail: string } = damaged,
  ): Promise<void> {
    this.#seen += 1;
    if (this.#seen > this.#limits.maxMembers)
      throw this.#limit(`more than ${this.#limits.maxMembers} members`);
    await mkdir(this.#into, { recursive: true });
    const safe = safeName(written, `member ${this.#seen}`);
    const name = this.#unique(safe.name);
    // Files are numbered, so that no name from a container ever reaches the file system.
    const file = `member-${String(this.#seen).padStart(6, '0')}`;
    const path = join(this.#into, file);
    if (safe.fault !== null)
      this.#note({
        name: written,
        code: 'container_error',
        detail: `The name contained ${safe.fault}, so the member was renamed to “${name}”`,
        renamedTo: name,
      });
    try {
      const bytes = Buffer.isBuffer(content)
        ? await this.#write(path, content)
        : await this.#stream(path, await content());
      this.#members.push({ name, file, bytes, modifiedAt });
    } catch (error) {
      await rm(path, { force: true });
      const machine = machineFault(error);
      if (machine) throw machine;
      if (error instanceof DocumentError) throw error;
      const { code, detail } = blame(error);
      this.problem(name, code, detail);
    }
  }

  /** Records a problem. An empty name stands for the container itself. */
  problem(name: string, code: ExceptionCode, detail: string): void {
    this.#note({ name, code, detail });
  }

  /** The most bytes that all members together may have. */
  get mostBytes(): number {
    const { maxBytes, maxRatio } = this.#limits;
    return Math.min(maxBytes, Math.max(RATIO_FROM_BYTES, this.#containerBytes * maxRatio));
  }

  /** Returns the path of a new file for unpacking. The caller removes it. */
  async scratchFile(): Promise<string> {
    await mkdir(this.#into, { recursive: true });
    this.#scratchFiles += 1;
    return join(this.#into, `scratch-${this.#scratchFiles}`);
  }

  done(): Expansion {
    return { members: this.#members, problems: this.#problems };
  }

  #note(problem: MemberProblem): void {
    if (this.#problems.length >= MAX_PROBLEMS) return;
    const name = problem.name.replace(/\p{Cc}/gu, '_').slice(0, MAX_NAME_CHARACTERS);
    this.#problems.push({ ...problem, name });
  }

  async #write(path: string, content: Buffer): Promise<number> {
    this.#count(content.length);
    await writeFile(path, content, { flag: 'wx' });
    return content.length;
  }

  async #stream(path: string, content: Readable): Promise<number> {
    let bytes = 0;
    const counted = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length;
        try {
          this.#count(chunk.length);
          done(null, chunk);
        } catch (error) {
          done(error as Error);
        }
      },
    });
    await pipeline(content, counted, createWriteStream(path, { flags: 'wx' }));
    return bytes;
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.maxBytes) throw this.#limit(`more than ${this.#limits.maxBytes} bytes`);
    if (this.#bytes > RATIO_FROM_BYTES && this.#bytes > this.#containerBytes * this.#limits.maxRatio)
      throw this.#limit(`more than ${this.#limits.maxRatio} times its own size`);
  }

  #limit(excess: string): DocumentError {
    return new DocumentError('container_limit', `The container expands to ${excess}`);
  }
}
