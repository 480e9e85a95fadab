/** The local worker as a Node child process, for the loopback host and the command line. */
import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerProcess } from '../app/types.ts';

/**
 * Returns `RedwellConfig.spawnWorker` for a built worker entry. The worker's output goes to `log/worker.log` in the
 * data folder.
 */
export function nodeWorkerSpawner(
  entry: string,
  dataDir: string,
): (env: Record<string, string>) => WorkerProcess {
  return (env) => {
    mkdirSync(join(dataDir, 'log'), { recursive: true, mode: 0o700 });
    const log = openSync(join(dataDir, 'log', 'worker.log'), 'a', 0o600);
    const child = fork(entry, [], {
      env: { ...process.env, ...env },
      // In a process group of its own, so that Ctrl-C does not reach it. The console stops its worker itself.
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    let exited = false;
    const exit = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      child.once('error', (error) => resolve(error.message));
    });
    void exit.then(() => {
      exited = true;
    });
    return {
      pid: child.pid,
      send: (message) =>
        new Promise((resolve, reject) => {
          child.send(message, (error) => (error === null ? resolve() : reject(error)));
        }),
      async stop(graceMs) {
        if (exited) return;
        // The worker stops on either. Windows has no SIGTERM.
        if (child.connected) child.disconnect();
        if (process.platform !== 'win32') child.kill('SIGTERM');
        const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
        await exit;
        clearTimeout(killer);
      },
      onExit(listener) {
        void exit.then(listener);
      },
    };
  };
}
