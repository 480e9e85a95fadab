/** Runs an export: plans it, writes its parts beside the folder that it will be, and gives it its name once it is whole. */
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nanoid } from 'nanoid';
import type { Resolution } from '../../shared/entities.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { ExportProgress, ExportReport } from '../../shared/handover.ts';
import { handOver } from '../util/private-files.ts';
import { writeBagPayload } from './bag/write.ts';
import { Manifests, PAYLOAD } from './bag-files.ts';
import { canceled, exportRefusal } from './errors.ts';
import { ExportFolder } from './export-folder.ts';
import { cleanLeftovers, type ExportFile, lockExport, REPORT_FILE, removeLock } from './leftovers.ts';
import { writeLists } from './lists/write.ts';
import { writeLoadFile } from './load-file/write.ts';
import { notesFiles } from './notes-files.ts';
import { PACK_FILE, PACK_TEXT } from './pack-file.ts';
import { type Planned, planExport, refuseLongPaths, refuseTooLarge } from './plan.ts';
import { writeReport } from './report/write.ts';
import { partialOf, publish } from './target.ts';
import type { ExportRequest, HandoverDeps, Work } from './types.ts';

/** Characters of an id after `x-`. */
const ID_LENGTH = 12;

export interface ExportOptions {
  signal: AbortSignal;
  onProgress?: (progress: ExportProgress) => void;
  /** Called once the export is on record, before its first file. */
  onStarted?: (id: string) => void;
}

/**
 * Exports a batch. Until it is whole, an export has a name that nobody takes for it; whatever goes wrong, nothing else is
 * left.
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
  const id = `x-${nanoid(ID_LENGTH)}`;
  const { target } = planned.plan;
  const partial = partialOf(target, id);
  const startedAt = Date.now();
  const lock = await lockExport(deps, id);
  try {
    deps.history.exports.start({
      id,
      partial,
      target,
      startedAt,
      batchId: request.batchId,
      kind: request.kind,
    });
    // Without the record, nobody would find the parts after a power failure.
    await deps.history.confirm();
    options.onStarted?.(id);
    return await writeAndPublish(deps, request, { ...planned, id, partial, startedAt }, options);
  } catch (error) {
    throw await giveUp(deps, request, { id, partial, target }, options.signal, error);
  } finally {
    lock.dispose();
    await removeLock(deps, id);
  }
}

interface Running extends Planned {
  id: string;
  partial: string;
  startedAt: number;
}

async function writeAndPublish(
  deps: HandoverDeps,
  request: ExportRequest,
  running: Running,
  options: ExportOptions,
): Promise<ExportReport> {
  const { id, partial, plan } = running;
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
  return { ...said, target, rootHash };
}

/** Writes everything that the export holds. */
async function writeParts(
  deps: HandoverDeps,
  { kind, profile, lists = {}, paper = 'letter' }: ExportRequest,
  { id, partial, plan, batch, selection, startedAt }: Running,
  { signal, onProgress }: ExportOptions,
): Promise<{ file: ExportFile; written: number; rootHash: string | null }> {
  const size = { files: 0, bytes: 0 };
  const done = { documents: 0, originals: 0, bytes: 0 };
  let phase: ExportProgress['phase'] = 'documents';
  const tell = (): void =>
    onProgress?.({
      ...{ exportId: id, batchId: batch.id, phase, documents: done.documents, bytes: done.bytes },
      ...{ totalDocuments: plan.documents, totalBytes: plan.bytes },
    });
  const isBag = kind === 'bag' || kind === 'evidence';
  let manifests: Manifests | null = null;
  const root = ExportFolder.at(partial, async (written) => {
    size.files += 1;
    size.bytes += written.bytes;
    await manifests?.add(written);
  });
  if (isBag) manifests = new Manifests(root);
  const folder = isBag ? root.under(PAYLOAD) : root;
  const notes = notesFiles(folder);
  const work: Work = {
    ...{ deps, batch, selection, profile, lists, paper, folder, notes, signal },
    documentDone({ original, bytes }) {
      done.documents += 1;
      done.bytes += bytes;
      if (original) done.originals += 1;
      tell();
    },
    phase(next) {
      phase = next;
      tell();
    },
  };
  tell();
  try {
    const resolution = await writeKind(kind, work);
    await noteLeftOut(work);
    await notes.close();
    work.phase('sealing');
    const file: ExportFile = {
      ...{ redwell: deps.version, id, batchId: batch.id, kind, startedAt },
      ...{ documents: done.documents, originals: done.originals, ...size },
      ...{ leftOut: notes.leftOut, changes: notes.changes, numbering: plan.numbering, choice: plan.choice },
      resolution:
        resolution === null ? null : { documents: resolution.documents, missing: resolution.missing },
    };
    await manifests?.closePayload(batch, startedAt);
    await root.writeText(REPORT_FILE, `${JSON.stringify(file, null, 2)}\n`);
    if (isBag) await root.writeText(PACK_FILE, PACK_TEXT);
    const rootHash = (await manifests?.seal()) ?? null;
    return { file, written: size.files, rootHash };
  } catch (error) {
    await root.abandon();
    throw error;
  }
}

/** @returns from what the lists of entities are; null if there are none */
async function writeKind(kind: ExportRequest['kind'], work: Work): Promise<Resolution | null> {
  switch (kind) {
    case 'loadfile':
      await writeLoadFile(work, work.folder);
      return null;
    case 'lists':
      return writeLists(work, work.folder, true);
    case 'report':
      await writeReport(work, work.folder, false);
      for (const _document of work.selection.documents) work.documentDone({ original: false, bytes: 0 });
      return null;
    case 'bag':
      await writeBagPayload(work, work.folder);
      return null;
    case 'evidence':
      await writeLoadFile(work, work.folder.under('load-file'));
      work.phase('lists');
      return writePackParts(work);
  }
}

/**
 * Writes what an evidence pack has besides its load file. The report and the log are about the whole batch, so a pack of
 * chosen documents has neither: they would name documents that nobody chose.
 */
async function writePackParts(work: Work): Promise<Resolution | null> {
  const { deps, batch, folder, signal } = work;
  const resolution = await writeLists(work, folder.under('lists'), false);
  if (work.selection.inside !== null) return resolution;
  await writeReport(work, folder.under('report'), true);
  await deps.operatorLog?.(folder.under('operator-log'), batch.id, signal);
  return resolution;
}

/** Names the documents that the selection left out. */
async function noteLeftOut({ deps, selection, notes, signal }: Work): Promise<void> {
  for (const { id, reason } of selection.leftOut) {
    signal.throwIfAborted();
    const path = deps.history.document(id)?.path ?? '';
    await notes.leaveOut({ documentId: id, path, what: 'document', reason });
  }
}

/** Removes the parts and records why there is no export. @returns what to throw */
async function giveUp(
  deps: HandoverDeps,
  request: ExportRequest,
  { id, partial, target }: { id: string; partial: string; target: string },
  signal: AbortSignal,
  error: unknown,
): Promise<unknown> {
  const reason = signal.aborted ? canceled() : exportRefusal(error, request.into);
  try {
    await rm(partial, { recursive: true, force: true });
    deps.history.exports.end(id, {
      ...{ target, outcome: signal.aborted ? 'canceled' : 'failed', endedAt: Date.now() },
      ...{ documents: 0, originals: 0, leftOut: 0, bytes: 0, rootHash: null },
      error: reason instanceof Error ? reason.message : String(reason),
    });
  } catch (failure) {
    // The drive is gone, or history cannot be written. The next export removes the parts and completes the record.
    deps.log?.warn({ error: failure, partial }, 'the parts of an export could not be removed yet');
  }
  return reason;
}

/** @throws RedwellError conflict when somebody has removed or added files meanwhile */
async function expectAllFiles(partial: string, written: number): Promise<void> {
  const entries = await readdir(partial, { withFileTypes: true, recursive: true });
  const there = entries.filter((entry) => !entry.isDirectory()).length;
  if (there === written) return;
  throw new RedwellError(
    'conflict',
    `Files of the export were removed or added while it was written: ${written} were written, and ${there} are there. Nothing was handed over.`,
    { action: 'Choose a folder that no other program changes, then export again.' },
  );
}

/** Makes the parts survive a power failure before they get their name. */
async function putOnDisk({ flush }: HandoverDeps, partial: string): Promise<void> {
  if (await flush(partial)) return;
  for (const entry of await readdir(partial, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const handle = await open(join(entry.parentPath, entry.name), 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
