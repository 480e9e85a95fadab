/** The drop journal: plain files that survive quit, crash and unplugged drives. */
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { dropSchema } from '../../shared/intake.ts';
import type { Entry } from './entry.ts';
import { writeDurable } from './manifest.ts';

/** What is kept of a drop besides its entries. */
export const dropRecordSchema = z.object({
  drop: dropSchema.omit({ inventory: true }),
  /** Dropped paths, for a drop of this machine's folders. */
  paths: z.array(z.string()),
});
export type DropRecord = z.infer<typeof dropRecordSchema>;

export interface Journal {
  folder(dropId: string): string;
  save(record: DropRecord): Promise<void>;
  /** Appends entries that are fingerprinted; a line cut off by a crash is ignored when read. */
  append(dropId: string, entries: readonly Entry[]): Promise<void>;
  entries(dropId: string): Promise<Entry[]>;
  /** Every drop that can be read; what cannot is named. */
  load(): Promise<{ records: DropRecord[]; unreadable: string[] }>;
  remove(dropId: string): Promise<void>;
}

export function openJournal(dataDir: string): Journal {
  const root = join(dataDir, 'drops');
  const folder = (dropId: string): string => join(root, dropId);
  const entriesFile = (dropId: string): string => join(folder(dropId), 'entries.jsonl');

  return {
    folder,
    async save(record) {
      await mkdir(folder(record.drop.id), { recursive: true });
      await writeDurable(join(folder(record.drop.id), 'drop.json'), [JSON.stringify(record)]);
    },
    async append(dropId, entries) {
      if (entries.length > 0)
        await appendFile(
          entriesFile(dropId),
          `${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`,
        );
    },
    async entries(dropId) {
      const found: Entry[] = [];
      try {
        for await (const line of createInterface({
          input: createReadStream(entriesFile(dropId)),
          crlfDelay: Number.POSITIVE_INFINITY,
        })) {
          const entry = parseLine(line);
          if (entry !== null) found.push(entry);
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
      // A file read again after a crash stands twice; the later line counts.
      return [...new Map(found.map((entry) => [entry.path, entry])).values()];
    },
    async load() {
      await mkdir(root, { recursive: true });
      const records: DropRecord[] = [];
      const unreadable: string[] = [];
      for (const name of await readdir(root)) {
        const text = await readFile(join(root, name, 'drop.json'), 'utf8').catch(() => null);
        const parsed = dropRecordSchema.safeParse(text === null ? null : parseLine(text));
        if (parsed.success) records.push(parsed.data);
        else unreadable.push(name);
      }
      return { records, unreadable };
    },
    remove: (dropId) => rm(folder(dropId), { recursive: true, force: true }),
  };
}

function parseLine(line: string): Entry | null {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    // The last line of a journal that a crash cut off: its file is read again.
    return null;
  }
}
