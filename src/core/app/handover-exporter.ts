/** Runs one export at a time in the thread, and remembers how far it is. */
import type { Logger } from 'pino';
import { RedwellError, toWireError } from '../../shared/errors.ts';
import type { ExportProgress } from '../../shared/handover.ts';
import type { ExportRequest } from '../handover/types.ts';
import type { HandoverThread, RunningJob } from './handover-thread.ts';

interface Deps {
  thread: HandoverThread;
  /** Returns the passwords that were entered for a batch: pages of encrypted files are drawn with them. */
  passwords(batchId: string): readonly string[];
  log: Logger;
  /** Called with the id of an export that has started, is further or has ended. */
  tell(exportId: string): void;
  /** Called when an export has ended, before that is told; null if it never was on record. */
  ended(exportId: string | null): void;
}

export interface Exporter {
  /**
   * Starts an export.
   * @returns its id, once it is on record
   * @throws RedwellError conflict while another one runs; why it could not start
   */
  start(request: () => Promise<ExportRequest>): Promise<string>;
  /** Stops the export with this id, if it is the one that runs. */
  cancel(exportId: string): void;
  /** Returns how far an export is: undefined if it does not run here, null before its first report. */
  progressOf(exportId: string): ExportProgress | null | undefined;
  /** Returns what to do about the error of an export; null if nobody knows. */
  actionOf(exportId: string): string | null;
  /** Returns what runs, to stop it. */
  jobs(): RunningJob<unknown>[];
}

interface Current {
  exportId: string | null;
  progress: ExportProgress | null;
  job: RunningJob<unknown>;
}

export function createExporter({ thread, passwords, log, tell, ended }: Deps): Exporter {
  const actions = new Map<string, string>();
  let current: Current | null = null;
  let isStarting = false;

  /** Waits for the end of an export, which its record tells. */
  const follow = async (running: Current): Promise<void> => {
    await running.job.answer.catch((error: unknown) => {
      const { code, message, action } = toWireError(error);
      if (code === 'internal') log.error({ error }, 'an export failed');
      else log.info({ code, reason: message }, 'an export ended early');
      if (running.exportId !== null && action !== undefined) actions.set(running.exportId, action);
    });
    current = null;
    ended(running.exportId);
    if (running.exportId !== null) tell(running.exportId);
  };

  const begin = (request: ExportRequest): Promise<string> =>
    new Promise((resolve, reject) => {
      const onStarted = (exportId: string): void => {
        running.exportId = exportId;
        tell(exportId);
        resolve(exportId);
      };
      const onProgress = (progress: ExportProgress): void => {
        running.progress = progress;
        tell(progress.exportId);
      };
      const job = thread.run(
        { kind: 'export', request, passwords: passwords(request.batchId) },
        { onStarted, onProgress },
      );
      const running: Current = { exportId: null, progress: null, job };
      current = running;
      job.answer.catch(reject);
      void follow(running);
    });

  return {
    async start(request) {
      if (current !== null || isStarting)
        throw new RedwellError('conflict', 'Another export is running.', {
          action: 'Wait until it has ended, or cancel it.',
        });
      isStarting = true;
      try {
        return await begin(await request());
      } finally {
        isStarting = false;
      }
    },
    cancel(exportId) {
      if (current?.exportId === exportId) current.job.stop();
    },
    progressOf: (exportId) => (current?.exportId === exportId ? current.progress : undefined),
    actionOf: (exportId) => actions.get(exportId) ?? null,
    jobs: () => (current === null ? [] : [current.job]),
  };
}
