/**
 * A setup file that fails every test file that leaves a lifetime, a child process, a thread, a server, a socket
 * or a timer open. The error names each one and the line that opened it.
 */
import type { ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import type { Server, Socket } from 'node:net';
import { relative } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll } from 'vitest';
import { trackLifetimes } from '../../src/core/util/lifecycle.ts';

/** How long sockets may take to close, and short timers to expire, after the last test, ms. */
const GRACE_MS = 3000;
const ROOT = process.cwd();
const OURS = /\/(src|test)\/\S+:\d+/;

interface Opened {
  what(): string;
  isOpen(): boolean;
  /** Ends what would go on beside the next files. */
  stop?: (() => unknown) | undefined;
  /** Read only for the error, because mapping a stack to the sources is slow. */
  stack: Error;
  /** Whether to report it even if only libraries and Node are on the stack. */
  always: boolean;
}

/** Expired timers are forgotten whenever this many entries have piled up. */
const PRUNE_AT = 2000;
/** Test files share a process, and each of them runs this file. */
const KEPT = Symbol.for('redwell.opened');
const shared = globalThis as { [KEPT]?: Set<Opened> };
const isFirst = shared[KEPT] === undefined;
shared[KEPT] ??= new Set<Opened>();
const opened = shared[KEPT];

function track(
  what: () => string,
  isOpen: () => boolean,
  { always = true, stop }: { always?: boolean; stop?: () => unknown } = {},
): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 40;
  opened.add({ what, isOpen, stop, stack: new Error('opened here'), always });
  Error.stackTraceLimit = stackTraceLimit;
  if (opened.size % PRUNE_AT === 0) for (const one of opened) if (!one.isOpen()) opened.delete(one);
}

/** Returns the nearest line in `src` or `test`; null if only libraries and Node are on the stack. */
function ourFrame({ stack = '' }: Error): string | null {
  const frame = stack
    .split('\n')
    .find((line) => OURS.test(line) && !/node_modules|support\/leaks\.ts|util\/lifecycle\.ts/.test(line));
  const place = /(\/[^():]+:\d+)/.exec(frame ?? '')?.[1];
  return place === undefined ? null : relative(ROOT, place);
}

/** Notes whatever this process opens from now on. */
function watch(): void {
  trackLifetimes((lifetime) =>
    track(
      () => 'a Lifetime',
      () => !lifetime.disposed,
    ),
  );

  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    track(
      () => `the process "${child.spawnargs.slice(0, 3).join(' ')}"`,
      () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
      { stop: () => child.kill('SIGKILL') },
    );
  });

  subscribe('worker_threads', (message) => {
    const { worker } = message as { worker: Worker };
    let running = true;
    worker.once('exit', () => {
      running = false;
    });
    track(
      () => 'a thread',
      () => running,
    );
  });

  subscribe('tracing:net.server.listen:asyncStart', (message) => {
    const { server } = message as { server: Server };
    track(
      () => `a server on ${JSON.stringify(server.address())}`,
      () => server.listening,
    );
  });

  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket };
    track(
      () => `a socket to ${socket.remoteAddress ?? 'a local path'}`,
      () => !socket.destroyed && socket.readyState !== 'closed',
    );
  });

  /** `_destroyed` is Node's own mark of a timer that has fired or was cleared. */
  type Timer = NodeJS.Timeout & { _destroyed?: boolean };
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const real = globalThis[name];
    const tracked = (...args: Parameters<typeof setTimeout>): NodeJS.Timeout => {
      const timer: Timer = real(...args);
      track(
        () => `a timer of ${args[1] ?? 0} ms`,
        () => timer._destroyed !== true && timer.hasRef(),
        { always: false },
      );
      return timer;
    };
    Object.assign(globalThis, { [name]: Object.assign(tracked, real) });
  }
}

if (isFirst) watch();

/** Describes everything that is still open, one line per kind and place. */
function leftOpen(): string[] {
  const counts = new Map<string, number>();
  for (const one of opened) {
    if (!one.isOpen()) {
      opened.delete(one);
      continue;
    }
    const where = ourFrame(one.stack);
    // The timers of libraries and of the test runner are not under test.
    if (where === null && !one.always) continue;
    const line = `${one.what()}, opened at ${where ?? 'a place outside src and test'}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => (count === 1 ? line : `${line} (${count} times)`));
}

// Vitest runs `afterAll` hooks in reverse order: this one is registered first, so it runs last.
afterAll(async () => {
  const until = Date.now() + GRACE_MS;
  while (leftOpen().length > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  const open = leftOpen();
  if (open.length === 0) return;
  // The next files share this process, and are not to blame.
  for (const { stop } of opened) stop?.();
  opened.clear();
  throw new Error(`This file left something open:\n  ${open.join('\n  ')}`);
});
