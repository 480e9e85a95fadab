/** Reads the journal of a drop after a restart. */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { yieldEvery } from '../util/event-loop.ts';
import { isGone } from './fs-errors.ts';
import { type JournalMeta, LINES, lineToFile, META, parseLine, parseMeta } from './journal-format.ts';
import { withRenamedMembers } from './old-versions.ts';
import { type Contents, type FileRecord, noContents } from './records.ts';
import { Selection } from './selection.ts';

/** Returns `drop.json` of a drop, or null if there is none. @throws ZodError, SyntaxError when it is damaged */
export async function readMeta(directory: string): Promise<JournalMeta | null> {
  try {
    return parseMeta(await readFile(join(directory, META), 'utf8'));
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

export interface JournalContents {
  /** Files of the last walk. If a path has several lines, the last one counts. */
  records: FileRecord[];
  /** Every file ever fingerprinted, by path. These need not be read again. */
  fingerprinted: Map<string, FileRecord>;
  contents: Contents;
  /** What the operator left out. */
  selection: Selection;
  /** Number of lines that could not be read. A crash leaves at most one. */
  damaged: number;
}

/** Reads all lines of a drop without blocking the event loop. */
export async function readJournal(directory: string): Promise<JournalContents> {
  const fingerprinted = new Map<string, FileRecord>();
  let current = new Map<string, FileRecord>();
  const contents = noContents();
  const selection = new Selection();
  let damaged = 0;
  const yieldIfDue = yieldEvery();
  let handle: FileHandle;
  try {
    handle = await open(join(directory, LINES), 'r');
  } catch (error) {
    if (isGone(error)) return { records: [], fingerprinted, contents, selection, damaged };
    throw error;
  }
  for await (const text of handle.readLines()) {
    await yieldIfDue();
    const line = parseLine(text);
    if (line === null) {
      damaged += 1;
    } else if (line.k === 'walk') {
      current = new Map();
    } else if (line.k === 'file') {
      const record = lineToFile(line.v);
      current.set(record.path, record);
      if (record.sha256 !== null) fingerprinted.set(record.path, record);
    } else if (line.k === 'inspected') contents.inspections.set(line.sha256, line.v);
    else if (line.k === 'hashed') contents.hashes.set(line.sha256, { md5: line.md5, sha1: line.sha1 });
    else if (line.k === 'edit') selection.apply(line);
    else contents.expansions.set(line.sha256, withRenamedMembers(line.v));
  }
  return { records: [...current.values()], fingerprinted, contents, selection, damaged };
}
