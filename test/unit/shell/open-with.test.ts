/** What other programs ask Redwell to open, with hostile arguments, paths and addresses. */
import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PACK_FILE, packOfFile } from '../../../src/core/handover/pack-file.ts';
import type { Page } from '../../../src/main/app.ts';
import { grant, grantWishes, readWish } from '../../../src/main/shell/open-with.ts';
import { makePack } from '../../support/pack.ts';

const NOTHING = { folder: null, link: null, pack: null };

describe('the arguments of a start', () => {
  it.each([
    [['--data', '/d', '/x/Check with Redwell.redwellpack'], { pack: '/x/Check with Redwell.redwellpack' }],
    [['a.REDWELLPACK'], { pack: '/cwd/a.REDWELLPACK' }],
    [['file:///x/a%20b.redwellpack'], { pack: 'file:///x/a%20b.redwellpack' }],
    [['/box 12'], { folder: '/box 12' }],
    [['redwell://batch/b1'], { link: 'redwell://batch/b1' }],
    // The data folder may be called anything.
    [['--data', '/d.redwellpack', '/box'], { folder: '/box' }],
    [['--data=/d.redwellpack'], {}],
  ])('%j', (args, wish) => {
    expect(readWish(args, '/cwd', false).wish).toEqual({ ...NOTHING, ...wish });
  });

  it('opens one thing, and a pack never as a folder of documents', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 3 }), fc.string(), (parts, end) => {
        const page = { open: vi.fn(), submit: vi.fn(), checkPack: vi.fn() };
        const pack = `/${parts.join('/')}x${end}.redwellpack`;
        grant(page as unknown as Page, readWish([pack], '/cwd', true).wish);
        expect(page.checkPack).toHaveBeenCalledTimes(1);
        expect([page.open, page.submit].some(({ mock }) => mock.calls.length > 0)).toBe(false);
      }),
    );
  });

  it('takes anything from another process without an error', async () => {
    const app = new EventEmitter();
    const page = { open: vi.fn(), submit: vi.fn(), checkPack: vi.fn() };
    grantWishes(app as never, Promise.resolve(page as unknown as Page));
    for (const wish of [null, 7, { pack: {} }, { pack: 'x'.repeat(50_000) }, { link: 'javascript:1' }])
      app.emit('second-instance', {}, [], '/', wish);
    app.emit('open-file', { preventDefault: () => undefined }, '/x/a.redwellpack');
    app.emit('open-file', { preventDefault: () => undefined }, '/box');
    await Promise.resolve();
    expect(page.open.mock.calls).toEqual([['/'], ['/'], ['/'], ['/'], ['/']]);
    expect(page.checkPack.mock.calls).toEqual([['/x/a.redwellpack']]);
    expect(page.submit.mock.calls).toEqual([['/box']]);
  });
});

describe('the file of a pack', () => {
  let base: string;
  let file: string;
  beforeAll(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'rw-pack-')));
    ({ file } = await makePack(join(base, 'a pack')));
    await mkdir(join(base, 'empty'));
    await writeFile(join(base, 'empty', PACK_FILE), '');
    await symlink(file, join(base, 'a pack', 'link.redwellpack'));
    await mkdir(join(base, 'a pack', 'folder.redwellpack'));
  });
  afterAll(() => rm(base, { recursive: true }));

  it('leads to its folder, as a path and as an address', async () => {
    expect(await packOfFile(file)).toBe(join(base, 'a pack'));
    expect(await packOfFile(pathToFileURL(file).href)).toBe(join(base, 'a pack'));
  });

  it.each([
    ['is in no pack', () => join(base, 'empty', PACK_FILE)],
    ['is not there', () => join(base, 'a pack', 'x.redwellpack')],
    ['is a link', () => join(base, 'a pack', 'link.redwellpack')],
    ['is a folder', () => join(base, 'a pack', 'folder.redwellpack')],
    ['has another name', () => join(base, 'a pack', 'bagit.txt')],
    ['is no whole path', () => 'a pack/x.redwellpack'],
    ['is cut by a zero', () => `${file}\0.redwellpack`],
    ['is on another computer', () => `file://server/share/${PACK_FILE}`],
    ['has a query', () => `${pathToFileURL(file).href}?x.redwellpack`],
    ['is another kind of address', () => `https://x/${PACK_FILE}`],
    ['has a broken address', () => 'file:///%2/x.redwellpack'],
    ['has a hidden slash', () => 'file:///a%2Fb.redwellpack'],
  ])('that %s is refused with a sentence', async (_why, path) => {
    await expect(packOfFile(path())).rejects.toMatchObject({ code: 'not_found', action: expect.any(String) });
  });
});
