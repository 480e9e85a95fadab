/** Plans an export: what it will hold, what it leaves out, and how large it is. Nothing is written. */
import { statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Batch } from '../../shared/batches.ts';
import { isTerminal } from '../../shared/batches.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { ChoiceCounts, ExportChoice } from '../../shared/export-choice.ts';
import type { ExportPlan, LeftOutCounts } from '../../shared/handover.ts';
import { sizeInWords } from '../disk/words.ts';
import { type Interrupted, interruptedExports } from './leftovers.ts';
import { refuseBadSearch } from './lists/hits.ts';
import { planImages, planNumbering } from './load-file/numbering.ts';
import { longestPath } from './path-lengths.ts';
import { fingerprintOf } from './resume/fingerprint.ts';
import { type Selection, selectDocuments } from './selection.ts';
import { freeTarget } from './target.ts';
import type { ExportRequest, HandoverDeps } from './types.ts';

export interface Planned {
  plan: ExportPlan;
  batch: Batch;
  selection: Selection;
  /** Equal for exports that write the same files. */
  fingerprint: string;
  /** Interrupted exports of the same kind in the same folder, with this plan or another one. */
  interrupted: Interrupted[];
}

/**
 * @throws RedwellError not_found; conflict when the batch has not ended; folder_missing, not_a_folder, access_restricted;
 * invalid_input when there is nothing to export, or when the profile does not fit
 */
export async function planExport(deps: HandoverDeps, request: ExportRequest): Promise<Planned> {
  const { batchId, kind, into, profile, choice } = request;
  const batch = deps.history.batch(batchId);
  if (batch === null)
    throw new RedwellError('not_found', `There is no batch ${batchId} on this computer.`, {
      action: 'Open History to see the batches of this computer.',
    });
  if (!isTerminal(batch.status))
    throw new RedwellError(
      'conflict',
      `The batch “${batch.name}” has not ended, so it cannot be handed over yet.`,
      {
        action: 'Wait until it has ended, or cancel it.',
      },
    );
  if (request.lists?.search !== undefined) refuseBadSearch(request.lists.search);
  const hasOriginals = kind !== 'lists' && kind !== 'report';
  const scope = kind === 'loadfile' || kind === 'evidence' ? 'processed' : 'received';
  const chosen = chosenIds(deps, batchId, choice);
  if (kind === 'report' && chosen !== null)
    throw new RedwellError(
      'invalid_input',
      'A report is about a whole batch, not about some of its documents.',
      {
        action: 'Make the report without a filter or a selection.',
      },
    );
  const selection = await selectDocuments(deps.history.outline(batchId), scope, chosen);
  refusePrivilegeInPack(request);
  const interrupted = await interruptedExports(deps, request);
  const ended = new Set(interrupted.map(({ left }) => basename(left.partial)));
  const target = await freeTarget(into, batch.name, kind, ended);
  const fingerprint = fingerprintOf(request, selection, deps.version);
  const copied = !hasOriginals ? [] : selection.documents.filter(({ sha256 }) => sha256 !== null);
  const hasLoadFile = kind === 'loadfile' || kind === 'evidence';
  const images = hasLoadFile ? planImages(selection.documents, profile) : undefined;
  if (images !== undefined && deps.drawer === undefined)
    throw new RedwellError('not_allowed', 'Page images cannot be drawn here.', {
      action: 'Export again without page images, or on the computer with the originals.',
    });
  const plan: ExportPlan = {
    batchId,
    kind,
    target,
    documents: selection.documents.length,
    originals: copied.length,
    bytes: copied.reduce((sum, { bytes }) => sum + bytes, 0),
    leftOut: countReasons(selection, !hasOriginals),
    choice: chosen === null ? null : countChoice(selection, chosen, choice?.by),
    longestPath: longestPath(deps.history, target, selection, request),
    numbering: hasLoadFile ? planNumbering(selection.documents, profile) : null,
    ...(images === undefined ? {} : { images }),
    ...(request.lists?.privilege === undefined ? {} : { privilege: true }),
    resume: request.fresh === true ? null : resumeOf(interrupted, fingerprint),
    freeBytes: await freeBytes(into),
  };
  return { plan, batch, selection, fingerprint, interrupted };
}

/** What an interrupted export had done. Each one goes on where the one before stopped, so the furthest counts. */
function resumeOf(interrupted: readonly Interrupted[], fingerprint: string): ExportPlan['resume'] {
  const same = interrupted.flatMap(({ left, journal }) =>
    journal?.fingerprint === fingerprint ? [{ ...journal, startedAt: left.startedAt }] : [],
  );
  const [newest] = same;
  if (newest === undefined) return null;
  return {
    startedAt: newest.startedAt,
    documents: Math.max(...same.map(({ documents }) => documents)),
    bytes: Math.max(...same.map(({ bytes }) => bytes)),
  };
}

/**
 * A privilege list names what the other side must not learn, and an evidence pack is made for others.
 * @throws RedwellError invalid_input unless somebody asked for it in so many words
 */
function refusePrivilegeInPack({ kind, lists }: ExportRequest): void {
  if (kind !== 'evidence' || lists?.privilege === undefined || lists.privilegeInPack === true) return;
  throw new RedwellError(
    'invalid_input',
    'An evidence pack leaves the office, and the privilege list names the documents that may be privileged. Nothing was handed over.',
    {
      action:
        'Export the list for the office with --as lists --privilege. If it must be in the pack, add --include-privilege.',
    },
  );
}

/** @returns null for the whole batch. @throws RedwellError invalid_input when a filter has no documents */
function chosenIds(
  { history }: HandoverDeps,
  batchId: string,
  choice: ExportChoice | undefined,
): ReadonlySet<string> | null {
  if (choice === undefined || choice.by === 'batch') return null;
  if (choice.by === 'selection') return new Set(choice.documentIds);
  const ids = history.documentIds({ batchId, ...choice.filter });
  if (ids.length === 0)
    throw new RedwellError('invalid_input', 'No document of the batch passes the filter.', {
      action: 'Change the filter, or hand over the whole batch.',
    });
  return new Set(ids);
}

function countChoice(
  { documents, inside, received }: Selection,
  chosen: ReadonlySet<string>,
  by: ExportChoice['by'] | undefined,
): ChoiceCounts {
  return {
    by: by === 'filter' ? 'filter' : 'selection',
    chosen: chosen.size,
    added: documents.filter(({ id }) => !chosen.has(id)).length,
    notChosen: received - (inside?.size ?? received),
  };
}

/** Lists and reports copy no originals, so none is left out of them. */
function countReasons({ leftOut, documents }: Selection, isList: boolean): LeftOutCounts {
  const counts: Record<string, number> = {};
  for (const { reason } of leftOut) counts[reason] = (counts[reason] ?? 0) + 1;
  const bare = isList ? 0 : documents.filter(({ sha256 }) => sha256 === null).length;
  return bare === 0 ? counts : { ...counts, no_original: bare };
}

/** @throws RedwellError disk_full when the originals alone are more than the disk takes */
export function refuseTooLarge({ bytes: all, resume, freeBytes: free }: ExportPlan, into: string): void {
  const bytes = all - (resume?.bytes ?? 0);
  if (free === null || bytes <= free) return;
  throw new RedwellError(
    'disk_full',
    `The export needs ${sizeInWords(bytes)}, and the disk with ${into} has ${sizeInWords(free)} left. Nothing was handed over.`,
    { action: 'Free some space there, or choose a folder on another disk.' },
  );
}

/** Longest path that most Windows programs open, in characters. */
const WINDOWS_PATH = 259;

/** @throws RedwellError invalid_input on Windows, when other programs could not open all files of the export */
export function refuseLongPaths(
  { longestPath: longest, target }: ExportPlan,
  platform: NodeJS.Platform = process.platform,
): void {
  if (platform !== 'win32' || longest <= WINDOWS_PATH) return;
  throw new RedwellError(
    'invalid_input',
    `The paths in ${target} would have up to ${longest} characters. Most Windows programs open no path of more than ${WINDOWS_PATH}. Nothing was handed over.`,
    { action: 'Choose a folder closer to the top of its drive, or one with a shorter name.' },
  );
}

async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize, blocks } = await statfs(folder);
    // Some network disks do not say how large they are.
    return blocks === 0 ? null : bavail * bsize;
  } catch {
    // Whether the disk takes the export shows when it is written.
    return null;
  }
}
