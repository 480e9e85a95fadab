/** Processes that try to own one data folder. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { buildSandbox } from '../integration/pipeline/build-sandbox.ts';

export interface Owner {
  readonly child: ChildProcess;
  /** Tries to take the folder. */
  tryToOwn(): Promise<boolean>;
  kill(): Promise<void>;
}

/** Returns a function that starts such a process and resolves when it is ready to try. */
export async function ownerProcesses(): Promise<(dataDir: string) => Promise<Owner>> {
  const { entry } = await buildSandbox('test/support/owner-process.ts');
  return async (dataDir) => {
    const child = fork(entry, [dataDir]);
    await once(child, 'message');
    return {
      child,
      async tryToOwn() {
        const answer = once(child, 'message');
        child.send('try');
        const [{ isOwner }] = (await answer) as [{ isOwner: boolean }];
        return isOwner;
      },
      async kill() {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      },
    };
  };
}
