/**
 * What `npm run package -- --dir` packs where Electron's program cannot be had: files, fuses and notices, and the main
 * process, started from the packed archive with the double of `electron`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
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
import { startShell } from '../../doubles/electron-app.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** What electron-builder writes its debug log to. */
const QUIET = { isEnabled: false } as never;
let base: string;
let folder: string;
let code: number;
let printed: string;
let files: PackedFile[];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'rw-packed-'));
  const program = join(ROOT, 'scripts', 'package.mjs');
  const child = spawn(process.execPath, [program, '--dir', '--stand-in', '--out', join(base, 'dist')], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  [printed, [code]] = (await Promise.all([text(child.stderr), once(child, 'exit')])) as [string, [number]];
  folder = join(base, 'dist', 'linux-unpacked');
  files = existsSync(folder) ? packedFiles(archiveOf(folder)) : [];
});
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
