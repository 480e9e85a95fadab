/** What differs between Linux, macOS and Windows, decided by small functions that are given the system. */
import { win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStopMessage, STOP_MESSAGE, workerMessageSchema } from '../../../src/core/app/worker-message.ts';
import { portablePath } from '../../../src/core/util/portable-names.ts';
import { programFile, runsOwnServer, searchPath } from '../../../src/core/util/programs.ts';
import { type RenameParts, renamePatiently } from '../../../src/core/util/rename.ts';

describe('the search path', () => {
  it('gets the folders of Homebrew and LibreOffice on macOS, after what it has', () => {
    const path = searchPath({ PATH: '/usr/bin:/bin:/usr/local/bin' }, 'darwin').split(':');
    expect(path).toEqual([
      ...['/usr/bin', '/bin', '/usr/local/bin', '/opt/homebrew/bin', '/opt/local/bin'],
      '/Applications/LibreOffice.app/Contents/MacOS',
    ]);
  });

  it('gets the folders of Tesseract and LibreOffice on Windows, once, and none that is relative', () => {
    const env = { PATH: 'C:\\Windows;c:\\program files\\tesseract-ocr\\', PROGRAMFILES: 'C:\\Program Files' };
    expect(searchPath(env, 'win32').split(';')).toEqual([
      ...['C:\\Windows', 'c:\\program files\\tesseract-ocr\\'],
      'C:\\Program Files\\LibreOffice\\program',
    ]);
    expect(searchPath({ PATH: 'C:\\Windows', PROGRAMFILES: '.' }, 'win32')).toBe('C:\\Windows');
  });

  it('stays as it is on Linux, without the empty names that mean the working folder', () => {
    expect(searchPath({ PATH: '/usr/bin::/home/a/bin:' }, 'linux')).toBe('/usr/bin:/home/a/bin');
    expect(searchPath({}, 'linux')).toBe('');
  });

  it.each([
    ['tesseract', 'win32', 'tesseract.exe'],
    ['soffice.com', 'win32', 'soffice.com'],
    ['tesseract', 'darwin', 'tesseract'],
    ['tesseract', 'linux', 'tesseract'],
  ] as const)('knows %s on %s as %s', (name, platform, file) =>
    expect(programFile(name, platform)).toBe(file),
  );

  it('leads to a server of its own everywhere but on Windows', () =>
    expect((['linux', 'darwin', 'win32'] as const).map(runsOwnServer)).toEqual([true, true, false]));
});

describe('a rename', () => {
  /** A disk on which somebody holds a file until a time, and a clock that only waiting moves. */
  function held(platform: NodeJS.Platform, code: string, untilMs: number) {
    let at = 0;
    const tries: number[] = [];
    const parts: RenameParts = {
      platform,
      now: () => at,
      wait: async (ms) => {
        at += ms;
      },
      async rename() {
        tries.push(at);
        if (at < untilMs) throw Object.assign(new Error(code), { code });
      },
    };
    return { tries, rename: (patienceMs: number) => renamePatiently('a', 'b', patienceMs, parts) };
  }

  it.each(['EPERM', 'EBUSY', 'EACCES'])('waits on Windows until %s has passed', async (code) => {
    const disk = held('win32', code, 1500);
    await disk.rename(10_000);
    expect(disk.tries.at(-1)).toBeGreaterThanOrEqual(1500);
    expect(disk.tries.length).toBeLessThan(20);
  });

  it('gives up on Windows when its time is over, with the error of the system', async () => {
    const disk = held('win32', 'EBUSY', 60_000);
    await expect(disk.rename(2000)).rejects.toMatchObject({ code: 'EBUSY' });
    expect(disk.tries.at(-1)).toBeLessThanOrEqual(2000);
  });

  it.each([
    ['linux', 'EBUSY'],
    ['darwin', 'EPERM'],
    ['win32', 'ENOENT'],
    ['win32', 'ENOSPC'],
  ] as const)('tries once on %s when the system says %s', async (platform, code) => {
    const disk = held(platform, code, 60_000);
    await expect(disk.rename(10_000)).rejects.toMatchObject({ code });
    expect(disk.tries).toEqual([0]);
  });
});

describe('a portable name', () => {
  it.each([
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['NUL .txt', '_NUL .txt'],
    ['com¹.pdf', '_com¹.pdf'],
    ['CONIN$', '_CONIN$'],
    ['conference.pdf', 'conference.pdf'],
    ['draft...', 'draft___'],
    ['draft . ', 'draft___'],
    ['a:b?.pdf', 'a_b_.pdf'],
    ['C:/box', 'C_/box'],
    ['\\\\server\\share\\box', '__server_share_box'],
  ])('makes of %j %j', (name, portable) => expect(portablePath(name)).toBe(portable));

  it('is one that Windows keeps as it is, whatever it is made of', () => {
    const unit = fc.constantFrom(...'aC.: \\*?|<>"onuN1$\u0001\u00b9é', '\u{1F4C4}');
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 300 }), (name) => {
        const made = portablePath(name);
        expect(made).not.toMatch(/[. ]$|[\\:*?"<>|\p{Cc}]/u);
        expect(made.split('.')[0]?.trimEnd()).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i);
        expect(Buffer.byteLength(made)).toBeLessThanOrEqual(255);
        // No drive, no share, and no way up.
        expect(win32.parse(made).root).toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});

it('tells a request to stop from passwords', () => {
  expect(isStopMessage(STOP_MESSAGE)).toBe(true);
  expect(workerMessageSchema.safeParse(STOP_MESSAGE).success).toBe(false);
  expect(isStopMessage({ kind: 'stop', batchId: 'b' })).toBe(false);
});
