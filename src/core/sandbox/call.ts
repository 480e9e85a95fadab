/** One call into a child: its clock, its abort, and how it is ended. */
import type { SandboxEvent } from './messages.ts';

export type CallEnd = 'timeout' | 'abort' | 'memory' | 'retire' | 'dispose';

/** A promise that can be canceled, as the pool gives it. */
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
  /** Why this call was ended before it answered; null while it was not. */
  end: CallEnd | null = null;
  /** The child that runs it, once it has said so; null for threads. */
  pid: number | null = null;
  readonly settled: Promise<void>;
  /** Commands the child has running for this call. */
  readonly commands = new Set<number>();
  readonly #kind: 'process' | 'thread';
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  #task: Cancellable | null = null;
  #settle: () => void = () => undefined;

  constructor(kind: 'process' | 'thread', timeoutMs: number, signal: AbortSignal | undefined) {
    this.#kind = kind;
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** @throws whatever the pool rejects with; `end` says whether we caused it. */
  async run(start: (on: (event: SandboxEvent) => void) => Cancellable): Promise<unknown> {
    const onAbort = (): void => this.kill('abort');
    const timer = setTimeout(() => this.kill('timeout'), this.#timeoutMs);
    this.#signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const task = start((event) => this.#hear(event));
      this.#task = task;
      return await new Promise((resolve, reject) => task.then(resolve, reject));
    } finally {
      clearTimeout(timer);
      this.#signal?.removeEventListener('abort', onAbort);
      for (const pid of this.commands) killQuietly(pid);
      this.#settle();
    }
  }

  /** Ends the child (and the commands it started) at once; the first reason given stands. */
  kill(why: CallEnd): void {
    if (this.end !== null) return;
    this.end = why;
    for (const pid of this.commands) killQuietly(pid);
    if (this.pid !== null) killQuietly(this.pid);
    else this.#task?.cancel();
  }

  #hear(event: SandboxEvent): void {
    switch (event.kind) {
      case 'began':
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

/** SIGKILL to a process of ours; one that is gone already is no error. */
function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
