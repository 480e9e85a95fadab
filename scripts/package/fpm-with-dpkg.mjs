#!/usr/bin/env node
/**
 * Makes a deb from the arguments that electron-builder gives to fpm, with the dpkg-deb of this system: fpm is a download,
 * and Debian has no package of it. electron-builder finds this program in CUSTOM_FPM_PATH.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const TEXTS =
  'architecture description version package name maintainer vendor url category license iteration'.split(' ');
const string = { type: 'string' };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: true,
  options: {
    ...Object.fromEntries(TEXTS.map((name) => [name, string])),
    ...{ 'after-install': string, 'after-remove': string, 'deb-priority': string, 'deb-compression': string },
    ...{
      depends: { ...string, short: 'd', multiple: true },
      'deb-recommends': { ...string, multiple: true },
    },
    ...{ 'input-type': { ...string, short: 's' }, target: { ...string, short: 't' } },
    ...{ force: { type: 'boolean' }, debug: { type: 'boolean' }, log: string },
  },
});
if (values.target !== 'deb' || values['input-type'] !== 'dir')
  throw new Error(
    `Only a deb from folders can be made here, not ${values.target} from ${values['input-type']}.`,
  );

/** How dpkg-deb packs. The fast way is for packages that are only looked at. */
const PACKED = values['deb-compression'] === 'gz' ? ['-Zgzip', '-z1'] : ['-Zxz'];

/** Bytes of all files below a folder. */
const sizeOf = (path) =>
  lstatSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : lstatSync(path).size;

/** A description's first line is the synopsis; the others begin with a blank, and an empty one is a dot. */
function descriptionOf(text = '') {
  const [synopsis, ...others] = text.trim().split('\n');
  return [synopsis.trim() || values.name, ...others.map((line) => ` ${line.trim() || '.'}`)].join('\n');
}

const root = mkdtempSync(join(tmpdir(), 'rw-deb-'));
try {
  for (const pair of positionals) {
    const at = pair.lastIndexOf('=/');
    const [from, to] = [pair.slice(0, at), join(root, pair.slice(at + 1))];
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
  const installed = Math.ceil(sizeOf(root) / 1024);
  const fields = {
    Package: values.name,
    Version: values.version + (values.iteration ? `-${values.iteration}` : ''),
    License: values.license,
    Vendor: values.vendor,
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    'Installed-Size': String(installed),
    Depends: values.depends?.join(', '),
    Recommends: values['deb-recommends']?.join(', '),
    Section: values.category ?? 'misc',
    Priority: values['deb-priority'],
    Homepage: values.url,
    Description: descriptionOf(values.description),
  };
  mkdirSync(join(root, 'DEBIAN'));
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  writeFileSync(
    join(root, 'DEBIAN', 'control'),
    `${lines.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`,
  );
  for (const [name, file] of [
    ['postinst', values['after-install']],
    ['postrm', values['after-remove']],
  ])
    if (file !== undefined) writeFileSync(join(root, 'DEBIAN', name), readFileSync(file), { mode: 0o755 });
  // Everyone may read a program; the files belong to root, whoever packs them.
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', root]);
  execFileSync('dpkg-deb', ['--root-owner-group', ...PACKED, '--build', root, values.package], {
    stdio: 'inherit',
  });
} finally {
  rmSync(root, { recursive: true, force: true });
}
