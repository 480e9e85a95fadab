/**
 * The journal of one drop (decision 8): `drop.json`, replaced as a whole, and `entries.jsonl`, appended.
 * A line that a crash cut off is left behind by the next reader.
 */
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileTypeSchema } from '../../shared/documents.ts';
import { exceptionCodeSchema } from '../../shared/exceptions.ts';
import { type Drop, dropSchema } from '../../shared/intake.ts';
import { yieldEvery } from '../util/event-loop.ts';
import { replaceFile } from './durable.ts';
import { isGone, writeFailure } from './fs-errors.ts';
import { type Contents, type Expanded, type FileRecord, noContents } from './records.ts';
import type { Root } from './walk.ts';

const finding = z.object({ code: exceptionCodeSchema, detail: z.string() });
const fileLine = z.object({
  path: z.string(),
  raw: z.string().nullable(),
  root: z.number().int(),
  file: z.string().nullable(),
  bytes: z.number(),
  modifiedAt: z.number().nullable(),
  sha256: z.string().nullable(),
  type: fileTypeSchema,
  what: z.string(),
  excluded: z.string().nullable(),
  failure: finding.nullable(),
});
const inspection = z.object({
  pages: z.number().nullable(),
  pagesToOcr: z.number().nullable(),
  encrypted: z.boolean(),
  problem: finding.nullable(),
  attachments: z.number().optional(),
});
const expansion = z.object({
  members: z.array(
    z.object({
      name: z.string(),
      file: z.string(),
      bytes: z.number(),
      modifiedAt: z.number().nullable(),
      sha256: z.string(),
      type: fileTypeSchema,
      what: z.string(),
    }),
  ),
  problems: z.array(z.object({ name: z.string(), code: exceptionCodeSchema, detail: z.string() })),
  failure: finding.nullable(),
});
const line = z.discriminatedUnion('k', [
  /** A walk begins: the files before this line belong to an earlier one. */
  z.object({ k: z.literal('walk') }),
  z.object({ k: z.literal('file'), v: fileLine }),
  z.object({ k: z.literal('inspected'), sha256: z.string(), v: inspection }),
  z.object({ k: z.literal('expanded'), sha256: z.string(), v: expansion }),
]);
export type Line = z.infer<typeof line>;

const metaSchema = z.object({
  drop: dropSchema,
  roots: z.array(z.object({ location: z.string(), prefix: z.string(), directory: z.boolean() })),
  /** Set while a batch is being sealed; it stands once that batch's manifest does. */
  freezing: z.string().nullable(),
});
export type JournalMeta = z.infer<typeof metaSchema>;

const META = 'drop.json';
const LINES = 'entries.jsonl';
const FLUSH_LINES = 500;
const FLUSH_MS = 250;

export const fileToLine = (record: FileRecord): Line => ({
  k: 'file',
  v: { ...record, raw: record.raw === null ? null : record.raw.toString('base64') },
});

export class Journal {
  readonly #directory: string;
  #pending: string[] = [];
  #handle: FileHandle | null = null;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #failure: unknown = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Replaces `drop.json`; the old one stands until the new one does. */
  async writeMeta(drop: Drop, roots: readonly Root[], freezing: string | null): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const meta: JournalMeta = { drop, roots: [...roots], freezing };
    await replaceFile(join(this.#directory, META), `${JSON.stringify(meta)}\n`);
  }

  /** Lines go out in groups. @throws what an earlier group met */
  append(entry: Line): void {
    if (this.#failure !== null) throw this.#failure;
    this.#pending.push(JSON.stringify(entry));
    if (this.#pending.length >= FLUSH_LINES) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  /** Everything appended so far is on the disk. */
  async sync(): Promise<void> {
    this.#flush();
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
    await this.#handle?.sync();
  }

  async close(): Promise<void> {
    this.#flush();
    await this.#writing;
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.length === 0) return;
    const lines = `${this.#pending.join('\n')}\n`;
    this.#pending = [];
    this.#writing = this.#writing
      .then(async () => {
        this.#handle ??= await this.#openLines();
        await this.#handle.appendFile(lines);
      })
      .catch((error: unknown) => {
        this.#failure ??= writeFailure(error, 'the list of what was dropped');
      });
  }

  /** Begins on a line of its own, also behind one that a crash cut off. */
  async #openLines(): Promise<FileHandle> {
    await mkdir(this.#directory, { recursive: true });
    const handle = await open(join(this.#directory, LINES), 'a+');
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0 && (await handle.read(last, 0, 1, size - 1)).bytesRead === 1 && last[0] !== 0x0a)
      await handle.appendFile('\n');
    return handle;
  }
}

/** `drop.json` of a drop, or null when there is none. @throws ZodError, SyntaxError when it is damaged */
export async function readMeta(directory: string): Promise<JournalMeta | null> {
  try {
    return metaSchema.parse(JSON.parse(await readFile(join(directory, META), 'utf8')));
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

export interface JournalContents {
  /** Files of the last walk, the last word on each path. */
  records: FileRecord[];
  /** Every file ever fingerprinted, by path: what need not be read again. */
  known: Map<string, FileRecord>;
  contents: Contents;
  /** Lines that could not be read: the one a crash cut off. */
  damaged: number;
}

/** Reads a drop's lines without holding the event loop. */
export async function readJournal(directory: string): Promise<JournalContents> {
  const known = new Map<string, FileRecord>();
  let current = new Map<string, FileRecord>();
  const contents = noContents();
  let damaged = 0;
  const yieldIfDue = yieldEvery();
  let handle: FileHandle;
  try {
    handle = await open(join(directory, LINES), 'r');
  } catch (error) {
    if (isGone(error)) return { records: [], known, contents, damaged };
    throw error;
  }
  for await (const text of handle.readLines()) {
    await yieldIfDue();
    const parsed = parseLine(text);
    if (parsed === null) {
      damaged += 1;
    } else if (parsed.k === 'walk') {
      current = new Map();
    } else if (parsed.k === 'file') {
      const { raw, ...rest } = parsed.v;
      const record: FileRecord = { ...rest, raw: raw === null ? null : Buffer.from(raw, 'base64') };
      current.set(record.path, record);
      if (record.sha256 !== null) known.set(record.path, record);
    } else if (parsed.k === 'inspected') contents.inspections.set(parsed.sha256, parsed.v);
    else contents.expansions.set(parsed.sha256, parsed.v satisfies Expanded);
  }
  return { records: [...current.values()], known, contents, damaged };
}

function parseLine(text: string): Line | null {
  try {
    return line.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
