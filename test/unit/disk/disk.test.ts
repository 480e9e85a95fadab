/** The state of a disk in words, and work that waits for room. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRoomGate } from '../../../src/core/disk/gate.ts';
import { folderRefusal, isRefusal, refusalReason } from '../../../src/core/disk/refusals.ts';
import { readRoom, readRooms, reserveOf } from '../../../src/core/disk/room.ts';
import { diskWords, pausedBy, sizeInWords } from '../../../src/core/disk/words.ts';
import { toWireError } from '../../../src/shared/errors.ts';
import type { Disk } from '../../../src/shared/health.ts';

const GB = 1000 ** 3;
const disk = (change: Partial<Disk>): Disk => ({
  path: '/data',
  holds: 'data folder',
  state: 'ok',
  freeBytes: 100 * GB,
  totalBytes: 500 * GB,
  reserveBytes: GB,
  freeFiles: null,
  ...change,
});
const system = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code });

it('keeps 1 GB free, less on a small disk, or what Settings say', () => {
  expect([reserveOf(500 * GB, null), reserveOf(10 * GB, null), reserveOf(500 * GB, 7)]).toEqual([
    GB,
    GB / 2,
    7,
  ]);
});

it('says how much is free, what to do, and that work goes on by itself', () => {
  expect(diskWords(disk({}))).toBeNull();
  expect(diskWords(disk({ state: 'soon_low', freeBytes: 1.9 * GB }))).toMatchObject({
    code: 'disk',
    message: 'Only 1.9 GB is left on the disk with the data folder.',
    action: 'Free some space on the disk with /data. New work waits once less than 1 GB is left.',
  });
  expect(diskWords(disk({ state: 'low', freeBytes: 0.2 * GB }))).toMatchObject({
    code: 'disk_full',
    message: 'Only 200 MB is left on the disk with the data folder, so new work waits. Nothing is lost.',
    action: 'Free 1.1 GB on the disk with /data. Work goes on by itself.',
  });
  expect(diskWords(disk({ state: 'low', freeFiles: 12 }))?.message).toBe(
    'Only room for 12 more files is left on the disk with the data folder, so new work waits. Nothing is lost.',
  );
  expect(diskWords(disk({ state: 'read_only' }))?.action).toMatch(
    /^Make the folder and its disk writable again/,
  );
  expect(diskWords(disk({ state: 'gone' }))?.action).toMatch(/^Reconnect its drive/);
});

it('has words for every state, and pauses exactly in those in which nothing can be kept', () => {
  const states = ['ok', 'soon_low', 'low', 'read_only', 'gone'] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...states),
      fc.maxSafeNat(),
      fc.maxSafeNat(),
      (state, freeBytes, reserveBytes) => {
        const one = disk({ state, freeBytes, reserveBytes, freeFiles: 5 });
        expect(diskWords(one) === null).toBe(state === 'ok');
        expect(pausedBy(one)?.code).toBe(state === 'ok' || state === 'soon_low' ? undefined : 'disk_full');
        expect(sizeInWords(freeBytes)).toMatch(/^[\d.]+ (bytes|kB|MB|GB|TB)$/);
      },
    ),
  );
});

it('reads each disk once, and a folder that is gone as gone', async () => {
  const place = (path: string) => ({ path, holds: 'vault' as const });
  expect(await readRooms([place(tmpdir()), place(tmpdir())], null)).toHaveLength(1);
  expect(await readRoom(place(join(tmpdir(), 'no', 'such', 'folder')), null)).toMatchObject({
    state: 'gone',
  });
  expect(await readRoom(place(tmpdir()), Number.MAX_SAFE_INTEGER)).toMatchObject({ state: 'low' });
});

it('holds work back until there is room, and lets go of what was stopped', async () => {
  let reserve = Number.MAX_SAFE_INTEGER;
  const gate = createRoomGate([{ path: tmpdir(), holds: 'data folder' }], () => reserve);
  const said: (string | null)[] = [];
  const say = (reason: { message: string } | null): void => {
    said.push(reason?.message ?? null);
    reserve = 0;
  };
  await gate.enter(new AbortController().signal, say);
  expect(said).toEqual([expect.stringMatching(/so new work waits/), null]);
  const full = createRoomGate([{ path: tmpdir(), holds: 'data folder' }], () => Number.MAX_SAFE_INTEGER);
  const stop = new AbortController();
  await expect(full.enter(stop.signal, () => stop.abort())).rejects.toMatchObject({ name: 'AbortError' });
});

it('knows what a disk says when it refuses, and tells it from any other error', () => {
  for (const code of ['ENOSPC', 'EDQUOT', 'EROFS']) {
    expect(isRefusal(system(code))).toBe(true);
    expect(refusalReason(system(code), '/data').message).toMatch(/so new work waits/);
    expect(toWireError(system(code)).code).toBe('disk_full');
  }
  expect([isRefusal(system('EACCES')), isRefusal(null), isRefusal('ENOSPC')]).toEqual([false, false, false]);
  expect(toWireError(new Error('MISCONF Errors writing to the AOF file')).message).toMatch(
    /Redis cannot write/,
  );
  expect(toWireError(Object.assign(new Error('full'), { sqliteCode: 13 })).code).toBe('disk_full');
  const codes = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'ENOTDIR', 'EIO'].map(
    (code) => folderRefusal(system(code), '/data')?.code,
  );
  expect(codes).toEqual([
    ...['disk_full', 'disk_full', 'access_restricted', 'access_restricted', 'not_a_folder', 'folder_missing'],
  ]);
  expect(folderRefusal(new Error('a defect'), '/data')).toBeNull();
});
