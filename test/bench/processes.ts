/** Reads the CPU time and memory of processes from /proc. Load on the machine distorts CPU time less than wall time. */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second on every Linux that Node supports, see proc(5). */
const TICKS = 100;

const statOf = (pid: number | 'self'): string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');

/** Returns the CPU seconds of a process and of the children that it has waited for. */
export function cpuSeconds(pid: number): number {
  const stat = statOf(pid);
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(stat[field]), 0) / TICKS;
}

/** Returns the CPU seconds of this process's ended children. */
export function endedChildrenSeconds(): number {
  const stat = statOf('self');
  return (Number(stat[13]) + Number(stat[14])) / TICKS;
}

/** Returns the resident memory of a process in bytes. */
export const residentBytes = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * 4096;

/** Returns the process id of a sandbox's only child. @throws Error if there is none */
export function childOf(entry: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = pids.find((pid) => {
    try {
      // Not the programs that build the walls: their arguments have the entry too.
      const [program, ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return program === process.execPath && words.includes(entry);
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error('The sandbox has no child');
  return Number(found);
}
