/**
 * What `npm run package -- --dir` packs where Electron's program cannot be had: files, fuses and notices, and the main
 * process, started from the packed archive with the double of `electron`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { extractAll } from '@electron/asar';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builderConfig, FUSES } from '../../../scripts/package/config.mjs';
import { archiveOf, type PackedFile, packedFiles } from '../../../scripts/package/contents.mjs';
import { proveFuses, readFuses } from '../../../scripts/package/fuses.mjs';
import { isRunnable } from '../../../src/core/util/tied.ts';
import { startShell } from '../../doubles/electron-app.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** What electron-builder writes its debug log to. */
const QUIET = { isEnabled: false } as never;
/** Debian's own tool makes the deb that is looked at. Packing takes minutes on a small machine, so it must be asked for. */
const CAN_DEB = process.env.REDWELL_DEB === '1' && isRunnable('dpkg-deb');
let base: string;
let folder: string;
let code: number;
let printed: string;
let files: PackedFile[];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'rw-packed-'));
  const program = join(ROOT, 'scripts', 'package.mjs');
  const child = spawn(
    process.execPath,
    [program, '--stand-in', ...(CAN_DEB ? ['--deb'] : ['--dir']), '--out', join(base, 'dist')],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  [printed, [code]] = (await Promise.all([text(child.stderr), once(child, 'exit')])) as [string, [number]];
  folder = join(base, 'dist', 'linux-unpacked');
  files = existsSync(folder) ? packedFiles(archiveOf(folder)) : [];
}, 300_000);
afterAll(() => rm(base, { recursive: true, force: true }));

it('says what is missing, and exits with 3', () => {
  expect(code, printed).toBe(3);
  expect(printed).toContain("Electron's program is missing");
  expect(printed).toContain('there is no installer');
});

describe('the archive', () => {
  it('contains no tests, sources, maps or development tools', () => {
    const paths = files.map(({ path }) => path);
    expect(paths.filter((path) => /\.(ts|tsx|map)$|^\/(src|test|scripts|docs)\//.test(path))).toEqual([]);
    for (const name of [
      'electron',
      'vitest',
      'typescript',
      'react',
      '@mantine',
      '@tabler',
      'fastify',
      'commander',
    ])
      expect(paths.filter((path) => path.startsWith(`/node_modules/${name}/`))).toEqual([]);
    expect(paths).not.toContain('/out/main/serve.js');
    expect(paths).not.toContain('/out/main/cli.js');
  });

  it('is smaller than 120 MB', () => {
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBeGreaterThan(50e6);
    expect(bytes).toBeLessThan(120e6);
  });

  it('has a checksum for every file, and only native parts lie beside it', () => {
    expect(files.filter(({ hash }) => hash === null)).toEqual([]);
    const beside = files.filter(({ unpacked }) => unpacked).map(({ path }) => path);
    for (const part of ['libvips-cpp.so', 'sharp-linux-x64', 'sqlite.glibc.node'])
      expect(beside.some((path) => path.includes(part))).toBe(true);
    expect(beside.filter((path) => path.startsWith('/out/'))).toEqual([]);
    expect(beside.filter((path) => /darwin|win32|arm64/.test(path))).toEqual([]);
  });
});

describe('the fuses', () => {
  it('are read back from the program as they were asked for', async () => {
    expect(await readFuses(join(folder, 'redwell'))).toEqual(FUSES);
  });

  it('are refused when one of them differs', async () => {
    const other = join(base, 'other');
    const program = readFileSync(join(folder, 'redwell'), 'latin1');
    await writeFile(other, program.replace('01001100', '11001100'), 'latin1');
    await expect(proveFuses(other)).rejects.toThrow('runAsNode');
  });
});

describe('the configuration', () => {
  it('follows the schema of electron-builder, which refuses a wrong word', async () => {
    await validateConfiguration(builderConfig({}), QUIET);
    const wrong = { ...builderConfig({}), deb: { recommend: [] } } as object;
    await expect(validateConfiguration(wrong, QUIET)).rejects.toThrow('configuration.deb');
  });

  it('has no update feed, no signing and no notarization, unless the environment asks for them', async () => {
    expect(builderConfig({})).toMatchObject({
      publish: null,
      forceCodeSigning: false,
      mac: { notarize: false },
    });
    const asked = builderConfig({
      REDWELL_UPDATE_URL: 'https://updates.example/',
      REDWELL_SIGN: 'required',
      APPLE_API_KEY: '/key.p8',
    });
    await validateConfiguration(asked, QUIET);
    expect(asked).toMatchObject({
      publish: [{ url: 'https://updates.example/' }],
      forceCodeSigning: true,
      mac: { notarize: true },
    });
  });

  it('asks Debian for Redis, and recommends the faster readers', () => {
    const deb = builderConfig({}).deb;
    expect(deb?.depends).toContain('redis-server');
    expect(deb?.recommends).toEqual(
      expect.arrayContaining(['tesseract-ocr', 'poppler-utils', 'libreoffice']),
    );
  });
});

it('lists the licenses of all packages in the archive, with the text of the LGPL', () => {
  const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const { path } of files.filter(({ path }) =>
    /^\/node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path),
  )) {
    const name = path.slice('/node_modules/'.length, -'/package.json'.length);
    expect(notices).toMatch(new RegExp(`^${name.replaceAll('.', '\\.')} \\d`, 'm'));
  }
  expect(notices).toContain('@img/sharp-libvips');
  expect(notices).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  expect(notices).toContain('GNU GENERAL PUBLIC LICENSE\n                       Version 3');
  expect(notices).toContain('@mantine/core');
});

describe.runIf(CAN_DEB)('the deb', () => {
  let deb: string;
  let root: string;
  const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
  beforeAll(() => {
    const [name] = readdirSync(join(base, 'dist')).filter((one) => one.endsWith('.deb'));
    deb = join(base, 'dist', name ?? 'none.deb');
    root = join(base, 'root');
    execFileSync('dpkg-deb', ['-R', deb, root]);
  });

  it('asks for Redis and what Electron needs, and recommends the readers', () => {
    const control = textOf('DEBIAN/control');
    expect(control).toMatch(/^Package: redwell\nVersion: \d/);
    expect(control).toMatch(/^Depends: redis-server, util-linux, /m);
    expect(control).toMatch(/^Recommends: tesseract-ocr, poppler-utils, libreoffice/m);
    expect(control).toMatch(/^Description: Operator console for batch document processing in law offices$/m);
    expect(Number(/^Installed-Size: (\d+)$/m.exec(control)?.[1])).toBeGreaterThan(50_000);
    for (const script of ['postinst', 'postrm']) execFileSync('bash', ['-n', join(root, 'DEBIAN', script)]);
    expect(textOf('DEBIAN/postinst')).toContain('update-mime-database');
  });

  it('registers links and the file of a pack, and has icons in every size', () => {
    const entry = textOf('usr/share/applications/redwell.desktop');
    expect(entry).toMatch(/^Exec=\/opt\/Redwell\/redwell %U$/m);
    expect(entry).toMatch(/^MimeType=.*x-scheme-handler\/redwell;/m);
    expect(entry).toMatch(/^MimeType=.*application\/vnd\.redwell\.pack;/m);
    expect(entry.match(/x-scheme-handler/g)).toHaveLength(1);
    const types = textOf('usr/share/mime/packages/redwell.xml');
    expect(types).toContain('<mime-type type="application/vnd.redwell.pack">');
    expect(types).toContain('<comment>Redwell evidence pack</comment>');
    expect(types).toContain('<glob pattern="*.redwellpack"/>');
    const sizes = readdirSync(join(root, 'usr/share/icons/hicolor')).sort();
    expect(sizes).toEqual(expect.arrayContaining(['128x128', '256x256', '48x48', '512x512']));
    expect(existsSync(join(root, 'usr/share/doc/redwell/copyright'))).toBe(true);
    if (isRunnable('desktop-file-validate'))
      execFileSync('desktop-file-validate', [join(root, 'usr/share/applications/redwell.desktop')]);
  });

  it('can be read by everyone, belongs to root, and holds the checked archive', () => {
    const listed = execFileSync('dpkg-deb', ['-c', deb], { encoding: 'utf8', maxBuffer: 64e6 });
    expect(
      listed.split('\n').filter((line) => line !== '' && !/^[dl-]rwxr-xr-x|^-rw-r--r--|^l/.test(line)),
    ).toEqual([]);
    expect(listed).not.toMatch(/^\S+ (?!root\/root)/m);
    // The next test starts the main process from where the deb puts it.
    folder = join(root, 'opt', 'Redwell');
    expect(packedFiles(archiveOf(folder))).toEqual(files);
  });
});

it('starts from the archive, and reads a folder to the end', async () => {
  const app = join(base, 'app');
  extractAll(archiveOf(folder), app);
  const shell = startShell(['--data', join(base, 'data')], {}, app);
  await shell.opened;
  const box = join(base, 'Box 12');
  await mkdir(box);
  await writeFile(join(box, 'note.txt'), 'Mr. John Harker met Ms. Mina Murray in London on 3 May 1893.');
  await shell.ask('secondInstance', box);
  await expect
    .poll(async () => (await shell.ask('state')).notifications, { timeout: 60_000, interval: 100 })
    .toMatchObject([{ shown: true, title: expect.stringContaining('Box 12') }]);
  expect((await shell.ask('state')).errors).toEqual([]);
  expect(await shell.quit()).toBe(0);
});
