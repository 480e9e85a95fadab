/** The parent's side of the sandbox: children that can be killed, one call at a time in each. */
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import workerpool from 'workerpool';
import { DocumentError } from '../documents/errors.ts';
import type { Expansion, Inspection, StageInput, StageOutput } from '../documents/types.ts';
import { abortError, Call, type CallEnd } from './call.ts';
import { watchMemory } from './memory.ts';
import { fromWire, type Wire } from './messages.ts';
import type { Sandbox } from './types.ts';

export interface SandboxOptions {
  /** The built `sandbox.js`. */
  entry: string;
  kind: 'process' | 'thread';
  maxWorkers?: number;
  log?: Logger;
  /** Which OCR engine; `auto` prefers the native command where it is installed. */
  ocr?: 'auto' | 'native' | 'js';
  /** Resident memory one child may take before it is killed, MB. */
  memoryMb?: number;
  /** Limit for calls that carry none of their own (inspect, expand, engines), ms. */
  callTimeoutMs?: number;
}

const MEMORY_MB = 2048;
const CALL_TIMEOUT_MS = 120_000;
/** A child that was asked to end and did not is ended by force after this long, ms. */
const TERMINATE_MS = 500;
/** How often a call may be handed to a fresh child because the old one asked to retire. */
const MAX_HANDOVERS = 3;

type Method = 'inspect' | 'expand' | 'runStage' | 'engines';

/** @throws nothing: a sandbox starts its children when they are first needed. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { kind, log } = options;
  const maxWorkers = options.maxWorkers ?? availableParallelism();
  const memoryMb = options.memoryMb ?? MEMORY_MB;
  const env = { ...process.env, REDWELL_OCR: options.ocr ?? 'auto', REDWELL_RETIRE_MB: String(memoryMb / 2) };
  const oldSpaceMb = Math.round(memoryMb / 2);
  const pool = workerpool.pool(options.entry, {
    workerType: kind,
    maxWorkers,
    workerTerminateTimeout: TERMINATE_MS,
    forkOpts: {
      env,
      execArgv: [`--max-old-space-size=${oldSpaceMb}`],
      serialization: 'advanced',
    },
    workerThreadOpts: { env, resourceLimits: { maxOldGenerationSizeMb: oldSpaceMb } },
  });
  // The pool's own queue stalls when a child dies with calls behind it; ours never hands it more than it can start.
  const limit = pLimit(maxWorkers);
  const running = new Set<Call>();
  const memory = watchMemory(running, memoryMb * 1024 * 1024);
  let disposed = false;

  async function attempt<T>(
    method: Method,
    params: unknown[],
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    for (let handover = 0; ; handover += 1) {
      if (disposed) throw new DocumentError('infrastructure', 'The sandbox was closed', { transient: true });
      if (signal?.aborted) throw abortError(signal);
      const call = new Call(kind, timeoutMs, signal);
      running.add(call);
      memory.start();
      try {
        const wire = (await call.run((on) => pool.exec(method, params, { on }))) as Wire<T>;
        if (wire.ok) return wire.value;
        throw fromWire(wire.error);
      } catch (error) {
        if (error instanceof DocumentError) throw error;
        if (call.end === 'retire' && handover < MAX_HANDOVERS) {
          log?.debug({ method }, 'sandbox child replaced');
          continue;
        }
        throw explain(call.end, method, params, timeoutMs, signal, error);
      } finally {
        running.delete(call);
        if (running.size === 0) memory.stop();
      }
    }
  }

  /** Waits for a free child, but rejects at once when the signal fires while waiting. */
  function enter<T>(
    method: Method,
    params: unknown[],
    timeoutMs: number,
    signal?: AbortSignal,
    begun?: () => void,
  ): Promise<T> {
    if (signal?.aborted) return Promise.reject(abortError(signal));
    const result = limit(() => {
      begun?.();
      return attempt<T>(method, params, timeoutMs, signal);
    });
    if (!signal) return result;
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => reject(abortError(signal));
      signal.addEventListener('abort', onAbort, { once: true });
      result.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  const callTimeoutMs = options.callTimeoutMs ?? CALL_TIMEOUT_MS;
  return {
    inspect: (file, signal) => enter<Inspection>('inspect', [file], callTimeoutMs, signal),
    expand: (file, into, limits, signal) =>
      enter<Expansion>('expand', [file, into, limits], callTimeoutMs, signal),
    runStage: (stage, input: StageInput, signal, begun) =>
      enter<StageOutput<typeof stage>>('runStage', [stage, input], input.limits.timeoutMs, signal, begun),
    engines: () => enter<Record<string, string>>('engines', [], callTimeoutMs),
    async dispose() {
      if (disposed) return;
      disposed = true;
      memory.stop();
      for (const call of running) call.kill('dispose');
      await Promise.allSettled([...running].map((call) => call.settled));
      await pool.terminate(true);
    },
  };
}

/** Why a call ended without an answer, in the field's terms. */
function explain(
  end: CallEnd | null,
  method: Method,
  params: readonly unknown[],
  timeoutMs: number,
  signal: AbortSignal | undefined,
  error: unknown,
): Error {
  const said = error instanceof Error ? firstFacts(error.message) : String(error);
  switch (end) {
    case 'abort':
      return abortError(signal);
    case 'timeout': {
      const seconds = Math.round(timeoutMs / 100) / 10;
      const what = method === 'runStage' ? `The stage ${String(params[0])}` : method;
      return new DocumentError('ocr_timeout', `${what} took longer than ${seconds} s and was ended`);
    }
    case 'memory':
      return new DocumentError(
        'worker_lost',
        'The parser took more memory than one document may, and was ended',
      );
    case 'dispose':
      return new DocumentError('infrastructure', 'The sandbox was closed while it read this document', {
        transient: true,
      });
    default:
      return new DocumentError(
        'worker_lost',
        `The parser's process ended while it read this document (${said})`,
        {
          transient: true,
          cause: error,
        },
      );
  }
}

/** The exit code and signal out of the pool's report. */
const firstFacts = (message: string): string =>
  message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /exitCode|signalCode|memory/i.test(line))
    .join(', ') || message.slice(0, 200);
