/** Builds a sandbox entry as the product's build does: ESM for Node 20.19, dependencies from node_modules. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { createSandbox, type SandboxOptions } from '../../../src/core/sandbox/pool.ts';
import type { Lifetime } from '../../../src/core/util/lifecycle.ts';
import { sharedFixture } from '../../support/shared-fixture.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

export interface BuiltSandbox {
  entry: string;
  dispose(): Promise<void>;
}

/** @param source path of the entry, from the repository's root */
export async function buildSandbox(source = 'src/worker/sandbox.ts'): Promise<BuiltSandbox> {
  // Inside the repository, so that its dependencies are found from there.
  const cache = join(ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const outDir = await mkdtemp(join(cache, 'redwell-sandbox-'));
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
  return { entry: join(outDir, 'sandbox.js'), dispose: () => rm(outDir, { recursive: true, force: true }) };
}

async function entryIn(scope: Lifetime) {
  const { entry } = scope.own(await buildSandbox());
  const folder = await mkdtemp(join(tmpdir(), 'redwell-files-'));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  return { entry, folder };
}

/** For all tests of a file: the product's entry, and a folder to put files into. */
export const sharedSandboxEntry = () => sharedFixture(entryIn);

/** For all tests of a file: a sandbox in processes, and a folder to put files into. */
export const sharedSandbox = (options: Partial<SandboxOptions>) =>
  sharedFixture(async (scope) => {
    const { entry, folder } = await entryIn(scope);
    return { folder, sandbox: scope.own(createSandbox({ entry, kind: 'process', ...options })) };
  });
