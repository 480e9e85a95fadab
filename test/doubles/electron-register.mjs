/** With `node --import` of this file, Node runs a main process that was built for Electron. */
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

register('./electron-hooks.mjs', import.meta.url);
// Threads inherit --import. Only the main thread talks to the test.
if (isMainThread) await import('./electron-control.ts');
