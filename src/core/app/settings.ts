/** Settings, in one JSON file of the data folder. Unknown or broken values fall back to what ships. */
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { REQUESTS, type Settings } from '../../shared/bridge.ts';
import { RedwellError } from '../../shared/errors.ts';
import { ENCRYPTED_ADDRESS, type HealthWarning } from '../../shared/health.ts';
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
export interface SecretStore {
  encrypt(secret: string): string;
  decrypt(encrypted: string): string;
}

/** Where Redis is. */
export interface RedisAddress {
  /** null: the built-in server. */
  url: string | null;
  /** There is an address, and it cannot be read: no other server may take its place. */
  unknown: RedwellError | null;
}

export interface SettingsStore {
  get(): Settings;
  /** @param stated an address that goes before the one in Settings */
  redis(stated: string | null): RedisAddress;
  /** What of the file could not be used, for Health; until it was set again. */
  trouble(): HealthWarning[];
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

type Stored = Partial<Settings> & { redisUrlSealed?: string };
const shape = { ...schema.shape, redisUrlSealed: z.string() };

/** What a file holds that can be used, and the names of what cannot: a broken value costs itself, not the others. */
function usable(stored: unknown): { values: Stored; broken: (keyof Stored)[] } {
  const found = z.record(z.string(), z.unknown()).catch({}).parse(stored);
  const broken: (keyof Stored)[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(shape) as [keyof Stored, z.ZodType][]) {
    if (!(key in found)) continue;
    const value = one.safeParse(found[key]);
    if (value.success) values[key] = value.data;
    else broken.push(key);
  }
  return { values, broken };
}

/** @returns null where there is no keychain, or it does not know the secret: another computer, user or desktop */
function opened(secrets: SecretStore | null, encrypted: string): string | null {
  try {
    return secrets?.decrypt(encrypted) ?? null;
  } catch {
    return null;
  }
}

const TORN: HealthWarning = {
  code: 'settings_damaged',
  message: 'The settings file could not be read. Everything is set as it ships.',
  action: 'Look through Settings. The file is kept beside the new one as settings.json.damaged.',
};
/** As the page calls them. */
const NAMES: Readonly<Record<keyof Stored, string>> = {
  redisUrl: 'address of Redis',
  redisUrlSealed: 'address of Redis',
  notifications: 'notifications',
  quietHours: 'quiet hours',
  maxDocumentBytes: 'largest document',
  maxPages: 'most pages',
  stageTimeoutSeconds: 'longest stage',
  vault: 'originals',
  concurrency: 'jobs at a time',
  sliceSize: 'documents submitted at once',
  submitPerSecond: 'documents submitted per second',
};
const notUsed = (broken: readonly (keyof Stored)[]): HealthWarning => ({
  code: 'settings_damaged',
  message: `These settings could not be read and are as they ship: ${broken.map((key) => NAMES[key]).join(', ')}.`,
  action: 'Look through Settings and save what should be otherwise.',
});

const UNREADABLE_ADDRESS = new RedwellError(
  'redis_unavailable',
  'The address of Redis cannot be opened: the keychain that encrypted it does not open it here.',
  { action: 'Enter the address again in Settings, or state it with REDWELL_REDIS_URL.' },
);

/** @param secrets null: the Redis address is kept as it is, in a file only its owner can read */
export async function openSettings(dataDir: string, secrets: SecretStore | null): Promise<SettingsStore> {
  const path = join(dataDir, 'settings.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const stored = parsed(text);
  // What ships is better than no console; the next change would overwrite what somebody may still want to read.
  if (stored === undefined) await copyFile(path, `${path}.damaged`);
  const { values, broken } = usable(stored);
  const { redisUrlSealed, ...plain } = values;
  let current: Settings = { ...DEFAULT_SETTINGS, ...plain };
  const troubles = stored === undefined ? [TORN] : broken.length > 0 ? [notUsed(broken)] : [];
  // Kept as it is until another address is set: the keychain may answer at the next start.
  let encrypted: string | null = null;
  if (redisUrlSealed !== undefined) {
    const url = opened(secrets, redisUrlSealed);
    if (url === null) encrypted = redisUrlSealed;
    else current = { ...current, redisUrl: url };
  }

  const fileOf = (next: Settings, kept: string | null): object => {
    if (kept !== null) return { ...next, redisUrlSealed: kept };
    if (secrets === null || next.redisUrl === '') return next;
    return { ...next, redisUrl: '', redisUrlSealed: secrets.encrypt(next.redisUrl) };
  };

  return {
    get: () => current,
    redis(stated) {
      if (stated !== null) return { url: stated, unknown: null };
      return { url: current.redisUrl || null, unknown: encrypted === null ? null : UNREADABLE_ADDRESS };
    },
    trouble: () => [
      ...(encrypted === null
        ? []
        : [
            {
              code: ENCRYPTED_ADDRESS,
              message: UNREADABLE_ADDRESS.message,
              action: UNREADABLE_ADDRESS.action ?? '',
            },
          ]),
      ...troubles,
    ],
    async set(change) {
      const next = schema.parse({ ...current, ...defined(change) });
      const kept = change.redisUrl === undefined ? encrypted : null;
      await mkdir(dirname(path), { recursive: true });
      const text = `${JSON.stringify(fileOf(next, kept), null, 2)}\n`;
      await writeFile(`${path}.new`, text, { mode: 0o600 });
      await rename(`${path}.new`, path);
      current = next;
      encrypted = kept;
      troubles.length = 0;
      return next;
    },
  };
}
