/** The settings file: what it keeps, what it encrypts, and how Redwell survives a damaged one. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSettings, type SecretStore } from '../../../src/core/app/settings.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/app/settings-values.ts';
import { ENCRYPTED_ADDRESS } from '../../../src/shared/health.ts';

/** Reverses the text, so that the file shows whether the store was used. */
const box: SecretStore = {
  encrypt: (secret) => [...secret].reverse().join(''),
  decrypt: (encrypted) => [...encrypted].reverse().join(''),
};

describe('settings', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redwell-settings-'));
    path = join(folder, 'settings.json');
    return () => rm(folder, { recursive: true });
  });

  it('has the defaults until one is changed, and keeps changes over a restart', async () => {
    const settings = await openSettings(folder, null);
    expect(settings.get()).toEqual(DEFAULT_SETTINGS);
    await settings.set({ sliceSize: 60, notifications: undefined });
    expect((await openSettings(folder, null)).get()).toEqual({ ...DEFAULT_SETTINGS, sliceSize: 60 });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('encrypts the Redis address if there is a keychain', async () => {
    const settings = await openSettings(folder, box);
    await settings.set({ redisUrl: 'redis://:secret@host' });
    expect(await readFile(path, 'utf8')).not.toContain('secret');
    expect((await openSettings(folder, box)).get().redisUrl).toBe('redis://:secret@host');
  });

  it('encrypts the secret of the webhook if there is a keychain, and signs nothing without it', async () => {
    const url = 'https://a.example';
    await (await openSettings(folder, null)).set({ webhookUrl: url, webhookSecret: 'hunter2hunter2' });
    const settings = await openSettings(folder, box);
    expect(settings.get().webhookSecret).toBe('hunter2hunter2');
    await settings.set({ maxPages: 5 });
    expect(await readFile(path, 'utf8')).not.toContain('hunter2');
    const later = await openSettings(folder, null);
    expect(later.get()).toMatchObject({ webhookUrl: url, webhookSecret: '' });
    expect(later.trouble()).toMatchObject([{ code: 'webhook_secret_encrypted' }]);
    // Another setting changes neither; another address needs the secret again.
    await later.set({ maxPages: 6 });
    await expect(later.set({ webhookUrl: `${url}/2` })).rejects.toThrow(/no secret/);
    expect((await openSettings(folder, box)).get()).toMatchObject({
      ...{ maxPages: 6, webhookSecret: 'hunter2hunter2' },
    });
    await later.set({ webhookUrl: '', webhookSecret: '' });
    expect((await openSettings(folder, box)).get().webhookSecret).toBe('');
  });

  describe('with an address that the keychain does not decrypt', () => {
    const locked: SecretStore = {
      encrypt: box.encrypt,
      decrypt: () => {
        throw new Error('Error while decrypting the ciphertext');
      },
    };
    const files = async () => JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    beforeEach(async () => {
      await (await openSettings(folder, box)).set({ redisUrl: 'redis://:secret@host' });
    });

    it.each([
      ['refuses', locked],
      ['is missing', null],
    ])('reports the unreadable address when the keychain %s', async (_how, secrets) => {
      const settings = await openSettings(folder, secrets);
      expect(settings.redis(null)).toMatchObject({ url: null, unknown: { code: 'redis_unavailable' } });
      expect(settings.trouble()).toMatchObject([{ code: ENCRYPTED_ADDRESS }]);
      // An address given at the start takes precedence over Settings.
      expect(settings.redis('redis://stated')).toMatchObject({ url: 'redis://stated', unknown: null });
    });

    it('keeps the encrypted address through other changes, until the keychain decrypts it again', async () => {
      await (await openSettings(folder, null)).set({ maxPages: 5 });
      const settings = await openSettings(folder, box);
      expect(settings.get()).toMatchObject({ maxPages: 5, redisUrl: 'redis://:secret@host' });
      expect(settings.trouble()).toEqual([]);
    });

    it.each([
      ['another address', 'redis://other'],
      ['the built-in server', ''],
    ])('replaces the encrypted address with %s', async (_what, redisUrl) => {
      const settings = await openSettings(folder, null);
      await settings.set({ redisUrl });
      expect(settings.redis(null)).toMatchObject({ url: redisUrl || null, unknown: null });
      expect(settings.trouble()).toEqual([]);
      expect(await files()).not.toHaveProperty('redisUrlSealed');
    });
  });

  it('refuses a value out of bounds and changes nothing', async () => {
    const settings = await openSettings(folder, null);
    await expect(settings.set({ sliceSize: 3 })).rejects.toThrow('sliceSize');
    expect(settings.get()).toEqual(DEFAULT_SETTINGS);
  });

  it('drops an invalid value and keeps the others', async () => {
    await writeFile(
      path,
      JSON.stringify({ redisUrl: 'redis://valid', sliceSize: 'many', concurrency: 900, own: 1 }),
    );
    const settings = await openSettings(folder, null);
    expect(settings.get()).toEqual({ ...DEFAULT_SETTINGS, redisUrl: 'redis://valid' });
    expect(settings.trouble()).toMatchObject([
      { message: expect.stringMatching(/: jobs at a time, documents submitted at once\.$/) },
    ]);
  });

  it('keeps a copy of a damaged file', async () => {
    const torn = '{"redisUrl": "redis://th';
    await writeFile(path, torn);
    const settings = await openSettings(folder, null);
    expect(settings.trouble()).toMatchObject([{ action: expect.stringContaining('settings.json.damaged') }]);
    await settings.set({ maxPages: 5 });
    expect(settings.trouble()).toEqual([]);
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe(torn);
    expect((await openSettings(folder, null)).get().maxPages).toBe(5);
  });

  it('uses the defaults if the file is not valid, whatever it contains', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.json(), fc.constant('{"redisUrl": "redis://th')),
        async (text) => {
          await writeFile(path, text);
          expect((await openSettings(folder, null)).get()).toEqual(DEFAULT_SETTINGS);
        },
      ),
    );
  });
});
