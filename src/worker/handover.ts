/** Entry of the thread that hands over. */
import { parentPort, workerData } from 'node:worker_threads';
import { type HandoverPlace, serveHandover } from '../core/app/handover-serve.ts';

if (parentPort === null) throw new Error('This is the entry of a thread.');
serveHandover(parentPort, workerData as HandoverPlace);
