import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * Three builds. `main` holds every Node entry (the Electron main process, the loopback host, the
 * worker, the command line and the parser sandbox), so that they share chunks of `src/core`.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
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
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      rollupOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
});
