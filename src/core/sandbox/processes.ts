/** A child and the programs it started, as the parent sees them: nothing here relies on what the child says. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;
/** Times to look again for processes that were started while others were killed. */
const SWEEPS = 10;

/** Returns a process and all that it started and still belong to it, itself first. Linux only; elsewhere itself. */
export function treeOf(pid: number): number[] {
  const tree = [pid];
  for (const parent of tree) tree.push(...childrenOf(parent));
  return tree;
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    // It has ended, or this is not Linux.
    return [];
  }
}

/** Returns the resident sets of the processes, bytes. One that has ended counts nothing. */
export const residentBytes = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + residentBytesOf(pid), 0);

function residentBytesOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1] ?? 0) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

/**
 * Kills a child and everything it started.
 * @param pid leader of a process group
 * @param enclosed the process only waits for a namespace of processes, which ends with its first one; it is spared,
 * so that its own end tells that the namespace is empty
 */
export function killTree(pid: number, enclosed: boolean): void {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore' }).once('error', () => kill(pid));
    return;
  }
  if (enclosed) {
    const inside = treeOf(pid).slice(1);
    for (const each of inside) kill(each);
    if (inside.length > 0) return;
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const started = treeOf(pid).slice(1);
    for (const each of started) kill(each);
    if (started.length === 0) break;
  }
  kill(-pid);
  kill(pid);
}

/** Sends SIGKILL. A process that has already ended is not an error. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
