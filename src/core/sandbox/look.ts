/** What a child can reach, tried inside it before it gets its first document. */
import { execFile } from 'node:child_process';
import { connect } from 'node:net';

/** Things of the parent that a child behind walls must not reach. */
export interface Bait {
  /** A file outside the child's folder. */
  file: string;
  /** A TCP port on 127.0.0.1. */
  port: number;
  /** The parent's process ID, and when it started, so that no other process passes for it. */
  pid: number;
  startTicks: string | null;
}

export interface Sight {
  /** A program that the child started could read the file. */
  file: boolean;
  network: boolean;
  /** The child could see the parent's process. */
  parent: boolean;
  /** Programs that the child starts may gain rights by set-user-ID. */
  gainsRights: boolean;
  /** Node refuses what is not listed. */
  permission: boolean;
}

const CONNECT_MS = 5000;

/** Tries everything in `bait`. */
export async function look(bait: Bait): Promise<Sight> {
  const type = process.platform === 'win32' ? ['cmd', '/c', 'type'] : ['cat'];
  const show = (path: string): Promise<string | null> => outputOf([...type, path]);
  const parent = startTicks((await show(`/proc/${bait.pid}/stat`)) ?? '');
  return {
    file: (await show(bait.file)) !== null,
    network: await connects(bait.port),
    parent: parent === null ? process.platform !== 'linux' : parent === bait.startTicks,
    gainsRights: !/^NoNewPrivs:\s*1$/m.test((await show('/proc/self/status')) ?? ''),
    permission: (process as { permission?: unknown }).permission !== undefined,
  };
}

/** Returns the time when a process started, from its `/proc/PID/stat`; null if that is not one. */
export function startTicks(stat: string): string | null {
  // The name before it is in parentheses, and may itself contain spaces and parentheses.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** Returns what a program writes, or null if it fails. A program, because Node's permissions do not bind it. */
const outputOf = ([command = '', ...args]: string[]): Promise<string | null> =>
  new Promise((resolve) => {
    try {
      execFile(command, args, (error, stdout) => resolve(error === null ? stdout : null));
    } catch {
      // Not even programs may be started.
      resolve(null);
    }
  });

const connects = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: CONNECT_MS });
    const end = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    // A network that swallows packets is a network.
    socket.once('timeout', () => end(true));
  });
