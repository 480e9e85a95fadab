/** Handing over as the console does it: one export at a time, in a thread, with its progress as events. */
import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { HandoverInput } from '../../shared/bridge-handover.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { ExportPlan, ExportReport, ListedExport, PackCheck } from '../../shared/handover.ts';
import { listExport } from '../handover/listed.ts';
import type { ExportRequest } from '../handover/types.ts';
import { type FolderZip, zipFolder } from '../handover/zip/stream.ts';
import type { History } from '../history/types.ts';
import type { Emitter } from './emitter.ts';
import { createExporter } from './handover-exporter.ts';
import { openHandoverThread, type RunningJob } from './handover-thread.ts';
import type { HostServices } from './host-services.ts';

export interface HandoverDesk {
  /** @throws RedwellError as `planExport` does; invalid_input for a folder that is no absolute path */
  plan(input: HandoverInput): Promise<ExportPlan>;
  /** @throws RedwellError as `exportBatch` does before its first file; conflict while another export runs */
  start(input: HandoverInput): Promise<{ exportId: string }>;
  /** Does nothing for an export that has ended. */
  cancel(exportId: string): void;
  list(batchId: string): Promise<ListedExport[]>;
  /** @throws RedwellError not_found; invalid_input for an export without a root hash; conflict; canceled */
  verify(exportId: string): Promise<PackCheck>;
  /** Returns the folder of an export that is there. @throws RedwellError not_found */
  folderOf(exportId: string): Promise<string>;
  /**
   * Returns an export as one file that is made while it is sent.
   * @throws RedwellError not_found when it is not there; conflict when files of it were removed, added or changed
   */
  zipOf(exportId: string): Promise<FolderZip>;
  /** Proves a pack that need not be on record. Stop it before the desk is disposed of. */
  prove(pack: string, root: string | null): RunningJob<PackCheck>;
  dispose(): Promise<void>;
}

export interface HandoverDeskDeps {
  dataDir: string;
  /** The built entry of the processes that draw pages. */
  sandboxEntry: string;
  /** What the thread cannot do itself, as in Electron. */
  services?: HostServices | undefined;
  history: Pick<History, 'exports'>;
  /** The built thread. */
  entry: string;
  events: Emitter;
  /** Returns the passwords that were entered for a batch. */
  passwords(batchId: string): readonly string[];
  /** Hears how an export ended. */
  onEnd?: ((record: RecordedExport) => void) | undefined;
  /** Only the owner of the data folder exports. */
  isOwner: boolean;
  log: Logger;
}

/** The folder of a host whose pages may send no paths, in the data folder. */
export const OWN_FOLDER = 'handed-over';
const PRIVATE = 0o700;
/** How long an export may take to clean up when Redwell closes, ms. */
const STOP_MS = 5000;

export type RecordedExport = ReturnType<History['exports']['list']>[number];

export function openHandoverDesk(deps: HandoverDeskDeps): HandoverDesk {
  const { dataDir, history, events, isOwner, log } = deps;
  const locksDir = join(dataDir, 'exports');
  const { entry, sandboxEntry, services } = deps;
  const copyEntry = join(dirname(entry), 'copy.js');
  const place = { dataDir, sandboxEntry, copyEntry, asksHost: services !== undefined };
  const thread = openHandoverThread({ entry, place, services, log });
  const proofs = new Map<string, RunningJob<PackCheck>>();
  const recordOf = (exportId: string): RecordedExport => {
    const record = history.exports.list(null).find(({ id }) => id === exportId);
    if (record !== undefined) return record;
    throw new RedwellError('not_found', `There is no export ${exportId} on record.`);
  };
  /** Cleaning locks interrupted exports. A plan waits for it, or it would take them for exports that run elsewhere. */
  let cleaned: Promise<unknown> = Promise.resolve();
  const clean = (): void => {
    if (!isOwner || history.exports.open().length === 0) return;
    cleaned = thread
      .run({ kind: 'clean' })
      .answer.catch((error: unknown) => log.warn({ error }, 'cleaning up after exports failed'));
  };
  const request = async (input: HandoverInput): Promise<ExportRequest> => {
    await cleaned;
    return requestOf(dataDir, input);
  };
  const tell = (exportId: string): void =>
    void listed(recordOf(exportId))
      .then((told) => events.emit('handover.changed', told))
      .catch((error: unknown) => log.warn({ error }, 'telling about an export failed'));
  const ended = (exportId: string | null): void => {
    clean();
    if (exportId !== null) deps.onEnd?.(recordOf(exportId));
  };
  const exporter = createExporter({ thread, passwords: deps.passwords, log, tell, ended });
  const listed = async (record: RecordedExport): Promise<ListedExport> => {
    const progress = exporter.progressOf(record.id);
    if (progress !== undefined)
      return { ...record, state: 'running', progress, report: null, action: null, keptUntil: null };
    return { ...(await listExport(locksDir, record)), action: exporter.actionOf(record.id) };
  };
  const thereOf = async (exportId: string): Promise<{ target: string; report: ExportReport }> => {
    const { target, report } = await listed(recordOf(exportId));
    if (report !== null) return { target, report };
    throw new RedwellError('not_found', `The export is not at ${target}.`, {
      action: 'Check that its drive is connected. If it was moved, open it there.',
    });
  };
  clean();
  return {
    plan: async (input) => thread.run({ kind: 'plan', request: await request(input) }).answer,
    async start(input) {
      refuseOthers(isOwner);
      return { exportId: await exporter.start(() => request(input)) };
    },
    cancel(exportId) {
      exporter.cancel(exportId);
      proofs.get(exportId)?.stop();
    },
    list: (batchId) => Promise.all(history.exports.list(batchId).map(listed)),
    async verify(exportId) {
      const record = recordOf(exportId);
      refuseProof(record, proofs.has(exportId));
      const job = thread.run({ kind: 'verify', pack: record.target, root: record.rootHash });
      proofs.set(exportId, job);
      try {
        return await job.answer;
      } catch (error) {
        throw unreadable(error, record.target);
      } finally {
        proofs.delete(exportId);
      }
    },
    prove: (pack, root) => thread.run({ kind: 'verify', pack, root }),
    folderOf: async (exportId) => (await thereOf(exportId)).target,
    async zipOf(exportId) {
      const { target, report } = await thereOf(exportId);
      return zipFolder(target, report);
    },
    async dispose() {
      await stopAll([...exporter.jobs(), ...proofs.values()]);
      await thread.dispose();
    },
  };
}

/** Stops jobs, and waits a while until they have. The parts of an export stay: the next start of it goes on. */
async function stopAll(jobs: readonly RunningJob<unknown>[]): Promise<void> {
  for (const job of jobs) job.stop(true);
  const late = new AbortController();
  await Promise.race([
    Promise.allSettled(jobs.map(({ answer }) => answer)),
    sleep(STOP_MS, undefined, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
}

function refuseProof({ rootHash, outcome }: RecordedExport, isRunning: boolean): void {
  if (rootHash === null || outcome !== 'completed')
    throw new RedwellError('invalid_input', 'This export has no root hash that could prove it.', {
      action: 'Hand over a bag or an evidence pack.',
    });
  if (isRunning)
    throw new RedwellError('conflict', 'This export is being verified already.', {
      action: 'Wait for the result.',
    });
}

/** @throws RedwellError invalid_input for a folder that is no absolute path */
async function requestOf(dataDir: string, { into, ...input }: HandoverInput): Promise<ExportRequest> {
  if (into === null) {
    const folder = join(dataDir, OWN_FOLDER);
    await mkdir(folder, { recursive: true, mode: PRIVATE });
    return { ...input, into: folder };
  }
  if (!isAbsolute(into) || into.includes('\0'))
    throw new RedwellError(
      'invalid_input',
      `“${into.replaceAll('\0', '')}” is not the whole path of a folder.`,
      {
        action: 'Choose a folder for the export.',
      },
    );
  return { ...input, into };
}

function refuseOthers(isOwner: boolean): void {
  if (isOwner) return;
  throw new RedwellError('not_allowed', 'Another Redwell on this computer uses this data folder.', {
    action: 'Hand over there, or with the command redwell export.',
  });
}

/** Says which pack could not be read. Redwell's own errors stay as they are. */
function unreadable(error: unknown, target: string): unknown {
  if (error instanceof RedwellError && error.code !== 'internal') return error;
  return new RedwellError('not_found', `The export could not be read at ${target}.`, {
    action: 'Check that its drive is connected, and that it was not moved.',
    cause: error,
  });
}
