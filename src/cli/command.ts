/** What the commands share: their options, and where they write. */
import type { Command } from 'commander';
import { resolveDataDir } from '../core/host/data-dir.ts';
import type { Output } from './output.ts';

export interface Context {
  out: Output;
  /** Fires on Ctrl-C or SIGTERM. */
  signal: AbortSignal;
  /** Folder of the built entries. */
  entries: string;
  setExitCode(code: number): void;
}

export interface Common {
  data?: string;
  redis?: string;
  json?: boolean;
}

/** Adds a command that reads the data folder. */
export const command = (program: Command, text: string, description: string): Command =>
  program
    .command(text)
    .description(description)
    .option('--data <dir>', 'data folder (default: REDWELL_DATA, or the usual folder)')
    .option('--json', 'print JSON for scripts');

/** Adds a command that needs Redis. */
export const redisCommand = (program: Command, text: string, description: string): Command =>
  command(program, text, description).option(
    '--redis <url>',
    'Redis address (default: REDWELL_REDIS_URL, Settings, or the built-in server)',
  );

export const placeOf = (options: Common) => ({
  dataDir: resolveDataDir(options.data),
  redisUrl: options.redis ?? null,
});
