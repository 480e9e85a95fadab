/** Library: builds `out/` if it is missing or was built from other sources. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { quiet, ROOT } from './lib-run.mjs';
import { giveUp, say } from './lib-say.mjs';

const SOURCES = [
  'src',
  'lua',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
];
const STAMP = join(ROOT, 'out', '.built');
const PRODUCTS = ['main/index.js', 'main/serve.js', 'preload/index.cjs', 'renderer/index.html'];

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) yield path;
  else for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

/** Returns a digest of the sources' names and contents. File times differ between checkouts, so they don't count. */
function fingerprint() {
  const digest = createHash('sha256');
  for (const source of SOURCES)
    for (const file of filesUnder(join(ROOT, source)))
      digest.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  return digest.digest('hex');
}

function isBuilt(now) {
  return (
    existsSync(STAMP) &&
    readFileSync(STAMP, 'utf8') === now &&
    PRODUCTS.every((product) => existsSync(join(ROOT, 'out', product)))
  );
}

/** Builds if needed. @returns whether it did */
export function ensureBuilt() {
  const now = fingerprint();
  if (isBuilt(now)) return false;
  say('Building Redwell …');
  const builder = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  if (!existsSync(builder))
    giveUp('The dependencies are not installed. Run "npm ci", then the same command again.');
  const started = Date.now();
  const { ok, output } = quiet(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  if (!ok) giveUp(`The build failed:\n${output}`);
  writeFileSync(STAMP, now);
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  return true;
}
