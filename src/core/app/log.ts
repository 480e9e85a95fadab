/** The log file of one data folder. */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pino from 'pino';
import type { RedwellConfig } from './types.ts';

export interface LogFile {
  readonly log: pino.Logger;
  /** Writes what is still buffered. */
  dispose(): void;
}

/** Creates the data folder if needed and opens its `log/redwell.log`. @throws Error when the file cannot be opened */
export async function openLog(dataDir: string, level: RedwellConfig['logLevel'] = 'info'): Promise<LogFile> {
  const folder = join(dataDir, 'log');
  await mkdir(folder, { recursive: true });
  const destination = pino.destination({ dest: join(folder, 'redwell.log'), sync: false });
  // Before the file is open, a flush at exit would throw.
  await once(destination, 'ready');
  return {
    log: pino({ level, base: { pid: process.pid }, errorKey: 'error' }, destination),
    dispose: () => destination.flushSync(),
  };
}
