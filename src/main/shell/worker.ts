/** The local worker as an Electron utility process, because `fork` needs the `runAsNode` fuse, which may be off. */
import { join } from 'node:path';
import type { utilityProcess } from 'electron';
import type { WorkerProcess } from '../../core/app/types.ts';
import { STOP_MESSAGE } from '../../core/app/worker-message.ts';
import { openOutputLog } from '../../core/log/index.ts';
import { killTree } from '../../core/sandbox/processes.ts';
import { startRelay } from '../../core/sandbox/relay.ts';
import type { ParserStarter } from './parsers.ts';

/** Returns `RedwellConfig.spawnWorker`. The worker's output goes to `log/worker.log` in the data folder. */
export function utilityWorkerSpawner(
  utility: Pick<typeof utilityProcess, 'fork'>,
  entry: string,
  dataDir: string,
  startParser: ParserStarter,
  platform: NodeJS.Platform = process.platform,
): (env: Record<string, string>) => WorkerProcess {
  return (env) => {
    const log = openOutputLog(join(dataDir, 'log', 'worker.log'));
    const child = utility.fork(entry, [], {
      env: { ...process.env, ...env },
      stdio: 'pipe',
      serviceName: 'Redwell worker',
    });
    child.stdout?.on('data', log.write);
    child.stderr?.on('data', log.write);
    // The worker cannot start parsers itself.
    const relay = startRelay({ post: (message) => exited || child.postMessage(message) }, startParser);
    child.on('message', (message) => void relay.take(message));
    let exited = false;
    // A message posted before the process runs would be lost.
    const spawned = new Promise<void>((resolve) => child.once('spawn', () => resolve()));
    const exit = new Promise<string>((resolve) => {
      child.once('exit', (code) => resolve(`exit code ${code}`));
    });
    const closed = exit.then(async () => {
      exited = true;
      relay.end();
      await log.close();
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
        // Windows knows no request to end: `kill` would stop the worker in the middle of its jobs.
        if (platform === 'win32') child.postMessage(STOP_MESSAGE);
        else child.kill();
        const killer = setTimeout(() => {
          if (!exited && pid !== undefined) killTree(pid, false);
        }, graceMs);
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
