/** Runs an export: plans it, writes its parts beside the folder that it will be, and gives it its name once it is whole. */
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { nanoid } from 'nanoid';
import { RedwellError } from '../../shared/errors.ts';
import type { ExportReport } from '../../shared/handover.ts';
import { handOver } from '../util/private-files.ts';
import { canceled, exportRefusal, PartsKept } from './errors.ts';
import {
  cleanLeftovers,
  discard,
  type Interrupted,
  isFolder,
  lockExport,
  lockInterrupted,
  removeLock,
} from './leftovers.ts';
import { type Planned, planExport, refuseLongPaths, refuseTooLarge } from './plan.ts';
import { takeOver } from './resume/earlier.ts';
import { type Journal, type JournalRecord, journalPath, openJournal } from './resume/journal.ts';
import { expectAllFiles, putOnDisk } from './seal.ts';
import { partialOf, publish } from './target.ts';
import type { ExportOptions, ExportRequest, HandoverDeps } from './types.ts';
import { type Running, writeParts } from './write-parts.ts';

/** Characters of an id after `x-`. */
const ID_LENGTH = 12;

/**
 * Exports a batch. Until it is whole, an export has a name that nobody takes for it. What an interrupted export of the same
 * plan left is taken over; whatever goes wrong, nothing else is left.
 * @throws RedwellError not_found, conflict, invalid_input, folder_missing, not_a_folder, access_restricted, disk_full,
 * canceled
 */
export async function exportBatch(
  deps: HandoverDeps,
  request: ExportRequest,
  options: ExportOptions,
): Promise<ExportReport> {
  await cleanLeftovers(deps);
  const planned = await planExport(deps, request);
  refuseTooLarge(planned.plan, request.into);
  refuseLongPaths(planned.plan);
  const { locked, release } = await lockInterrupted(deps, planned.interrupted);
  try {
    const same = locked.filter(({ journal }) => isOf(planned, journal) && request.fresh !== true);
    await discard(
      deps,
      locked.filter((one) => !same.includes(one)),
      false,
    );
    return await exportFrom(deps, request, { planned, same }, options);
  } finally {
    await release();
  }
}

/** Whether a journal is of an export with the same plan. */
const isOf = ({ fingerprint }: Planned, journal: JournalRecord | null): journal is JournalRecord =>
  journal?.fingerprint === fingerprint;

/** @param same interrupted exports of the same plan, locked */
async function exportFrom(
  deps: HandoverDeps,
  request: ExportRequest,
  { planned, same }: { planned: Planned; same: Interrupted[] },
  options: ExportOptions,
): Promise<ExportReport> {
  const id = `x-${nanoid(ID_LENGTH)}`;
  const { target } = planned.plan;
  const partial = partialOf(target, id);
  const startedAt = Date.now();
  const lock = await lockExport(deps, id);
  let journal: Journal | null = null;
  try {
    deps.history.exports.start({
      ...{ id, partial, target, startedAt, batchId: request.batchId, kind: request.kind },
    });
    // Without the record, nobody would find the parts after a power failure.
    await deps.history.confirm();
    options.onStarted?.(id);
    journal = openJournal(journalPath(deps, id), planned.fingerprint);
    const parts = same.flatMap(({ left, journal: of }) =>
      of === null ? [] : [{ folder: left.partial, journal: of }],
    );
    const earlier = parts.length === 0 ? null : takeOver(parts);
    const running = { ...planned, id, partial, startedAt, journal, earlier };
    const report = await writeAndPublish(deps, request, running, options);
    await discard(deps, same, true);
    return report;
  } catch (error) {
    await journal?.close();
    throw await giveUp(deps, request, { id, partial, target, same }, options.signal, error);
  } finally {
    lock.dispose();
    await removeLock(deps, id);
  }
}

async function writeAndPublish(
  deps: HandoverDeps,
  request: ExportRequest,
  running: Running,
  options: ExportOptions,
): Promise<ExportReport> {
  const { id, partial, plan, journal } = running;
  await mkdir(partial);
  const { file, written, rootHash } = await writeParts(deps, request, running, options);
  await putOnDisk(deps, partial);
  await expectAllFiles(partial, written);
  await handOver(partial);
  options.signal.throwIfAborted();
  const target = await publish(partial, plan.target, (name) => {
    if (name !== plan.target) deps.history.exports.setTarget(id, name);
  });
  const { redwell: _redwell, startedAt: _startedAt, ...said } = file;
  const leftOut = Object.values(said.leftOut).reduce((sum, n) => sum + n, 0);
  const { documents, originals, bytes } = said;
  deps.history.exports.end(id, {
    ...{ target, outcome: 'completed', endedAt: Date.now(), rootHash, error: null },
    ...{ documents, originals, bytes, leftOut },
  });
  await journal.close();
  await rm(journalPath(deps, id), { force: true });
  return { ...said, target, rootHash };
}

/**
 * Removes the parts and records why there is no export. They stay where another export can go on: Redwell is closed, or the
 * drive is away.
 * @returns what to throw
 */
async function giveUp(
  deps: HandoverDeps,
  request: ExportRequest,
  { id, partial, target, same }: { id: string; partial: string; target: string; same: Interrupted[] },
  signal: AbortSignal,
  error: unknown,
): Promise<unknown> {
  if (signal.reason instanceof PartsKept) return signal.reason;
  const reason = signal.aborted ? canceled() : exportRefusal(error, request.into);
  try {
    if (await isAway(partial, reason)) return reason;
    await rm(partial, { recursive: true, force: true });
    await rm(journalPath(deps, id), { force: true });
    deps.history.exports.end(id, {
      ...{ target, outcome: signal.aborted ? 'canceled' : 'failed', endedAt: Date.now() },
      ...{ documents: 0, originals: 0, leftOut: 0, bytes: 0, rootHash: null },
      error: reason instanceof Error ? reason.message : String(reason),
    });
    await discard(deps, same, false);
  } catch (failure) {
    // The drive is gone, or history cannot be written. The next export removes the parts and completes the record.
    deps.log?.warn({ error: failure, partial }, 'the parts of an export could not be removed yet');
  }
  return reason;
}

/** Whether the folder with the parts went away with its drive. Where the folder around them is there, they were removed. */
const isAway = async (partial: string, reason: unknown): Promise<boolean> =>
  reason instanceof RedwellError && reason.code === 'folder_missing' && !(await isFolder(dirname(partial)));
