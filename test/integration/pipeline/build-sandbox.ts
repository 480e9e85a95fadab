/** Builds a sandbox entry as the product's build does: ESM for Node 20.19, dependencies from node_modules. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';

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
