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
