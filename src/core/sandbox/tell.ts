/** Events from a child to its parent. */
import workerpool from 'workerpool';
import type { SandboxEvent } from './messages.ts';

/** Sends the parent an event about the running call. */
export const tell = (event: SandboxEvent): void => workerpool.workerEmit(event);
