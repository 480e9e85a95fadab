/** The parent's side of the sandbox: children that can be killed, each running one call at a time. */
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import workerpool from 'workerpool';
import { STAGE_LABEL, type Stage } from '../../shared/stages.ts';
import { DocumentError } from '../documents/errors.ts';
import type { Expansion, Inspection, StageInput, StageOutput } from '../documents/types.ts';
import { abortError, Call, type CallEnd } from './call.ts';
import { type MemoryWatch, watchMemory } from './memory.ts';
import { fromFailure, type SandboxReply } from './messages.ts';
import type { Sandbox } from './types.ts';

export interface SandboxOptions {
  /** The built `sandbox.js`. */
  entry: string;
  kind: 'process' | 'thread';
  maxWorkers?: number;
  log?: Logger;
  /** OCR engine; `auto` prefers the native command if it is installed. */
  ocr?: 'auto' | 'native' | 'js';
  /** Resident memory of one child above which it is killed, MB. */
  memoryMb?: number;
  /** Time limit of calls that carry none of their own (inspect, expand, engines), ms. */
  callTimeoutMs?: number;
}

const MEMORY_MB = 2048;
const CALL_TIMEOUT_MS = 120_000;
/** A child that does not end on request is killed after this time, ms. */
const TERMINATE_MS = 500;
/** Times that one call may move to a new child because the old one asked to be replaced. */
const MAX_HANDOVERS = 3;

interface SandboxCall {
  method: 'inspect' | 'expand' | 'runStage' | 'engines';
  params: unknown[];
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Called when a child is free for the call. */
  onStart?: (() => void) | undefined;
}

/** Creates a sandbox. It starts its children when they are first needed. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const pool = new ChildPool(options);
  const timeoutMs = options.callTimeoutMs ?? CALL_TIMEOUT_MS;
  return {
    inspect: (file, signal) => pool.run<Inspection>({ method: 'inspect', params: [file], timeoutMs, signal }),
    expand: (file, into, limits, signal) =>
      pool.run<Expansion>({ method: 'expand', params: [file, into, limits], timeoutMs, signal }),
    runStage: (stage, input: StageInput, signal, onStart) =>
      pool.run<StageOutput<typeof stage>>({
        method: 'runStage',
        params: [stage, input],
        timeoutMs: input.limits.timeoutMs,
        signal,
        onStart,
      }),
    engines: () => pool.run<Record<string, string>>({ method: 'engines', params: [], timeoutMs }),
    dispose: () => pool.dispose(),
  };
}

function openPool(options: SandboxOptions, maxWorkers: number, memoryMb: number) {
  const oldSpaceMb = Math.round(memoryMb / 2);
  const env = { ...process.env, REDWELL_OCR: options.ocr ?? 'auto', REDWELL_RETIRE_MB: String(memoryMb / 2) };
  return workerpool.pool(options.entry, {
    workerType: options.kind,
    maxWorkers,
    workerTerminateTimeout: TERMINATE_MS,
    forkOpts: {
      env,
      execArgv: [`--max-old-space-size=${oldSpaceMb}`],
      serialization: 'advanced',
    },
    workerThreadOpts: { env, resourceLimits: { maxOldGenerationSizeMb: oldSpaceMb } },
  });
}

class ChildPool {
  readonly #kind: SandboxOptions['kind'];
  readonly #log: Logger | undefined;
  readonly #pool: ReturnType<typeof openPool>;
  /** The library's own queue stalls when a child dies with calls behind it, so it never gets more than it can start. */
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #running = new Set<Call>();
  readonly #memory: MemoryWatch;
  #disposed = false;

  constructor(options: SandboxOptions) {
    const maxWorkers = options.maxWorkers ?? availableParallelism();
    const memoryMb = options.memoryMb ?? MEMORY_MB;
    this.#kind = options.kind;
    this.#log = options.log;
    this.#pool = openPool(options, maxWorkers, memoryMb);
    this.#limit = pLimit(maxWorkers);
    this.#memory = watchMemory(this.#running, memoryMb * 1024 * 1024);
  }

  /** Waits for a free child and runs the call there. Rejects at once when the signal fires, also while it waits. */
  run<T>(call: SandboxCall): Promise<T> {
    const { signal, onStart } = call;
    if (signal?.aborted) return Promise.reject(abortError(signal));
    const result = this.#limit(() => {
      onStart?.();
      return this.#attempt<T>(call);
    });
    if (!signal) return result;
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => reject(abortError(signal));
      signal.addEventListener('abort', onAbort, { once: true });
      result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#memory.stop();
    for (const call of this.#running) call.kill('dispose');
    await Promise.allSettled([...this.#running].map((call) => call.ended));
    await this.#pool.terminate(true);
  }

  async #attempt<T>({ method, params, timeoutMs, signal }: SandboxCall): Promise<T> {
    for (let handover = 0; ; handover += 1) {
      if (this.#disposed)
        throw new DocumentError('infrastructure', 'The sandbox was closed', { transient: true });
      if (signal?.aborted) throw abortError(signal);
      const call = new Call(this.#kind, timeoutMs, signal);
      this.#running.add(call);
      this.#memory.start();
      try {
        const reply = (await call.run((on) => this.#pool.exec(method, params, { on }))) as SandboxReply<T>;
        if (reply.ok) return reply.value;
        throw fromFailure(reply.error);
      } catch (error) {
        if (error instanceof DocumentError) throw error;
        if (call.end === 'retire' && handover < MAX_HANDOVERS) {
          this.#log?.debug({ method }, 'sandbox child replaced');
          continue;
        }
        throw explain(call.end, { method, params, timeoutMs, signal }, error);
      } finally {
        this.#running.delete(call);
        if (this.#running.size === 0) this.#memory.stop();
      }
    }
  }
}

/** Returns the error for a call that ended without a reply. */
function explain(end: CallEnd | null, call: SandboxCall, error: unknown): Error {
  switch (end) {
    case 'abort':
      return abortError(call.signal);
    case 'timeout': {
      const seconds = Math.round(call.timeoutMs / 100) / 10;
      return new DocumentError(
        'ocr_timeout',
        `${workOf(call)} took longer than ${seconds} s and was stopped`,
      );
    }
    case 'memory':
      return new DocumentError(
        'worker_lost',
        'The parser needed more memory than one document may use, and was stopped',
      );
    case 'dispose':
      return new DocumentError('infrastructure', 'The sandbox was closed while it read this document', {
        transient: true,
      });
    default: {
      const reason = error instanceof Error ? exitFacts(error.message) : String(error);
      return new DocumentError(
        'worker_lost',
        `The parser's process ended while it read this document (${reason})`,
        {
          transient: true,
          cause: error,
        },
      );
    }
  }
}

/** Names the work of a call, as the subject of a sentence. */
function workOf({ method, params }: SandboxCall): string {
  switch (method) {
    case 'inspect':
      return 'Checking the file';
    case 'expand':
      return 'Unpacking the file';
    case 'engines':
      return 'Looking for engines';
    case 'runStage':
      return `The stage “${STAGE_LABEL[params[0] as Stage]}”`;
  }
}

/** Extracts the exit code and signal from the pool library's message. */
const exitFacts = (message: string): string =>
  message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /exitCode|signalCode|memory/i.test(line))
    .join(', ') || message.slice(0, 200);
