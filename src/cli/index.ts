#!/usr/bin/env node
/** Process entry of the command `redwell`. */
import { CommanderError } from 'commander';
import { crashWithoutSecrets } from '../core/log/safe-log.ts';
import { safeAddress } from '../core/redis/address.ts';
import { keepFilesPrivate } from '../core/util/private-files.ts';
import { findInstalledPrograms } from '../core/util/programs.ts';
import { keepHeapSmall } from '../core/util/small-heap.ts';
import { toWireError } from '../shared/errors.ts';
import { processOutput } from './output.ts';
import { makeProgram } from './program.ts';
import { joined } from './shown.ts';

/**
 * After a command has closed everything, only timers of libraries keep the process alive: ioredis waits 2 s for the
 * end of a connection that the server has closed. ms
 */
const LINGER_MS = 200;
/** One Ctrl-C arrives twice, from the terminal and through npm. Only a later one exits at once. ms */
const SAME_SIGNAL_MS = 1000;

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  let since: number | null = null;
  const onSignal = (): void => {
    if (since === null) {
      since = Date.now();
      stop.abort();
    } else if (Date.now() - since > SAME_SIGNAL_MS) process.exit(130);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop.signal;
}

async function main(): Promise<void> {
  keepFilesPrivate();
  keepHeapSmall();
  findInstalledPrograms();
  crashWithoutSecrets();
  // Other accounts see the arguments of every process. On Linux and macOS the title takes their place.
  if (process.argv.some((argument) => argument !== safeAddress(argument))) process.title = 'redwell';
  const out = processOutput();
  try {
    await makeProgram({
      out,
      signal: stopSignal(),
      entries: import.meta.dirname,
      setExitCode(code) {
        process.exitCode = code;
      },
    }).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode;
    else {
      const { message, action } = toWireError(error);
      out.note(action === undefined ? message : joined([message, action], '\n'));
      process.exitCode = 1;
    }
  }
  await out.flushed();
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

await main();
