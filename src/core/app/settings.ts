/** Settings, in one JSON file of the data folder. Unknown or broken values fall back to what ships. */
import { join } from 'node:path';
import { z } from 'zod';
import { REQUESTS, type Settings } from '../../shared/bridge.ts';
import { SECRET_MASK } from '../../shared/bridge-settings.ts';
import { RedwellError } from '../../shared/errors.ts';
import { ENCRYPTED_ADDRESS, type HealthWarning } from '../../shared/health.ts';
import { parseAddress, withKnownPassword } from '../redis/address.ts';
import { type CertificateSources, certificateSources } from '../redis/certificates.ts';
import { keepDamaged, readSettingsFile, whileSettingsLocked, writeSettingsFile } from './settings-file.ts';
import { brokenSettings, DEFAULT_SETTINGS, type Stored, TORN } from './settings-values.ts';

const schema = REQUESTS['settings.get'].output;

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
  certificates: CertificateSources;
}

type SettingsChange = { [K in keyof Settings]?: Settings[K] | undefined };

export interface SettingsStore {
  get(): Settings;
  /** @param stated an address that wins over the one in Settings */
  redis(stated: string | null): RedisAddress;
  /** Returns what could not be read from the file, for Health, until settings are saved again. */
  trouble(): HealthWarning[];
  /** Reads the file again, because another console on this data folder may have changed it. */
  reload(): Promise<void>;
  /**
   * Changes settings, one change after another. Absent and undefined keys keep the values that the file has by then, so
   * two consoles do not undo each other's changes. An address as `safeAddress` shows it keeps its password.
   * @throws RedwellError invalid_input for an address that cannot be used; ZodError for a value out of bounds
   */
  set(change: SettingsChange): Promise<Settings>;
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

const shape = {
  ...schema.shape,
  redisUrlEncrypted: z.string(),
  redisUrlSealed: z.string(),
  webhookSecretEncrypted: z.string(),
};

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

const UNREADABLE_ADDRESS = new RedwellError(
  'redis_unavailable',
  'The address of Redis is encrypted, and the keychain on this computer cannot decrypt it.',
  { action: 'Enter the address again in Settings, or set REDWELL_REDIS_URL.' },
);

const UNREADABLE_SECRET: HealthWarning = {
  code: 'webhook_secret_encrypted',
  message: 'The secret of the webhook is encrypted, and the keychain on this computer cannot decrypt it.',
  action: 'Enter the secret again in Settings. Until then, the webhook is told of nothing.',
};

/** Secrets that cannot be decrypted. They are kept until others are set: the keychain may answer at the next start. */
interface Sealed {
  redisUrl: string | null;
  webhookSecret: string | null;
}

/** What the file says. */
interface Loaded {
  settings: Settings;
  sealed: Sealed;
  troubles: HealthWarning[];
}

async function load(path: string, secrets: SecretStore | null): Promise<Loaded> {
  const text = await readSettingsFile(path);
  const stored = parsed(text);
  // Redwell opens with the defaults. The damaged file is copied, because the next change overwrites it.
  if (stored === undefined) await keepDamaged(path, text);
  const { values, broken } = usable(stored);
  const { redisUrlEncrypted, redisUrlSealed, webhookSecretEncrypted, ...plain } = values;
  const troubles = stored === undefined ? [TORN] : broken.length > 0 ? [brokenSettings(broken)] : [];
  const settings: Settings = { ...DEFAULT_SETTINGS, ...plain };
  const sealed: Sealed = { redisUrl: null, webhookSecret: null };
  const open = (name: keyof Sealed, encrypted: string | undefined): void => {
    if (encrypted === undefined) return;
    const secret = decrypted(secrets, encrypted);
    if (secret === null) sealed[name] = encrypted;
    else settings[name] = secret;
  };
  open('redisUrl', redisUrlEncrypted ?? redisUrlSealed);
  open('webhookSecret', webhookSecretEncrypted);
  return { settings, sealed, troubles };
}

/** Without a keychain, secrets are stored as they are: only the owner of the file can read it. */
function fileOf({ settings, sealed }: Omit<Loaded, 'troubles'>, secrets: SecretStore | null): object {
  const hidden = (name: keyof Sealed): Record<string, string> => {
    const encrypted =
      sealed[name] ?? (secrets === null || settings[name] === '' ? null : secrets.encrypt(settings[name]));
    return encrypted === null ? {} : { [name]: '', [`${name}Encrypted`]: encrypted };
  };
  return { ...settings, ...hidden('redisUrl'), ...hidden('webhookSecret') };
}

/** Returns the settings after a change. @throws RedwellError invalid_input; ZodError for a value out of bounds */
function changed(old: Settings, change: SettingsChange): Settings {
  const secret = change.webhookSecret === SECRET_MASK ? old.webhookSecret : change.webhookSecret;
  const next = schema.parse({ ...old, ...defined({ ...change, webhookSecret: secret }) });
  const isAboutWebhook = change.webhookUrl !== undefined || change.webhookSecret !== undefined;
  if (isAboutWebhook && next.webhookUrl !== '' && next.webhookSecret === '')
    throw new RedwellError('invalid_input', 'The webhook has no secret.', {
      action: 'Enter a secret that the receiver has too. It signs what Redwell sends.',
    });
  if (change.redisUrl === undefined) return next;
  const redisUrl = withKnownPassword(next.redisUrl, old.redisUrl);
  if (redisUrl !== '' && redisUrl !== old.redisUrl) parseAddress(redisUrl);
  return { ...next, redisUrl };
}

/** @param secrets null: secrets are stored as they are, in a file that only its owner can read */
export async function openSettings(dataDir: string, secrets: SecretStore | null): Promise<SettingsStore> {
  const path = join(dataDir, 'settings.json');
  let current = await load(path, secrets);
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    // The next one waits for this one, whatever became of it; the caller gets the error.
    last = done.catch(() => undefined);
    return done;
  };

  const read = async (): Promise<void> => {
    const latest = await load(path, secrets);
    // What this console reported as damaged stays so until someone saves.
    if (latest.troubles.length === 0) current = latest;
  };

  const save = (change: SettingsChange): Promise<Settings> =>
    whileSettingsLocked(path, async () => {
      // Another console may have changed other settings. A file that was damaged since counts for nothing.
      const latest = await load(path, secrets);
      const { settings, sealed } = latest.troubles.length === 0 ? latest : current;
      const keeps = (name: keyof Sealed): string | null => (change[name] === undefined ? sealed[name] : null);
      const next = {
        settings: changed(settings, change),
        sealed: { redisUrl: keeps('redisUrl'), webhookSecret: keeps('webhookSecret') },
      };
      await writeSettingsFile(path, `${JSON.stringify(fileOf(next, secrets), null, 2)}\n`);
      current = { ...next, troubles: [] };
      return next.settings;
    });

  return {
    get: () => current.settings,
    redis(stated) {
      const { settings, sealed } = current;
      const { redisCa: ca, redisCert: cert, redisKey: key } = settings;
      const certificates = certificateSources(process.env, { ca, cert, key });
      if (stated !== null) return { url: stated, unknown: null, certificates };
      const unknown = sealed.redisUrl === null ? null : UNREADABLE_ADDRESS;
      return { url: settings.redisUrl || null, unknown, certificates };
    },
    trouble: () => [
      ...(current.sealed.redisUrl === null
        ? []
        : [
            {
              code: ENCRYPTED_ADDRESS,
              message: UNREADABLE_ADDRESS.message,
              action: UNREADABLE_ADDRESS.action ?? '',
            },
          ]),
      ...(current.sealed.webhookSecret === null ? [] : [UNREADABLE_SECRET]),
      ...current.troubles,
    ],
    reload: () => inOrder(read),
    set: (change) => inOrder(() => save(change)),
  };
}
