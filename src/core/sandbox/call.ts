/** One call into a child, with its time limit and its abort signal. */
import type { SandboxEvent } from './messages.ts';

export type CallEnd = 'timeout' | 'abort' | 'memory' | 'retire' | 'dispose';

/** The pool's promise, which can be canceled. */
export interface Cancellable {
  then(onValue: (value: unknown) => unknown, onError: (error: unknown) => unknown): unknown;
  cancel(): unknown;
}

export function abortError(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error && reason.name === 'AbortError'
    ? reason
    : new DOMException('The work was stopped', 'AbortError');
}

export class Call {
  /** Why the parent ended this call; null if it did not. */
  end: CallEnd | null = null;
  /** The process that runs the call; null until it reports its start, and always null for a thread. */
  pid: number | null = null;
  readonly ended: Promise<void>;
  /** Process ids of the commands that the child runs for this call. */
  readonly commands = new Set<number>();
  readonly #kind: 'process' | 'thread';
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  #task: Cancellable | null = null;
  #markEnded: () => void = () => undefined;

  constructor(kind: 'process' | 'thread', timeoutMs: number, signal: AbortSignal | undefined) {
    this.#kind = kind;
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
    this.ended = new Promise((resolve) => {
      this.#markEnded = resolve;
    });
  }

  /**
   * Runs the call to its end.
   * @throws whatever the pool rejects with; `end` tells whether the parent caused it
   */
  async run(start: (on: (event: SandboxEvent) => void) => Cancellable): Promise<unknown> {
    const onAbort = (): void => this.kill('abort');
    const timer = setTimeout(() => this.kill('timeout'), this.#timeoutMs);
    this.#signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const task = start((event) => this.#onEvent(event));
      this.#task = task;
      return await new Promise((resolve, reject) => task.then(resolve, reject));
    } finally {
      clearTimeout(timer);
      this.#signal?.removeEventListener('abort', onAbort);
      for (const pid of this.commands) killQuietly(pid);
      this.#markEnded();
    }
  }

  /** Kills the child and its commands at once. The first reason given is kept. */
  kill(reason: CallEnd): void {
    if (this.end !== null) return;
    this.end = reason;
    for (const pid of this.commands) killQuietly(pid);
    if (this.pid !== null) killQuietly(this.pid);
    else this.#task?.cancel();
  }

  #onEvent(event: SandboxEvent): void {
    switch (event.kind) {
      case 'started':
        if (this.#kind === 'process') this.pid = event.pid;
        if (event.retire) this.kill('retire');
        return;
      case 'spawned':
        this.commands.add(event.pid);
        return;
      case 'exited':
        this.commands.delete(event.pid);
    }
  }
}

/** Sends SIGKILL. A process that has already ended is not an error. */
function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
