/** Runs the built command line as an operator does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'cli.js');

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when stderr contains this. */
  noted(text: string): Promise<void>;
  /** Resolves with the match when stdout contains it. */
  printed(pattern: RegExp): Promise<string>;
  /** Stops reading from stdout. */
  stopReading(): void;
  ended: Promise<Ran>;
}

/**
 * The environment holds only the path and what the test states, so no data folder of the developer's is used.
 * @param input standard input
 */
export function startCli(args: readonly string[], env: Record<string, string> = {}, input = ''): Running {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  const looks = new Set<() => void>();
  const receive = (add: (text: string) => void) => (text: string) => {
    add(text);
    for (const look of looks) look();
  };
  child.stdout.setEncoding('utf8').on(
    'data',
    receive((text) => {
      stdout += text;
    }),
  );
  child.stderr.setEncoding('utf8').on(
    'data',
    receive((text) => {
      stderr += text;
    }),
  );
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const until = (find: () => string | undefined): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        looks.delete(look);
        resolve(found);
      };
      looks.add(look);
      look();
      void ended.then((ran) => reject(new Error(`The command ended first: ${ran.stdout}${ran.stderr}`)));
    });
  return {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
    noted: async (text) => void (await until(() => (stderr.includes(text) ? text : undefined))),
    printed: (pattern) => until(() => pattern.exec(stdout)?.[0]),
    ended,
  };
}

export const runCli = (args: readonly string[], env?: Record<string, string>, input?: string): Promise<Ran> =>
  startCli(args, env, input).ended;

export const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';
