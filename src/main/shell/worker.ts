/** The local worker as an Electron utility process, because `fork` needs the `runAsNode` fuse, which may be off. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { utilityProcess } from 'electron';
import type { WorkerProcess } from '../../core/app/types.ts';

/** Returns `RedwellConfig.spawnWorker`. The worker's output goes to `log/worker.log` in the data folder. */
export function utilityWorkerSpawner(
  utility: Pick<typeof utilityProcess, 'fork'>,
  entry: string,
  dataDir: string,
): (env: Record<string, string>) => WorkerProcess {
  return (env) => {
    mkdirSync(join(dataDir, 'log'), { recursive: true, mode: 0o700 });
    const log = createWriteStream(join(dataDir, 'log', 'worker.log'), { flags: 'a', mode: 0o600 });
    const child = utility.fork(entry, [], {
      env: { ...process.env, ...env },
      stdio: 'pipe',
      serviceName: 'Redwell worker',
    });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    let exited = false;
    // A message posted before the process runs would be lost.
    const spawned = new Promise<void>((resolve) => child.once('spawn', () => resolve()));
    const exit = new Promise<string>((resolve) => {
      child.once('exit', (code) => resolve(`exit code ${code}`));
    });
    void exit.then(() => {
      exited = true;
      log.end();
    });
    return {
      get pid() {
        return child.pid;
      },
      async send(message) {
        await Promise.race([spawned, exit]);
        if (exited) throw new Error('The worker has ended');
        child.postMessage(message);
      },
      async stop(graceMs) {
        if (exited) return;
        const { pid } = child;
        child.kill();
        const killer = setTimeout(() => {
          if (!exited && pid !== undefined) process.kill(pid, 'SIGKILL');
        }, graceMs);
        await exit;
        clearTimeout(killer);
      },
      onExit(listener) {
        void exit.then(listener);
      },
    };
  };
}
