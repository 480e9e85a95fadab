/** Finds processes that a test must kill, or must not find. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Returns the process ids of redis-servers whose command line contains `path`. */
export async function serversOf(path: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const title = await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '');
    if (title.includes('redis-server') && title.includes(path)) found.push(Number(pid));
  }
  return found;
}

/**
 * Returns the processes that started below a data folder: with `path` in their command line or in their environment.
 * Processes that have ended and wait for their parent do not count. Linux only.
 * @returns `PID COMMAND` of each
 */
export async function processesOf(path: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    // A process may end while it is being read.
    const read = (name: string): Promise<string> =>
      readFile(join('/proc', pid, name), 'utf8').catch(() => '');
    const [command, environment, state] = await Promise.all(['cmdline', 'environ', 'stat'].map(read));
    if (Number(pid) === process.pid || /\) Z /.test(state ?? '')) continue;
    if (command?.includes(path) || environment?.includes(path))
      found.push(`${pid} ${command?.replaceAll('\0', ' ').slice(0, 300)}`);
  }
  return found;
}
