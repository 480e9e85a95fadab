/** The one composition that Electron, serve, the command line and the tests start. */
import type { Readable } from 'node:stream';
import type { BridgeHandlers, EventName, EventPayload } from '../../shared/bridge.ts';
import type { WorkerMessage } from './worker-message.ts';

/** What a host gives: how to start a worker here, and where things are. */
export interface RedwellConfig {
  /** Everything Redwell keeps: vault, drops, batches, redis, history, log. */
  dataDir: string;
  /** `null`: embedded server. Settings may state one too; this wins. */
  redisUrl: string | null;
  /** Starts the worker entry; utilityProcess under Electron, child_process elsewhere. `null`: no local worker. */
  spawnWorker: ((env: Record<string, string>) => WorkerProcess) | null;
  /** Built `sandbox.js`, and whether it runs in threads (Electron, where no plain Node exists) or processes. */
  sandbox: { entry: string; kind: 'process' | 'thread' };
  version: string;
  /** Sets installations on one shared server apart; tests use one each. */
  namespace?: string;
  /** The host's keychain, for the password in a Redis address. */
  secrets?: { encrypt(secret: string): string; decrypt(encrypted: string): string };
  logLevel?: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Tells it something, from process to process. Resolves when it is on its way; rejects when the worker is gone. */
  send(message: WorkerMessage): Promise<void>;
  /** Asks it to finish what it is doing and exit; after `graceMs` it is killed. */
  stop(graceMs: number): Promise<void>;
  onExit(listener: (how: string) => void): void;
}

/** Requests that only a host can answer are left to it. */
export type CoreHandlers = Omit<BridgeHandlers, 'host.info' | 'intake.pick'>;

export interface Redwell {
  readonly handlers: CoreHandlers;
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** One file of a streamed upload. */
  acceptFile(
    dropId: string,
    path: string,
    modifiedAt: number | null,
    content: Readable,
  ): Promise<{ bytes: number }>;
  /** Resolves when Redis answered for the first time; the console is usable before. */
  dispose(): Promise<void>;
}
