/** Entry of the thread that hands over. */
import { parentPort, workerData } from 'node:worker_threads';
import { type HandoverPlace, serveHandover } from '../core/app/handover-serve.ts';
import { endablePort } from '../core/util/threads.ts';

serveHandover(endablePort(parentPort), workerData as HandoverPlace);
