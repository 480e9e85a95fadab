/** Builds a sandbox entry the way the product is built: ESM for Node 20.19, dependencies from node_modules. */
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'vite';
import { createSandbox, type SandboxOptions } from '../../../src/core/sandbox/pool.ts';
import type { Lifetime } from '../../../src/core/util/lifecycle.ts';
import { sharedFixture } from '../../support/shared-fixture.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** Inside the repository, so that Node finds the dependencies. */
const CACHE = join(ROOT, 'node_modules/.cache/redwell-sandbox');
/** Everything that goes into an entry, besides its own folder. */
const INPUTS = ['src/core', 'src/shared', 'src/worker', 'resources/tessdata'];
/** Builds of older sources are removed after this time. */
const KEPT_MS = 24 * 60 * 60 * 1000;

export interface BuiltSandbox {
  entry: string;
  dispose(): Promise<void>;
}

/**
 * Builds an entry, or returns the build that another test file made of the same sources.
 * @param path path of the entry, absolute or from the root of the repository
 */
export async function buildSandbox(path = 'src/worker/sandbox.ts'): Promise<BuiltSandbox> {
  const source = relative(ROOT, resolve(ROOT, path));
  const outDir = join(CACHE, await digestOf(source));
  const built = { entry: join(outDir, 'sandbox.js'), dispose: () => Promise.resolve() };
  if (await exists(built.entry)) return built;
  await mkdir(CACHE, { recursive: true });
  await removeOldBuilds();
  const unfinished = await mkdtemp(join(CACHE, 'unfinished-'));
  try {
    await bundle(source, unfinished);
    await rename(unfinished, outDir);
  } catch (error) {
    // Another test file may have finished the same build first.
    if (!(await exists(built.entry))) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return built;
}

async function bundle(source: string, outDir: string): Promise<void> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      target: 'node20.19',
      ssr: true,
      minify: false,
      rollupOptions: {
        input: { sandbox: join(ROOT, source) },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
}

async function digestOf(source: string): Promise<string> {
  const files = ['package-lock.json', source];
  for (const folder of new Set([...INPUTS, dirname(source)]))
    for (const entry of await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(ROOT.length + 1));
  const hash = createHash('sha256').update(source);
  for (const file of [...new Set(files)].sort())
    hash.update(`\0${file}\0`).update(await readFile(join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
}

async function removeOldBuilds(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const path = join(CACHE, name);
    const built = await stat(path).catch(() => null);
    if (built !== null && Date.now() - built.mtimeMs > KEPT_MS)
      await rm(path, { recursive: true, force: true });
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function entryIn(scope: Lifetime, source?: string) {
  const { entry } = scope.own(await buildSandbox(source));
  const folder = await mkdtemp(join(tmpdir(), 'redwell-files-'));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  return { entry, folder };
}

/**
 * Builds a sandbox entry and creates a folder for test documents, once per test file.
 * @param source path of the entry, absolute or from the root of the repository; by default the product's entry
 */
export const sharedSandboxEntry = (source?: string) => sharedFixture((scope) => entryIn(scope, source));

/** Starts a sandbox with processes and creates a folder for test documents, once per test file. */
export const sharedSandbox = (options: Partial<SandboxOptions>) =>
  sharedFixture(async (scope) => {
    const { entry, folder } = await entryIn(scope);
    return { folder, sandbox: scope.own(createSandbox({ entry, ...options })) };
  });
