/** Runs installed commands from the sandbox, behind the walls of the sandbox. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tied } from '../../util/tied.ts';

export interface CommandResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
}

export interface CommandOptions {
  env?: NodeJS.ProcessEnv;
  /** The command is killed after this many milliseconds. */
  timeoutMs: number;
  /** The command is killed with SIGKILL when it writes more than this. */
  maxOutputBytes?: number;
  /** Standard input: bytes sent through a pipe, or an open file. */
  input?: Buffer | { fd: number };
}

/** Codes of a command that is missing or cannot be started; both count as not installed. */
const NOT_INSTALLED = new Set(['ENOENT', 'EACCES', 'ENOEXEC', 'UNKNOWN']);

/** Where the kernel cannot tie a command to us, it is killed here. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Returns null when the command is not installed. @throws any other error that kept it from starting */
export async function runIfInstalled(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult | null> {
  try {
    return await runCommand(command, args, options);
  } catch (error) {
    if (NOT_INSTALLED.has((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

/** Resolves when the command ends, with any exit code or signal. @throws when it cannot be started */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const { input, maxOutputBytes = Number.POSITIVE_INFINITY } = options;
  return new Promise((resolve, reject) => {
    const fd = input !== undefined && !Buffer.isBuffer(input) ? input.fd : null;
    const run = tied(command, args);
    const child: ChildProcess = spawn(run.program, run.args, {
      env: options.env ?? process.env,
      timeout: Math.ceil(options.timeoutMs),
      killSignal: 'SIGKILL',
      stdio: [fd ?? 'pipe', 'pipe', 'pipe'],
    });
    running.add(child);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let bytes = 0;
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      bytes += chunk.length;
      if (bytes > maxOutputBytes) child.kill('SIGKILL');
    });
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
    // A command that exits before it has read all input closes the pipe; its exit code tells why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(Buffer.isBuffer(input) ? input : undefined);
  });
}

/**
 * Lends the bytes as an open file that is already unlinked, so that a killed process leaves nothing of the document
 * on disk. Linux only: `/dev/stdin` can reopen such a file there.
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
