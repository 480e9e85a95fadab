import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * electron-vite makes the page's own addresses relative, for `file://`. Ours is served from an origin
 * under both hosts and has pages with deeper addresses (`/batch/…`), from which a relative one fails.
 */
const absoluteBase = (): Plugin => ({
  name: 'redwell:absolute-base',
  enforce: 'post',
  config(config) {
    config.base = '/';
  },
});

/**
 * Three builds. `main` holds every Node entry (the Electron main process, the loopback host, the
 * worker, the command line and the parser sandbox), so that they share chunks of `src/core`. The target
 * is stated, because the same files run under Electron's Node and under the operator's.
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
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one CommonJS file: Electron lets it require nothing but `electron`.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), absoluteBase()],
    build: {
      outDir: 'out/renderer',
      // One minifier run is worth it: the page is parsed at each start.
      minify: true,
      rollupOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
});
