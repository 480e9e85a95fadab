/** What the child tells its parent while a call runs. */
import workerpool from 'workerpool';
import type { SandboxEvent } from './wire.ts';

/** Tells the parent about the call that runs now. */
export const tell = (event: SandboxEvent): void => workerpool.workerEmit(event);
