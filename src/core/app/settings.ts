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

/** Encrypts secrets with the host's keychain (safeStorage under Electron). */
export interface SecretStore {
  encrypt(secret: string): string;
  decrypt(encrypted: string): string;
}

/** The address of Redis. */
export interface RedisAddress {
  /** null: the built-in server. */
  url: string | null;
  /** Set when there is an address that cannot be decrypted: no other server may be used instead. */
  unknown: RedwellError | null;
}

export interface SettingsStore {
  get(): Settings;
  /** @param stated an address that wins over the one in Settings */
  redis(stated: string | null): RedisAddress;
  /** Returns what could not be read from the file, for Health, until settings are saved again. */
  trouble(): HealthWarning[];
  /** Changes settings. Absent and undefined keys keep their values. */
  set(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
}

const defined = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Returns undefined for text that is not JSON: cut off, or not written by Redwell. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The settings file. `redisUrlSealed` is how version 0.1.0 called `redisUrlEncrypted`. */
type Stored = Partial<Settings> & { redisUrlEncrypted?: string; redisUrlSealed?: string };
const shape = { ...schema.shape, redisUrlEncrypted: z.string(), redisUrlSealed: z.string() };

/** Returns the values that can be used, and the names of those that cannot: one broken value does not cost the others. */
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

/** Returns null without a keychain, or when the secret was encrypted by another computer, user or desktop. */
function decrypted(secrets: SecretStore | null, encrypted: string): string | null {
  try {
    return secrets?.decrypt(encrypted) ?? null;
  } catch {
    return null;
  }
}

const TORN: HealthWarning = {
  code: 'settings_damaged',
  message: 'The settings file could not be read. You are using the default settings.',
  action: 'Check your settings. The damaged file was kept as settings.json.damaged.',
};
/** The settings' names on the Settings page. */
const NAMES: Readonly<Record<keyof Stored, string>> = {
  redisUrl: 'address of Redis',
  redisUrlEncrypted: 'address of Redis',
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
const brokenSettings = (broken: readonly (keyof Stored)[]): HealthWarning => ({
  code: 'settings_damaged',
  message: `These settings could not be read, so their defaults are used: ${broken.map((key) => NAMES[key]).join(', ')}.`,
  action: 'Check them on the Settings page and save.',
});

const UNREADABLE_ADDRESS = new RedwellError(
  'redis_unavailable',
  'The address of Redis is encrypted, and the keychain on this computer cannot decrypt it.',
  { action: 'Enter the address again in Settings, or set REDWELL_REDIS_URL.' },
);

/** @param secrets null: the Redis address is stored as it is, in a file that only its owner can read */
export async function openSettings(dataDir: string, secrets: SecretStore | null): Promise<SettingsStore> {
  const path = join(dataDir, 'settings.json');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  const stored = parsed(text);
  // Redwell opens with the defaults. The damaged file is copied, because the next change overwrites it.
  if (stored === undefined) await copyFile(path, `${path}.damaged`);
  const { values, broken } = usable(stored);
  const { redisUrlEncrypted, redisUrlSealed, ...plain } = values;
  const secret = redisUrlEncrypted ?? redisUrlSealed;
  let current: Settings = { ...DEFAULT_SETTINGS, ...plain };
  const troubles = stored === undefined ? [TORN] : broken.length > 0 ? [brokenSettings(broken)] : [];
  // An address that cannot be decrypted is kept until another is set: the keychain may answer at the next start.
  let encrypted: string | null = null;
  if (secret !== undefined) {
    const url = decrypted(secrets, secret);
    if (url === null) encrypted = secret;
    else current = { ...current, redisUrl: url };
  }

  const fileOf = (next: Settings, kept: string | null): object => {
    if (kept !== null) return { ...next, redisUrlEncrypted: kept };
    if (secrets === null || next.redisUrl === '') return next;
    return { ...next, redisUrl: '', redisUrlEncrypted: secrets.encrypt(next.redisUrl) };
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
