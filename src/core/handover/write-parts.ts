/** Writes what an export holds into the folder of its parts. */
import type { Resolution } from '../../shared/entities.ts';
import type { ExportProgress } from '../../shared/handover.ts';
import { writeBagPayload } from './bag/write.ts';
import { Manifests, PAYLOAD } from './bag-files.ts';
import { copyHere } from './copy-threads.ts';
import { ExportFolder } from './export-folder.ts';
import { type ExportFile, REPORT_FILE } from './leftovers.ts';
import { writeLists } from './lists/write.ts';
import { writeLoadFile } from './load-file/write.ts';
import { notesFiles } from './notes-files.ts';
import { PACK_FILE, PACK_TEXT } from './pack-file.ts';
import type { Planned } from './plan.ts';
import { writeReport } from './report/write.ts';
import type { Earlier } from './resume/earlier.ts';
import type { Journal } from './resume/journal.ts';
import type { ExportOptions, ExportRequest, HandoverDeps, Work } from './types.ts';

/** An export that is on record. */
export interface Running extends Planned {
  id: string;
  /** Where its parts are written. */
  partial: string;
  startedAt: number;
  journal: Journal;
  /** What it goes on with; null if it starts from the beginning. */
  earlier: Earlier | null;
}

/** Writes everything that the export holds. */
export async function writeParts(
  deps: HandoverDeps,
  { kind, profile, lists = {}, paper = 'letter' }: ExportRequest,
  { id, partial, plan, batch, selection, startedAt, journal, earlier }: Running,
  { signal, onProgress }: ExportOptions,
): Promise<{ file: ExportFile; written: number; rootHash: string | null }> {
  const size = { files: 0, bytes: 0 };
  const done = { documents: 0, originals: 0, bytes: 0 };
  const taken = { documents: 0, bytes: 0 };
  let phase: ExportProgress['phase'] = 'documents';
  const tell = (): void =>
    onProgress?.({
      ...{ exportId: id, batchId: batch.id, phase, documents: done.documents, bytes: done.bytes },
      ...{ totalDocuments: plan.documents, totalBytes: plan.bytes },
    });
  const isBag = kind === 'bag' || kind === 'evidence';
  let manifests: Manifests | null = null;
  const copier = deps.openCopier?.(signal) ?? copyHere(signal);
  const root = ExportFolder.at(
    partial,
    async (written) => {
      size.files += 1;
      size.bytes += written.bytes;
      await manifests?.add(written);
    },
    copier,
    earlier,
  );
  if (isBag) manifests = new Manifests(root);
  const folder = isBag ? root.under(PAYLOAD) : root;
  const notes = notesFiles(folder);
  const work: Work = {
    ...{ deps, batch, selection, profile, lists, paper, folder, notes, signal, earlier, journal },
    documentDone({ original, taken: isTaken = false, bytes }) {
      done.documents += 1;
      done.bytes += bytes;
      if (original) done.originals += 1;
      if (isTaken) {
        taken.documents += 1;
        taken.bytes += bytes;
      }
      journal.done(done.documents, done.bytes);
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
      resumed: earlier === null ? null : taken,
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
  } finally {
    await copier.close();
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
    const path = deps.history.documentContent(id)?.path ?? '';
    await notes.leaveOut({ documentId: id, path, what: 'document', reason });
  }
}
