/** The settings file on disk: replaced as a whole, private, and changed by one console at a time. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceFile } from '../intake/durable.ts';
import { whileLocked } from '../util/file-lock.ts';

const PRIVATE = 0o600;

/** Returns the text of the file; `{}` when there is none. */
export async function readSettingsFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
}

/** Replaces the file: after a crash it is the old one or the new one. Call it inside `whileSettingsLocked`. */
export async function writeSettingsFile(path: string, text: string): Promise<void> {
  // One name is enough, because one console writes at a time. It is left only by a console that was killed here.
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  await replaceFile(path, text, temporary);
}

/** Keeps the text of a damaged file as `settings.json.damaged`. */
export async function keepDamaged(path: string, text: string): Promise<void> {
  await rm(`${path}.damaged`, { force: true });
  await writeFile(`${path}.damaged`, text, { mode: PRIVATE });
}

/** Runs `work` while no other console on this data folder changes settings. */
export const whileSettingsLocked = <T>(path: string, work: () => Promise<T>): Promise<T> =>
  whileLocked(join(dirname(path), 'settings.lock'), work);
