import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * electron-vite writes relative addresses into the page, for `file://`. Both hosts serve it from an origin, also at
 * paths like `/batch/1`, where relative addresses fail.
 */
const absoluteBase = (): Plugin => ({
  name: 'redwell:absolute-base',
  enforce: 'post',
  config(config) {
    config.base = '/';
  },
});

/** Smaller files do not get smaller on the wire. */
const LEAST_BYTES = 1_000;

/** Writes each script and style a second and a third time, compressed, so that the loopback host sends it so. */
const precompressed = (): Plugin => ({
  name: 'redwell:precompressed',
  apply: 'build',
  // Once everything is written: other plugins change the scripts until then.
  async writeBundle({ dir = '' }, bundle) {
    for (const fileName of Object.keys(bundle)) {
      const path = resolve(dir, fileName);
      const content = await readFile(path);
      if (!/\.(js|css)$/.test(fileName) || content.length < LEAST_BYTES) continue;
      const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
      await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }));
      await writeFile(`${path}.gz`, await promisify(gzip)(content));
    }
  },
});

/**
 * Three builds. `main` contains every Node entry (Electron's main process, the loopback host, the worker, the command
 * line and the sandbox), so they share chunks of `src/core`. The target is fixed, because the same files run in
 * Electron's Node and in the operator's.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node20.19',
      sourcemap: true,
      rollupOptions: {
        input: {
          index: at('src/main/index.ts'),
          serve: at('src/serve/index.ts'),
          worker: at('src/worker/index.ts'),
          cli: at('src/cli/index.ts'),
          sandbox: at('src/worker/sandbox.ts'),
          search: at('src/worker/search.ts'),
          handover: at('src/worker/handover.ts'),
          similarity: at('src/worker/similarity.ts'),
          copy: at('src/worker/copy.ts'),
          erase: at('src/worker/erase.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload must be one CommonJS file, because it can require only `electron`.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react({ jsxImportSource: '#visible' }), absoluteBase(), precompressed()],
    // Our own JSX runtime imports React's, which the scan of the development server misses: bundling again in the
    // middle of the first page load would answer requests of that page with 504.
    optimizeDeps: {
      include: ['react/jsx-runtime', 'react/jsx-dev-runtime'],
      exclude: ['#visible/jsx-runtime', '#visible/jsx-dev-runtime'],
    },
    build: {
      outDir: 'out/renderer',
      // The browser parses the page on every start, so a smaller page starts faster.
      minify: true,
      // Lists of what each page needs made the first script 2 kB larger. Pages are fetched ahead, from this computer.
      modulePreload: {
        polyfill: false,
        resolveDependencies: (_file, needs, { hostType }) =>
          hostType === 'html' ? needs : needs.filter((name) => name.endsWith('.css')),
      },
      rollupOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
});
