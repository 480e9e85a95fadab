/** Runs a command of this machine from within the sandbox: told to the parent, which ends it with the child. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tell } from '../../sandbox/tell.ts';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
}

export interface CommandOptions {
  env?: NodeJS.ProcessEnv;
  /** Killed after this long, ms. */
  timeoutMs: number;
  /** Bytes of output after which the command is killed; its signal says so. */
  maxOutputBytes?: number;
  /** What it reads: bytes through a pipe, or an open file as its standard input. */
  input?: Buffer | { fd: number };
}

/** The command is not there, or is there and cannot be started: either way it is not one of this machine's. */
const ABSENT = new Set(['ENOENT', 'EACCES', 'ENOEXEC', 'UNKNOWN']);

/** @returns null when the command is not installed; @throws what else kept it from starting */
export async function runIfInstalled(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<Ended | null> {
  try {
    return await runCommand(command, args, options);
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** Resolves when the command has ended, however it did. @throws when it cannot be started */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<Ended> {
  const { input, maxOutputBytes = Number.POSITIVE_INFINITY } = options;
  return new Promise((resolve, reject) => {
    const fd = input !== undefined && !Buffer.isBuffer(input) ? input.fd : null;
    const child: ChildProcess = spawn(command, args, {
      env: options.env ?? process.env,
      timeout: Math.ceil(options.timeoutMs),
      killSignal: 'SIGKILL',
      stdio: [fd ?? 'pipe', 'pipe', 'pipe'],
    });
    const { pid } = child;
    if (pid !== undefined) tell({ kind: 'spawned', pid });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      bytes += chunk.length;
      if (bytes > maxOutputBytes) child.kill('SIGKILL');
    });
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (pid !== undefined) tell({ kind: 'exited', pid });
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
    // A command that ends before it has read everything closes the pipe; its exit code says why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(Buffer.isBuffer(input) ? input : undefined);
  });
}

/**
 * Lends bytes as an open file that has no name any more: nothing of a document stays behind, however this
 * process ends. Linux only, where `/dev/stdin` opens such a file anew.
 */
export async function withUnnamedFile<T>(bytes: Buffer, use: (fd: number) => Promise<T>): Promise<T> {
  const path = join(tmpdir(), `redwell-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    await file.writeFile(bytes);
    return await use(file.fd);
  } finally {
    await file.close();
  }
}
