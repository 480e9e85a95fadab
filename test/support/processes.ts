/** Finding processes that a test must end, or must not find. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Process ids of the redis-servers of a data folder, by their command lines. */
export async function serversOf(path: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const title = await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '');
    if (title.includes('redis-server') && title.includes(path)) found.push(Number(pid));
  }
  return found;
}
