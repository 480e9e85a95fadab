/** Reads a load file that somebody else made, and checks all that it says against the files that came with it. */
import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import { Check } from './check.ts';
import { encodingOf, piecesOf } from './encoding.ts';
import { mapFields } from './mapping.ts';
import { FilesOfFolder } from './paths.ts';
import { RecordReader, signsOf } from './records.ts';
import type { ImportedDocument, LoadFileCheck, LoadFileFiles } from './types.ts';
import { VolumeReader } from './volume.ts';

/** How deep below the folder load files are looked for. */
const DEPTH = 3;
/** A header is in the first part of the file. */
const HEADER_CHARACTERS = 1_000_000;

export interface ReadOptions {
  signal: AbortSignal;
  /** Hears of each document in order, with all of its values. */
  onDocument?(document: ImportedDocument): Promise<void> | void;
}

/**
 * Reads every .dat file of a folder. Problems of rows do not stop it: each is named with its row.
 * @throws RedwellError not_found when there is no load file; invalid_input when one has no column for control numbers;
 * what the disk says; the signal's reason
 */
export async function readLoadFile(
  folder: string,
  { signal, onDocument }: ReadOptions,
): Promise<LoadFileCheck> {
  const files = await loadFilesIn(folder);
  if (files.length === 0)
    throw new RedwellError('not_found', `There is no load file in ${folder}.`, {
      action:
        'Choose the folder that holds the .dat file, with the originals and the texts beside it or below it.',
    });
  const check = new Check(folder);
  for (const path of files) {
    const file = relative(folder, path);
    const source = { path, file, files: await FilesOfFolder.open(folder, dirname(file)) };
    await readVolume(check, source, { signal, ...(onDocument && { onDocument }) });
  }
  return check.result();
}

/** Returns the load files of a folder in the order of their paths. @throws RedwellError not_found */
async function loadFilesIn(folder: string): Promise<string[]> {
  const look = async (at: string, depth: number): Promise<string[]> => {
    const entries = await readdir(at, { withFileTypes: true });
    const found = entries
      .filter((one) => one.isFile() && /\.dat$/i.test(one.name))
      .map(({ name }) => join(at, name));
    if (depth > 0)
      for (const one of entries)
        if (one.isDirectory()) found.push(...(await look(join(at, one.name), depth - 1)));
    return found;
  };
  try {
    return (await look(folder, DEPTH)).sort();
  } catch (error) {
    throw new RedwellError('not_found', `The folder ${folder} could not be read.`, {
      action: 'Check its path, and that its drive is connected.',
      cause: error,
    });
  }
}

/** One load file and the files that came with it. */
export interface LoadFileSource {
  /** Where it can be read. */
  path: string;
  /** Its name for people. */
  file: string;
  files: LoadFileFiles;
}

/**
 * Reads one load file into a check.
 * @throws RedwellError invalid_input when it is empty or has no column for control numbers; what the disk says; the
 * signal's reason
 */
export async function readVolume(
  check: Check,
  { path, file, files }: LoadFileSource,
  { signal, onDocument }: ReadOptions,
): Promise<void> {
  const encoding = await encodingOf(path);
  const volume = new VolumeReader(check, file, files);
  let reader: RecordReader | null = null;
  let head = '';
  let documents = 0;
  const feed = async (piece: string, isEnd: boolean): Promise<void> => {
    let text = piece;
    if (reader === null) {
      head += piece;
      if (!isEnd && !/[\r\n]/.test(head) && head.length < HEADER_CHARACTERS) return;
      volume.signs = signsOf(head);
      reader = new RecordReader(volume.signs);
      text = head;
    }
    for (const record of reader.add(text, isEnd)) {
      signal.throwIfAborted();
      const document = await volume.read(record);
      if (document === null) continue;
      documents += 1;
      check.add(document);
      await onDocument?.(document);
    }
  };
  for await (const piece of piecesOf(path, encoding)) await feed(piece, false);
  await feed('', true);
  if (!volume.hasHeader)
    throw new RedwellError('invalid_input', `The load file ${file} is empty.`, {
      action: 'Ask its sender for the file again.',
    });
  check.volumes.push({ file, encoding, ...volume.signs, columns: volume.columns(), documents });
}

/** The columns of a load file by which it is told from other files with the same extension. */
const NEEDED = ['native', 'text', 'familyFirst', 'parent', 'custodian', 'md5', 'fileName'] as const;

/** Tells a load file from another file by its first line: a column with control numbers, and one that goes with it. */
export async function isLoadFile(path: string): Promise<boolean> {
  let head = '';
  for await (const piece of piecesOf(path, await encodingOf(path))) {
    head += piece;
    if (/[\r\n]/.test(head) || head.length > HEADER_CHARACTERS) break;
  }
  for (const { values, broken } of new RecordReader(signsOf(head)).add(head, true)) {
    const fields = mapFields(values.map((name) => name.trim()));
    return broken === null && fields.has('control') && NEEDED.some((field) => fields.has(field));
  }
  return false;
}
