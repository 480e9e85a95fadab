/** The settings file: what is kept, what is sealed, and what a damaged one costs. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, openSettings, type SecretBox } from '../../../src/core/desk/settings.ts';

/** Turns letters round, so that the file shows whether it was asked. */
const box: SecretBox = {
  seal: (secret) => [...secret].reverse().join(''),
  open: (sealed) => [...sealed].reverse().join(''),
};

describe('settings', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redwell-settings-'));
    path = join(folder, 'settings.json');
    return () => rm(folder, { recursive: true });
  });

  it('are what ships until something is set, and are there again at the next start', async () => {
    const settings = await openSettings(folder, null);
    expect(settings.get()).toEqual(DEFAULT_SETTINGS);
    await settings.set({ sliceSize: 60, notifications: undefined });
    expect((await openSettings(folder, null)).get()).toEqual({ ...DEFAULT_SETTINGS, sliceSize: 60 });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('keep the address of Redis in the keychain where there is one', async () => {
    const settings = await openSettings(folder, box);
    await settings.set({ redisUrl: 'redis://:secret@host' });
    expect(await readFile(path, 'utf8')).not.toContain('secret');
    expect((await openSettings(folder, box)).get().redisUrl).toBe('redis://:secret@host');
  });

  it('refuse a value out of its bounds and stay as they were', async () => {
    const settings = await openSettings(folder, null);
    await expect(settings.set({ sliceSize: 3 })).rejects.toThrow('sliceSize');
    expect(settings.get()).toEqual(DEFAULT_SETTINGS);
  });

  it('lose a broken value and no other', async () => {
    await writeFile(
      path,
      JSON.stringify({ redisUrl: 'redis://there', sliceSize: 'many', concurrency: 900, own: 1 }),
    );
    expect((await openSettings(folder, null)).get()).toEqual({
      ...DEFAULT_SETTINGS,
      redisUrl: 'redis://there',
    });
  });

  it('keep a torn file beside the new one', async () => {
    const torn = '{"redisUrl": "redis://th';
    await writeFile(path, torn);
    await (await openSettings(folder, null)).set({ maxPages: 5 });
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe(torn);
    expect((await openSettings(folder, null)).get().maxPages).toBe(5);
  });

  it('are what ships where the file is none, whatever it holds', async () => {
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
