/** Stops calls that take too much memory or start too many programs. V8's own limit counts neither. */
import { residentBytes, treeOf } from './processes.ts';

const INTERVAL_MS = 500;
/** A child has one program at a time, and LibreOffice is three processes. */
const MAX_PROCESSES = 64;

export interface Watched {
  readonly pid: number | undefined;
  kill(reason: 'memory' | 'processes'): void;
}

export interface Watch {
  start(): void;
  stop(): void;
}

/** Watches busy children and their programs; `start` does nothing outside Linux, where V8's limit applies alone. */
export function watchChildren(busy: ReadonlySet<Watched>, maxBytes: number): Watch {
  let timer: NodeJS.Timeout | null = null;
  const check = (): void => {
    for (const child of busy) {
      if (child.pid === undefined) continue;
      const tree = treeOf(child.pid);
      if (tree.length > MAX_PROCESSES) child.kill('processes');
      else if (residentBytes(tree) > maxBytes) child.kill('memory');
    }
  };
  return {
    start() {
      if (process.platform !== 'linux' || timer !== null) return;
      timer = setInterval(check, INTERVAL_MS);
      timer.unref();
    },
    stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
    },
  };
}
