/** CPU time of processes from /proc, so that a loaded machine distorts a ratio less than wall time would. */
import { readdirSync, readFileSync } from 'node:fs';

/** proc(5): jiffies a second on every Linux that Node supports. */
const TICKS = 100;

const statOf = (pid: number | 'self'): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');

/** Seconds a process has used, with those of the children it has waited for. */
export function cpuSeconds(pid: number): number {
  const stat = statOf(pid);
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(stat[field]), 0) / TICKS;
}

/** Seconds used by the children of this process that have ended. */
export function endedChildrenSeconds(): number {
  const stat = statOf('self');
  return (Number(stat[13]) + Number(stat[14])) / TICKS;
}

/** Resident memory, bytes. */
export const residentBytes = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * 4096;

/** The process of a sandbox with one child. @throws when there is none */
export function childOf(entry: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = pids.find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(entry);
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error('The sandbox has no child');
  return Number(found);
}
