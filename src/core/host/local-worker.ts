/** The local worker as a Node child process, for the loopback host and the command line. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { WorkerProcess } from '../app/types.ts';
import { openOutputLog } from '../log/index.ts';

/**
 * Returns `RedwellConfig.spawnWorker` for a built worker entry. The worker's output goes to `log/worker.log` in the
 * data folder.
 */
export function nodeWorkerSpawner(
  entry: string,
  dataDir: string,
): (env: Record<string, string>) => WorkerProcess {
  return (env) => {
    const log = openOutputLog(join(dataDir, 'log', 'worker.log'));
    const child = fork(entry, [], {
      env: { ...process.env, ...env },
      // In a process group of its own, so that Ctrl-C does not reach it. The console stops its worker itself.
      detached: true,
      // Not the file itself: a full disk would end what the worker says in an error that it does not expect.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.stdout?.on('data', log.write);
    child.stderr?.on('data', log.write);
    let exited = false;
    const exit = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      child.once('error', (error) => resolve(error.message));
    });
    const closed = exit.then(async () => {
      exited = true;
      await log.close();
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
        await closed;
      },
      onExit(listener) {
        void exit.then(listener);
      },
    };
  };
}
