/** What the child tells its parent while a call runs. */
import workerpool from 'workerpool';
import type { SandboxEvent } from './messages.ts';

/** Tells the parent about the call that runs now. */
export const tell = (event: SandboxEvent): void => workerpool.workerEmit(event);
