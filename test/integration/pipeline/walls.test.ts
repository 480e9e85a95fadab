/** A parser that its document has taken over gets nothing but the document's bytes. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { ChildLink, Way } from '../../../src/core/sandbox/link.ts';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';
import type { Lifetime } from '../../../src/core/util/lifecycle.ts';
import type { Wall } from '../../../src/shared/walls.ts';
import { sharedFixture } from '../../support/shared-fixture.ts';
import { isIntact, openPrey, SECRET } from './prey.ts';

vi.setConfig({ testTimeout: 180_000 });

const shared = sharedFixture((scope: Lifetime) => openPrey(scope));
const LIMITS = { maxMembers: 10, maxBytes: 1e6, maxRatio: 100 };

/** Says on the console what a missing wall leaves open, and whether the wall is there. */
function has(wall: Wall, attempts: string): boolean {
  const up = shared().walls.on.includes(wall);
  if (!up) console.log(`not stopped on this machine: ${attempts}`);
  return up;
}

it('has no password in its environment, and only what is listed', async () => {
  const [own, started] = await shared().attack([['environment'], ['parent environment']]);
  expect(own!.what).not.toContain(SECRET);
  expect(started!.what).not.toContain(SECRET);
  const listed =
    /^(PATH|LANG|LC_\w+|TZ|TESSDATA_PREFIX|HOME|PWD|OLDPWD|SHLVL|_|TMPDIR|XDG_CACHE_HOME|REDWELL_(OCR|RETIRE_MB|LIBREOFFICE|PDF_TEXT))$/;
  expect(own!.what.split(' ').filter((name) => !listed.test(name))).toEqual([]);
});

it('reads no file but its own, neither itself nor by a program', async () => {
  const { files, attack, folder } = shared();
  const own = has('code', 'reading and writing other files by the parser’s own code');
  const all = has('files', 'reading and writing other files by a program');
  for (const path of Object.values(files)) {
    const got = await attack([
      ['read', path],
      ['read by program', path],
      ['read by another Node', path],
    ]);
    if (own) expect(got[0]).toMatchObject({ refused: true });
    if (all) expect(got.slice(1).map(({ refused }) => refused)).toEqual([true, true]);
  }
  const stray = join(folder, 'stray.txt');
  const writes = await attack([
    ['list', folder],
    ['append', files.original],
    ['write by another Node', files.original],
    ['write by another Node', stray],
    ['write by another Node', '/usr/lib/redwell-stray'],
  ]);
  if (own && all) expect(writes.map(({ refused }) => refused)).toEqual(writes.map(() => true));
  if (all) {
    expect(await isIntact(files.original)).toBe(true);
    expect(existsSync(stray)).toBe(false);
  }
});

it('reaches no network, no Redis and no other socket', async () => {
  const { attack, port, udpPort, socket, abstractName, arrived } = shared();
  const got = await attack([
    ['tcp', String(port)],
    ['udp', String(udpPort)],
    ['abstract socket', abstractName],
    ['name', 'redwell.example'],
    ['unix socket', socket],
  ]);
  if (has('network', 'connections, names and datagrams'))
    expect(got.slice(0, 4).map(({ refused }) => refused)).toEqual([true, true, true, true]);
  if (has('files', 'sockets in the file system')) expect(got[4]).toMatchObject({ refused: true });
  if (has('network', '') && has('files', '')) expect(arrived).toEqual([]);
});

it('sees neither its parent nor other programs', async () => {
  const { attack } = shared();
  const got = await attack([
    ['signal', String(process.pid)],
    ['read by program', `/proc/${process.pid}/environ`],
    ['read by program', `/proc/${process.pid}/cmdline`],
    ['read by another Node', `/proc/${process.pid}/mem`],
    ['descriptors'],
  ]);
  if (!has('processes', 'signals to other programs of the same account, and their memory')) return;
  expect(got.slice(0, 4).map(({ refused }) => refused)).toEqual([true, true, true, true]);
  expect(
    got[4]!.what.split('\n').filter((line) => line.startsWith('/') && !/^\/(dev|proc|\$)/.test(line)),
  ).toEqual([]);
});

it('accepts no member that a child did not write as it says', async () => {
  const { sandbox, folder, files } = shared();
  const member = { name: 'a.txt', file: 'member-000001', bytes: 4, modifiedAt: null };
  const lies = {
    'a path': {
      files: [],
      links: [],
      said: { members: [{ ...member, file: '../original.pdf' }], problems: [] },
    },
    'a link': {
      files: [],
      links: [['member-000001', files.original]],
      said: { members: [{ ...member, bytes: SECRET.length }], problems: [] },
    },
    'a size': {
      files: ['member-000001'],
      links: [],
      said: { members: [{ ...member, bytes: 3 }], problems: [] },
    },
    'a name': {
      files: ['member-000001'],
      links: [],
      said: { members: [{ ...member, name: '../../up.txt' }], problems: [] },
    },
    'too many': {
      files: ['member-000001'],
      links: [],
      said: { members: Array.from({ length: 11 }, () => member), problems: [] },
    },
    nothing: { files: [], links: [], said: null },
  };
  for (const [name, lie] of Object.entries(lies)) {
    const location = join(folder, 'lie.zip');
    await writeFile(location, JSON.stringify(lie));
    const into = join(folder, `into ${name}`);
    await expect(sandbox.expand({ location, type: 'zip' }, into, LIMITS), name).rejects.toMatchObject({
      code: 'worker_lost',
      message: expect.stringContaining('makes no sense'),
    });
    expect(existsSync(join(into, 'member-000001')), name).toBe(false);
  }
});

it('gives the next document none of what a document left', async () => {
  const { attack } = shared();
  const [before] = await attack([['list', '.']]);
  await attack([['leave', 'word-from-the-last-client']]);
  const [after] = await attack([['list', '.']]);
  expect(after).toEqual(before);
});

it('removes what a parent that was killed has left', async () => {
  const { sandbox } = shared();
  await sandbox.walls();
  const [own] = readdirSync(tmpdir()).filter(
    (name) => name.includes(`-${process.pid}-`) && name.startsWith('redwell-parsers-'),
  );
  // The folder of a process that has ended: its own name, with the number of a process that is gone.
  const gone = spawn('true');
  await new Promise((resolve) => gone.once('exit', resolve));
  const left = join(tmpdir(), own!.replace(`-${process.pid}-`, `-${gone.pid}-`));
  await mkdir(join(left, 'child-x'), { recursive: true });
  await writeFile(join(left, 'child-x', 'letter.docx'), SECRET);
  const next = createSandbox({ entry: join(tmpdir(), 'none.js') });
  await expect(next.engines()).rejects.toMatchObject({ code: 'infrastructure' });
  await next.dispose();
  expect(existsSync(left)).toBe(false);
  await access(join(tmpdir(), own!));
});

it('reads nothing where walls are required and missing', async () => {
  const open: Way = {
    by: 'none',
    encloses: { network: false, files: false },
    start: (): ChildLink => {
      let tell: (message: unknown) => void = () => undefined;
      let end: (reason: string) => void = () => undefined;
      return {
        pid: undefined,
        send: ({ id }) => {
          const value = { file: true, network: true, parent: true, gainsRights: true, permission: false };
          queueMicrotask(() => tell({ kind: 'value', id, value }));
        },
        onMessage: (listener) => {
          tell = listener;
        },
        onFault: () => undefined,
        exited: new Promise((resolve) => {
          end = resolve;
        }),
        kill: () => end('killed'),
      };
    },
  };
  const sandbox = createSandbox({ entry: 'none.js', starter: async () => [open], walls: 'required' });
  await expect(sandbox.engines()).rejects.toMatchObject({
    code: 'infrastructure',
    message: expect.stringContaining('REDWELL_WALLS=required'),
  });
  expect((await sandbox.walls()).missing).toContain('network');
  await sandbox.dispose();
});
