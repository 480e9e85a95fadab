/** The test's side of the double: starts the built main process under Node and sends it operations. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Operations } from './electron-control.ts';

const ROOT = join(import.meta.dirname, '..', '..');

type Ask = <N extends keyof Operations>(
  operation: N,
  ...args: Parameters<Operations[N]>
) => Promise<Awaited<ReturnType<Operations[N]>>>;

export interface ShellApp {
  readonly process: ChildProcess;
  readonly ask: Ask;
  /** Resolves when the window shows its page. Rejects if the app ends before that. */
  readonly opened: Promise<null>;
  /** Returns everything it has printed so far. */
  output(): string;
  /** Quits like an operator. @returns exit code */
  quit(): Promise<number | null>;
}

/** @param app folder of the app: this checkout, or what was packed */
export function startShell(
  args: readonly string[],
  env: Record<string, string> = {},
  app: string = ROOT,
): ShellApp {
  const child = fork(join(app, 'out', 'main', 'index.js'), ['--', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    execArgv: ['--import', join(ROOT, 'test', 'doubles', 'electron-register.mjs')],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  // 0 is no reply: the app sends it when the page is open.
  const opened = new Promise<null>((resolve, reject) => waiting.set(0, { resolve, reject }));
  opened.catch(() => undefined);
  child.on('message', ({ id, value, error }: { id: number; value: never; error?: string }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values())
      reject(new Error(`The app ended (${signal ?? code}) before it answered:\n${output}`));
    waiting.clear();
  });
  let id = 0;
  const ask: Ask = (operation, ...args) =>
    new Promise((resolve, reject) => {
      id += 1;
      waiting.set(id, { resolve, reject });
      child.send({ id, operation, args }, (error) => error && reject(error));
    });
  return {
    process: child,
    ask,
    opened,
    output: () => output,
    async quit() {
      if (child.exitCode !== null) return child.exitCode;
      const gone = once(child, 'exit');
      // The app may exit before it replies.
      ask('quit').catch(() => undefined);
      const [code] = await gone;
      return code as number | null;
    },
  };
}
