/** What a host must give to open Redwell, and what it gets. Electron, serve, the command line and tests are hosts. */
import type { Readable } from 'node:stream';
import type { BridgeHandlers, EventName, EventPayload } from '../../shared/bridge.ts';
import type { Place } from '../../shared/operator-log.ts';
import type { RetentionRun } from '../../shared/retention.ts';
import type { OperatorLog } from '../operator-log/log.ts';
import type { OriginalCopies } from '../review/original-copies.ts';
import type { ChildStarter } from '../sandbox/link.ts';
import type { HandoverDesk } from './handover-desk.ts';
import type { HostServices } from './host-services.ts';
import type { PackDesk } from './pack-desk.ts';
import type { WatchOptions } from './watch-options.ts';
import type { WorkerMessage } from './worker-message.ts';

export interface RedwellConfig {
  /** Holds everything that Redwell keeps: vault, drops, batches, redis, history, log. */
  dataDir: string;
  /** Address of a shared server, which wins over the one in Settings; null: Settings decide, else the built-in server. */
  redisUrl: string | null;
  /** Starts the worker entry; utilityProcess under Electron, child_process elsewhere. null: no local worker. */
  spawnWorker: ((env: Record<string, string>) => WorkerProcess) | null;
  /** The built `sandbox.js`, and how it is started where there is no plain Node (Electron). */
  sandbox: { entry: string; starter?: ChildStarter };
  /** What only this host's process can do for others, under Electron. */
  services?: HostServices;
  version: string;
  /** Where commands come from, for the operator log; by default the command line. */
  from?: Place;
  /** Separates installations on one shared server; each test uses its own. */
  namespace?: string;
  /** The host's keychain, which encrypts the password in a Redis address. */
  secrets?: { encrypt(secret: string): string; decrypt(encrypted: string): string };
  /** How the folder in Settings is watched; absent on the command line, which watches none. */
  watchFolder?: WatchFolder;
  /** The clock that retention goes by, Unix ms; a test passes its own. */
  now?: () => number;
  logLevel?: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Sends a message over the process channel. Resolves when it is written; rejects when the worker has exited. */
  send(message: WorkerMessage): Promise<void>;
  /** Asks the worker to finish its running jobs and exit; kills it after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  /** @param listener gets the exit code or signal as text */
  onExit(listener: (reason: string) => void): void;
}

/** The bridge's requests without those that only a host can answer. */
export type CoreHandlers = Omit<
  BridgeHandlers,
  | 'host.info'
  | 'intake.pick'
  | 'documents.open'
  | 'documents.reveal'
  | 'handover.pick'
  | 'handover.reveal'
  | 'packs.pick'
  | 'watch.pick'
>;

/** The opened program. */
export interface Redwell {
  readonly handlers: CoreHandlers;
  /** Returns a function that unsubscribes. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** Receives one file of an upload. */
  acceptFile(
    dropId: string,
    path: string,
    modifiedAt: number | null,
    content: Readable,
    item?: number | null,
  ): Promise<{ bytes: number }>;
  /** Who did what, for hosts that sign people in. */
  readonly operatorLog: OperatorLog;
  /** The originals of documents, for hosts that hand them to a person. */
  readonly originals: OriginalCopies;
  /** The folders of exports, for hosts that show them to a person. */
  readonly exports: Pick<HandoverDesk, 'folderOf' | 'zipOf'>;
  /** Packs that a person opens or chooses, for hosts that can name a folder. */
  readonly packs: Pick<PackDesk, 'open' | 'openFile'>;
  /** Deletes what is due by the retention rule. @throws RedwellError conflict when nobody knows what is held */
  deleteDue(): Promise<RetentionRun>;
  /** Closes everything in reverse order. @throws AggregateError with everything that failed to close */
  dispose(): Promise<void>;
}

/** Watches a folder until the signal fires. @throws when the folder cannot be read */
export type WatchFolder = (
  redwell: Pick<Redwell, 'handlers' | 'on'>,
  options: WatchOptions,
) => Promise<number>;
