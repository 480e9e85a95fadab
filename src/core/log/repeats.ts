/** Counts a line that is written over and over, instead of writing it each time. */
import { atExit } from './at-exit.ts';
import type { LineWriter } from './bounded-writer.ts';

/** A line that comes again within this time is a repetition, ms. */
const QUIET_MS = 10_000;
/** A line that keeps repeating is reported at least this often, ms. */
const LONGEST_MS = 10 * 60_000;
/** Different lines that are remembered. */
const REMEMBERED = 200;

interface Seen {
  line: string;
  count: number;
  since: number;
  lastAt: number;
}

/** The time and the process are all that differs between repetitions. */
const VARIES = /"(?:time|pid)":\d+,?/g;

/** Adds `(repeated 1,616 times)` to a line: to the message of a JSON line, to the end of any other. */
export function withCount(line: string, count: number): string {
  const note = `(repeated ${count.toLocaleString('en-US')} ${count === 1 ? 'time' : 'times'})`;
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    return `${JSON.stringify({ ...entry, repeated: count, msg: `${String(entry.msg ?? '')} ${note}`.trim() })}\n`;
  } catch {
    // A line of a library or a stack trace, not one of ours.
    return `${line.trimEnd()} ${note}\n`;
  }
}

/**
 * Writes the first of a run of equal lines at once, and the last one with the number of repetitions when the run ends:
 * after 10 s without one, after 10 minutes, or on closing.
 */
export function countRepeats(to: LineWriter): LineWriter {
  const seen = new Map<string, Seen>();

  const report = (one: Seen): void => {
    if (one.count === 0) return;
    to.write(withCount(one.line, one.count));
    one.count = 0;
  };
  const look = (now: number): void => {
    for (const [key, one] of seen) {
      const ended = now - one.lastAt > QUIET_MS;
      if (ended || now - one.since > LONGEST_MS) {
        report(one);
        one.since = now;
      }
      if (ended) seen.delete(key);
    }
  };
  const timer = setInterval(() => look(Date.now()), QUIET_MS);
  timer.unref();
  const reportAll = (): void => {
    for (const one of seen.values()) report(one);
  };
  const forgetExit = atExit(reportAll);

  return {
    write(line) {
      const now = Date.now();
      const key = line.replace(VARIES, '');
      const known = seen.get(key);
      if (known !== undefined && now - known.lastAt <= QUIET_MS) {
        Object.assign(known, { line, count: known.count + 1, lastAt: now });
        return;
      }
      if (known !== undefined) report(known);
      if (seen.size >= REMEMBERED) {
        for (const [oldest, one] of seen) {
          report(one);
          seen.delete(oldest);
          break;
        }
      }
      seen.set(key, { line, count: 0, since: now, lastAt: now });
      to.write(line);
    },
    async close() {
      clearInterval(timer);
      forgetExit();
      reportAll();
      await to.close();
    },
  };
}
