/** Entry of the thread that hands over. */
import { parentPort, workerData } from 'node:worker_threads';
import { type HandoverPlace, serveHandover } from '../core/app/handover-serve.ts';
import { threadPort } from '../core/util/threads.ts';

serveHandover(threadPort(parentPort), workerData as HandoverPlace);
