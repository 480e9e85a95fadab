/** Settings, in one JSON file of the data folder. Unknown or broken values fall back to what ships. */
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { REQUESTS, type Settings } from '../../shared/bridge.ts';
import { SHARED_DOCUMENTS_PER_SECOND } from '../batches/submission-rate.ts';

const schema = REQUESTS['settings.get'].output;

export const DEFAULT_SETTINGS: Settings = {
  redisUrl: '',
  notifications: true,
  quietHours: null,
  // Settings show megabytes: a round number of them.
  maxDocumentBytes: 2_000_000_000,
  maxPages: 10_000,
  stageTimeoutSeconds: 300,
  vault: 'copy',
  concurrency: null,
  sliceSize: null,
  submitPerSecond: SHARED_DOCUMENTS_PER_SECOND,
};

/** Where a secret goes when the host has a keychain (safeStorage under Electron). */
export interface SecretBox {
  seal(secret: string): string;
  open(sealed: string): string;
}

export interface SettingsStore {
  get(): Settings;
  /** Keys that are absent or undefined stay as they are. */
  set(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
}

const defined = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** @returns undefined for what is not JSON: torn, or not written by us */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a file holds that can be used: one broken value costs itself, not the others. */
function usable(stored: unknown): Partial<Settings> & { redisUrlSealed?: string } {
  const values = z.record(z.string(), z.unknown()).catch({}).parse(stored);
  const shape = { ...schema.shape, redisUrlSealed: z.string() };
  return Object.fromEntries(
    Object.entries(shape).flatMap(([key, one]) => {
      const value = one.safeParse(values[key]);
      return value.success ? [[key, value.data]] : [];
    }),
  );
}

/** @param secrets null: the Redis address is kept as it is, in a file only its owner can read */
export async function openSettings(dataDir: string, secrets: SecretBox | null): Promise<SettingsStore> {
  const path = join(dataDir, 'settings.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const stored = parsed(text);
  // What ships is better than no console; the next change would overwrite what somebody may still want to read.
  if (stored === undefined) await copyFile(path, `${path}.damaged`);
  const { redisUrlSealed, ...plain } = usable(stored);
  let current: Settings = { ...DEFAULT_SETTINGS, ...plain };
  if (redisUrlSealed !== undefined && secrets !== null)
    current = { ...current, redisUrl: secrets.open(redisUrlSealed) };

  return {
    get: () => current,
    async set(change) {
      const next = schema.parse({ ...current, ...defined(change) });
      const { redisUrl, ...rest } = next;
      const file =
        secrets === null || redisUrl === ''
          ? next
          : { ...rest, redisUrl: '', redisUrlSealed: secrets.seal(redisUrl) };
      await mkdir(dirname(path), { recursive: true });
      await writeFile(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
      await rename(`${path}.new`, path);
      current = next;
      return next;
    },
  };
}
