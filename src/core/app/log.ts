/** The log file of one data folder. */
import { join } from 'node:path';
import pino from 'pino';
import type { RedwellConfig } from './types.ts';

export interface LogFile {
  readonly log: pino.Logger;
  /** Writes what is still buffered. */
  dispose(): void;
}

/** Opens `log/redwell.log` in the data folder and creates the folders it needs. */
export function openLog(dataDir: string, level: RedwellConfig['logLevel'] = 'info'): LogFile {
  const destination = pino.destination({
    dest: join(dataDir, 'log', 'redwell.log'),
    sync: false,
    mkdir: true,
  });
  return {
    log: pino({ level, base: { pid: process.pid }, errorKey: 'error' }, destination),
    dispose: () => destination.flushSync(),
  };
}
