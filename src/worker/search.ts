/** Entry of the thread that searches history. */
import { parentPort, workerData } from 'node:worker_threads';
import { serveSearches } from '../core/history/search/serve.ts';

if (parentPort === null) throw new Error('This is the entry of a thread.');
serveSearches(parentPort, (workerData as { path: string }).path);
