/** Writes the report of a batch: as HTML, and as PDF where there is something to print with. */

import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import type { LeftOutCounts } from '../../../shared/handover.ts';
import { yieldEvery } from '../../util/event-loop.ts';
import { wellFormed } from '../../util/well-formed.ts';
import { byPath } from '../bag-files.ts';
import type { ExportFolder } from '../export-folder.ts';
import type { Work } from '../types.ts';
import { type FailedDocument, reportPage } from './page.ts';

/** Documents that the report names one by one. All of them are in the list of exceptions. */
const MOST_NAMED = 500;

/** @param isPart whether it belongs to an export with other parts. @throws what the disk says; the signal's reason */
export async function writeReport(work: Work, folder: ExportFolder, isPart: boolean): Promise<void> {
  const { deps, batch, notes, signal, profile, paper } = work;
  const page = wellFormed(
    reportPage({
      ...{ batch, paper, timeZone: profile.timeZone, version: deps.version, madeAt: Date.now() },
      facts: deps.history.reportFacts(batch.id),
      warnings: deps.history.warningsOf(batch.id),
      stages: deps.history.stageTimes(batch.id),
      runs: deps.history.runs.list(batch.id),
      failed: await failedDocuments(work),
      replacements: deps.history.replacements.ofBatch(batch.id),
      leftOut: isPart ? leftOutOf(work) : null,
    }),
  );
  await folder.writeText('report.html', page);
  const pdf = (await deps.printPdf?.(page, signal)) ?? null;
  if (pdf === null) await notes.change({ documentId: '', field: 'report.pdf', kind: 'not_printed' });
  else await folder.writeBytes('report.pdf', pdf);
}

async function failedDocuments({ deps, batch, signal }: Work): Promise<FailedDocument[]> {
  const yieldIfDue = yieldEvery();
  const failed: FailedDocument[] = [];
  const found: { id: string; path: string }[] = [];
  for (const { id, path, status } of deps.history.paths(batch.id)) {
    signal.throwIfAborted();
    await yieldIfDue();
    if (status === 'exception') found.push({ id, path });
  }
  found.sort((a, b) => byPath(a.path, b.path));
  for (const { id, path } of found.slice(0, MOST_NAMED)) {
    signal.throwIfAborted();
    await yieldIfDue();
    const exception = deps.history.documentContent(id)?.exception ?? null;
    if (exception === null) continue;
    failed.push({ path, label: EXCEPTIONS[exception.code].label, detail: exception.detail });
  }
  return failed;
}

/** What was noted while originals were copied, and what the selection leaves out. */
function leftOutOf({ notes, selection }: Work): LeftOutCounts {
  const counts: LeftOutCounts = { ...notes.leftOut };
  for (const { reason } of selection.leftOut) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
