/** Entry of the thread that erases deleted batches from history. */
import { parentPort } from 'node:worker_threads';
import { serveErasures } from '../core/history/erase/serve.ts';
import { threadPort } from '../core/util/threads.ts';

serveErasures(threadPort(parentPort));
