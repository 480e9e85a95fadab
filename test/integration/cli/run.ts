/** Runs the built command line as a user does. */
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
  /** Resolves when stderr has shown this. */
  said(text: string): Promise<void>;
  /** No more is read from stdout. */
  stopReading(): void;
  ended: Promise<Ran>;
}

/**
 * Only what a test states is in the environment besides the path: no data folder of the developer's is touched.
 * @param input what stands in standard input
 */
export function startCli(args: readonly string[], env: Record<string, string> = {}, input = ''): Running {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  const waiting: { text: string; done: () => void }[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const one of waiting) if (stderr.includes(one.text)) one.done();
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
    said: (text) =>
      new Promise((resolve, reject) => {
        if (stderr.includes(text)) resolve();
        waiting.push({ text, done: resolve });
        void ended.then((ran) => reject(new Error(`It ended without saying "${text}": ${ran.stderr}`)));
      }),
    ended,
  };
}

export const runCli = (args: readonly string[], env?: Record<string, string>, input?: string): Promise<Ran> =>
  startCli(args, env, input).ended;

export const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';
