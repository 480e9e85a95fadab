/** The processes that read untrusted files, as Electron utility processes: a packaged app has no plain Node. */
import type { utilityProcess } from 'electron';
import { childEnvironment, folderEnvironment } from '../../core/sandbox/environment.ts';
import type { ChildLink, ChildStarter } from '../../core/sandbox/link.ts';
import { killTree } from '../../core/sandbox/processes.ts';
import { v8Options } from '../../core/sandbox/v8-options.ts';

export type ParserStarter = (folder: string, oldSpaceMb: number) => ChildLink & { started: Promise<number> };

/** @param entry the built `sandbox.js` */
export function utilityParserStarter(
  utility: Pick<typeof utilityProcess, 'fork'>,
  entry: string,
): ParserStarter {
  return (folder, oldSpaceMb) => {
    const env = childEnvironment(process.env, { ocr: 'auto', retireMb: oldSpaceMb });
    const child = utility.fork(entry, [], {
      env: { ...env, ...folderEnvironment(folder) },
      execArgv: v8Options(oldSpaceMb),
      cwd: folder,
      stdio: 'ignore',
      serviceName: 'Redwell parser',
      // It must not inherit what the user allowed Redwell to open, on macOS.
      disclaim: true,
    });
    let onMessage: (message: unknown) => void = () => undefined;
    let onFault: (error: Error) => void = () => undefined;
    child.on('message', (message) => {
      try {
        onMessage(message);
      } catch (error) {
        onFault(error instanceof Error ? error : new Error(String(error)));
      }
    });
    // A message posted before the process runs would be lost, and it cannot be killed before it runs.
    const started = new Promise<number>((resolve) => child.once('spawn', () => resolve(child.pid ?? 0)));
    const exited = new Promise<string>((resolve) =>
      child.once('exit', (code) => resolve(`exit code ${code}`)),
    );
    return {
      get pid() {
        return child.pid;
      },
      started,
      exited,
      send: (request) => void started.then(() => child.postMessage(request)),
      onMessage(listener) {
        onMessage = listener;
      },
      onFault(listener) {
        onFault = listener;
      },
      kill: () => void started.then(() => child.pid !== undefined && killTree(child.pid, false)),
    };
  };
}

/** Returns `RedwellConfig.sandbox.starter`. */
export const utilityChildren =
  (start: ParserStarter): ChildStarter =>
  async ({ oldSpaceMb }) => [
    {
      by: 'Electron’s utility process',
      encloses: { network: false, files: false },
      start: (folder) => start(folder, oldSpaceMb),
    },
  ];
