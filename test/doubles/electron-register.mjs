/** `node --import` of this makes a plain Node run what was built for Electron. */
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

register('./electron-hooks.mjs', import.meta.url);
// Threads started by the program inherit --import; the test's hand belongs in the main one.
if (isMainThread) await import('./electron-control.ts');
