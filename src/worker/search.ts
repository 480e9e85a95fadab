/** Entry of the thread that searches history. */
import { parentPort, workerData } from 'node:worker_threads';
import { serveSearches } from '../core/history/search/serve.ts';
import { threadPort } from '../core/util/threads.ts';

serveSearches(threadPort(parentPort), (workerData as { path: string }).path);
