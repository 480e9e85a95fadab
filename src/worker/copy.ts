/** Entry of the threads that copy the originals of an export. */
import { parentPort } from 'node:worker_threads';
import { serveCopies } from '../core/handover/copy-serve.ts';
import { threadPort } from '../core/util/threads.ts';

serveCopies(threadPort(parentPort));
