/** The build of the page: what the first page loads, and the compressed files beside its scripts and styles. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const PAGE = join(import.meta.dirname, '..', '..', '..', 'out', 'renderer');
const ASSETS = join(PAGE, 'assets');
/** Bytes of script, compressed with gzip, that the Overview may need before it can be used. */
const BUDGET = 180_000;

const textOf = (name: string): string => readFileSync(join(ASSETS, name), 'utf8');

/** Returns a script and everything that it imports before it runs. */
function withImports(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, imported = ''] of textOf(name).matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
    withImports(imported, found);
  return found;
}

/** Returns the script of a page. */
function scriptOf(page: string): string {
  const names = readdirSync(ASSETS).filter((name) => name.startsWith(`${page}-`) && name.endsWith('.js'));
  expect(names).toHaveLength(1);
  return names[0] ?? '';
}

function firstScripts(): Set<string> {
  const html = readFileSync(join(PAGE, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/assets\/([\w.-]+\.js)"/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(0);
  const found = new Set<string>();
  for (const name of [...named, scriptOf('overview-page')]) withImports(name, found);
  return found;
}

it('opens the Overview with less than 180 kB of compressed script', () => {
  const sizes = [...firstScripts()].map((name) => [name, gzipSync(textOf(name)).length] as const);
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  expect(total, JSON.stringify(sizes)).toBeLessThan(BUDGET);
});

it('leaves charts, the palette and other pages out of what the Overview waits for', () => {
  const first = firstScripts();
  for (const later of ['work-charts', 'overlay-host', 'others', 'cancel-dialog'])
    expect(first).not.toContain(scriptOf(later));
});

it('asks for few files, since each costs a request', () => {
  expect(readdirSync(ASSETS).filter((name) => name.endsWith('.js')).length).toBeLessThan(50);
});

it('keeps each compressed file equal to the file that it stands for', () => {
  const names = readdirSync(ASSETS);
  const scripts = names.filter((name) => /\.(js|css)$/.test(name) && textOf(name).length >= 1_000);
  expect(scripts.length).toBeGreaterThan(5);
  for (const name of scripts) {
    const plain = readFileSync(join(ASSETS, name));
    expect(brotliDecompressSync(readFileSync(join(ASSETS, `${name}.br`))).equals(plain), name).toBe(true);
    expect(gunzipSync(readFileSync(join(ASSETS, `${name}.gz`))).equals(plain), name).toBe(true);
  }
});
