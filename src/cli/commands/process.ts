/** `redwell process FOLDER`, `redwell resume ID` and `redwell rerun ID`: process a batch and wait for its end. */
import { resolve } from 'node:path';
import type { Redwell } from '../../core/app/types.ts';
import { type SubmitChoices, submitFolder } from '../../core/host/submit-folder.ts';
import type { Batch } from '../../shared/batches.ts';
import { RedwellError } from '../../shared/errors.ts';
import { EXCEPTIONS } from '../../shared/exceptions.ts';
import type { Drop } from '../../shared/intake.ts';
import { followBatch } from '../follow.ts';
import { count, counted, duration, equationLine, size, statusText } from '../format.ts';
import { type HostOptions, throwIfStopped, untilRedis, withRedwell } from '../host.ts';
import { takeLoadFile } from '../load-file.ts';
import { summaryOf } from '../offline.ts';
import type { Output } from '../output.ts';
import { offerPasswords, readPasswords } from '../passwords.ts';
import { type Progress, startProgress } from '../progress.ts';
import { shownJson } from '../shown.ts';

export const EXIT = { done: 0, notDone: 1, doneWithExceptions: 2 } as const;

const EXIT_OF: Partial<Record<Batch['status'], number>> = {
  completed: EXIT.done,
  completed_with_warnings: EXIT.done,
  completed_with_exceptions: EXIT.doneWithExceptions,
};

export interface Job {
  host: HostOptions;
  json: boolean;
  out: Output;
  /** Fires on Ctrl-C. */
  signal: AbortSignal;
}

/**
 * @param passwordsFrom a file with passwords, or `-` for standard input; null: none
 * @param loadFile how to take a folder with a load file; null: as it says, unless it contradicts itself
 * @returns exit code. @throws RedwellError of intake, submission or Redis
 */
export async function processFolder(
  job: Job,
  folder: string,
  choices: SubmitChoices,
  { passwordsFrom, loadFile }: { passwordsFrom: string | null; loadFile: 'production' | 'files' | null },
): Promise<number> {
  const passwords = passwordsFrom === null ? [] : await readPasswords(passwordsFrom, process.stdin);
  return runJob(job, async (redwell, progress) => {
    const path = resolve(folder);
    progress.show(null, `Reading ${path}`);
    let drop: Drop | null = null;
    const stop = redwell.on('drop.changed', (now) => {
      drop = now;
      const part = now.total === null || now.total === 0 ? null : now.read / now.total;
      progress.show(
        part,
        now.error?.message ??
          `Reading: ${count(now.read)} of ${count(now.found)} files, ${size(now.readBytes)}`,
      );
    });
    try {
      const submitted = submitFolder(redwell, path, choices, async (ready) => {
        const taken = await takeLoadFile(redwell, ready, loadFile);
        if (taken !== null) progress.note(taken);
        if (passwords.length > 0) progress.note(await offerPasswords(redwell, ready, passwords));
      });
      const batch = await Promise.race([submitted, stopped(job.signal)]);
      progress.note(`Submitted ${counted(batch.equation.received, 'document')} as batch ${batch.id}.`);
      return batch.id;
    } catch (error) {
      const submitting = await discardUnlessSubmitting(redwell, drop);
      if (!job.signal.aborted) throw error;
      throw new RedwellError('canceled', `Stopped while reading ${path}.`, {
        action: submitting
          ? 'The batch may have been submitted. Run "redwell batches" to find out, then "redwell resume ID".'
          : 'Nothing was submitted. Run the same command to start over.',
        cause: error,
      });
    } finally {
      stop();
    }
  });
}

/**
 * Discards a drop that was not submitted, so that it does not stay in Intake.
 * @returns true if it was too late, because the drop is being submitted
 */
async function discardUnlessSubmitting(redwell: Redwell, drop: Drop | null): Promise<boolean> {
  if (drop === null || drop.status === 'discarded') return false;
  if (drop.status === 'submitting' || drop.status === 'submitted') return true;
  await redwell.handlers['intake.discard']({ dropId: drop.id });
  return false;
}

/** Continues a batch. @returns exit code. @throws RedwellError not_found, redis_unavailable */
export function resumeBatch(job: Job, batchId: string): Promise<number> {
  return runJob(job, async (redwell) => {
    await redwell.handlers['batches.get']({ batchId });
    return batchId;
  });
}

/** Runs all documents of an ended batch again. @returns exit code. @throws RedwellError conflict, not_found, redis_unavailable */
export function rerunBatch(job: Job, batchId: string): Promise<number> {
  return runJob(job, async (redwell, progress) => {
    progress.show(null, 'Checking the originals against the manifest');
    const { opened, missing, altered, paths } = await redwell.handlers['batches.rerun']({ batchId });
    progress.note(`Running ${counted(opened, 'document')} again.`);
    for (const line of originalsLines(missing, 'missing', paths.missing)) progress.note(line);
    for (const line of originalsLines(altered, 'altered', paths.altered)) progress.note(line);
    return batchId;
  });
}

/** Lists the documents whose originals are not intact. */
const originalsLines = (all: number, fault: string, paths: readonly string[]): string[] =>
  all === 0
    ? []
    : [
        `${counted(all, 'original')} ${fault}:`,
        ...paths.map((path) => `  ${path.replaceAll(/\p{Cc}/gu, '?')}`),
        ...(all > paths.length ? [`  and ${count(all - paths.length)} more`] : []),
      ];

export async function runJob(
  { host, json, out, signal }: Job,
  start: (redwell: Redwell, progress: Progress) => Promise<string>,
): Promise<number> {
  const progress = startProgress(process.stderr);
  try {
    return await withRedwell(host, async (redwell) => {
      await untilRedis(async () => {
        const { redis } = await redwell.handlers['health.get']({});
        const { address, error, condition } = redis;
        return { ready: redis.state === 'ready', address, error, condition };
      }, signal);
      const { warnings: found } = await redwell.handlers['health.get']({});
      for (const { code, message } of found) if (code === 'left_running') progress.note(message);
      const batchId = await start(redwell, progress);
      const batch = await follow(redwell, batchId, progress, signal, host.dataDir);
      progress.stop();
      if (!json) await report(batch, out);
      const warnings = await redwell.handlers['batches.warnings']({ batchId });
      for (const { code, count: documents } of json ? [] : warnings)
        await out.line(`Warning: ${EXCEPTIONS[code].label}: ${counted(documents, 'document')}`);
      await out.line(
        json ? shownJson({ ...summaryOf(batch), warnings }) : `Details: redwell batch-status ${batch.id}`,
      );
      return EXIT_OF[batch.status] ?? EXIT.notDone;
    });
  } finally {
    progress.stop();
  }
}

async function follow(
  redwell: Redwell,
  batchId: string,
  progress: Progress,
  signal: AbortSignal,
  dataDir: string,
): Promise<Batch> {
  try {
    return await followBatch(redwell, batchId, progress, signal);
  } catch (error) {
    if (!(error instanceof RedwellError) || error.code !== 'canceled') throw error;
    throw new RedwellError(
      'canceled',
      `Stopped before the end. Redwell has kept what batch ${batchId} has done so far.`,
      {
        action: `To continue, run "redwell resume ${batchId} --data ${JSON.stringify(dataDir)}", or start Redwell.`,
        cause: error,
      },
    );
  }
}

async function report(batch: Batch, out: Output): Promise<void> {
  await out.line(`${batch.name}: ${statusText(batch.status)} in ${duration(summaryOf(batch).durationMs)}.`);
  await out.line(equationLine(batch));
}

/** Never resolves. @throws RedwellError canceled when the signal fires */
function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => {
      try {
        throwIfStopped(signal);
      } catch (error) {
        reject(error);
      }
    };
    stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}
