/** The sandbox's entry: a process (or thread) that reads untrusted bytes and may be killed at any time. */
import { isMainThread } from 'node:worker_threads';
import { SANDBOX_FUNCTIONS } from '../core/pipeline/stages/sandbox-functions.ts';
import { serveFunctions } from '../core/sandbox/child.ts';

// Ctrl-C in a terminal reaches every process of its group: the worker decides when we end, not the terminal.
if (isMainThread) process.on('SIGINT', () => undefined);

serveFunctions(SANDBOX_FUNCTIONS);
