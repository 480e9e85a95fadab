/** Every program of Redwell keeps its files private before it does anything else, so that no new one can forget. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const entries = [
  ...read('electron.vite.config.ts').matchAll(/at\('(src\/(?:main|serve|worker|cli)\/.*?\.ts)'\)/g),
]
  .map(([, path]) => String(path))
  // A thread has the rights of its process, and may not change them.
  .filter((path) => !read(path).includes("from 'node:worker_threads'"));

it('knows the entries', () => expect(entries).toHaveLength(5));

it.each(entries)('%s keeps its files private', (path) => {
  expect(read(path)).toMatch(/^\s*(keepFilesPrivate\(\)|openDataFolder\(dataDir\));/m);
});
