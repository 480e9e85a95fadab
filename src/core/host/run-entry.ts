/** Runs a built entry in the foreground, for commands that start another host. */
import { spawn } from 'node:child_process';

export interface EntryRun {
  /** Built JavaScript file. */
  entry: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Asks the entry to stop. It finishes what it is running. */
  signal: AbortSignal;
  /** Receives what the entry sends with `process.send`. */
  onMessage?: (message: unknown) => void;
}

/**
 * The entry shares our terminal. If this process is killed, the entry sees its channel close and stops.
 * @returns its exit code; 1 if a signal ended it
 */
export function runEntry({ entry, args, env, signal, onMessage }: EntryRun): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, ...args], {
      env,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    const stop = (): void => {
      if (child.connected) child.disconnect();
      // Windows has no SIGTERM: there the closed channel is the request to stop.
      if (process.platform !== 'win32') child.kill('SIGTERM');
    };
    if (onMessage !== undefined) child.on('message', onMessage);
    child.once('error', reject);
    child.once('exit', (code) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? 1);
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
