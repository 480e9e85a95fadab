/** Process entry of the sandbox: a process or thread that reads untrusted bytes and may be killed at any time. */
import { isMainThread } from 'node:worker_threads';
import { SANDBOX_FUNCTIONS } from '../core/pipeline/stages/sandbox-functions.ts';
import { serveFunctions } from '../core/sandbox/child.ts';

// Ctrl-C reaches every process of the terminal. The worker decides when its sandbox ends.
if (isMainThread) process.on('SIGINT', () => undefined);

serveFunctions(SANDBOX_FUNCTIONS);
