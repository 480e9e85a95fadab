/** `redwell batch-status ID`: shows one batch and its documents, from history. */
import type { History } from '../../core/history/types.ts';
import type { Batch } from '../../shared/batches.ts';
import type { DocumentException, DocumentRow } from '../../shared/documents.ts';
import { EXCEPTIONS } from '../../shared/exceptions.ts';
import { STAGE_LABEL, STAGES } from '../../shared/stages.ts';
import { count, counted, duration, equationLine, percent, statusText, table } from '../format.ts';
import { batchOrThrow, problemOf, summaryOf, withHistory } from '../offline.ts';
import type { Output } from '../output.ts';
import { joined, shownJson } from '../shown.ts';

export async function batchStatus(
  batchId: string,
  dataDir: string,
  json: boolean,
  out: Output,
): Promise<void> {
  await withHistory(dataDir, async (history) => {
    const batch = batchOrThrow(history, batchId);
    await (json ? printJson(history, batch, out) : printTables(history, batch, out));
  });
}

const documentOf = (row: DocumentRow) => ({
  id: row.id,
  path: row.path,
  sha256: row.sha256,
  type: row.type,
  status: row.status,
  exception: row.exception === null ? null : problemOf(row.exception),
  ...(row.excluded === undefined ? {} : { excluded: row.excluded }),
  warnings: row.warnings.map(problemOf),
  pages: row.pages,
  characters: row.characters,
  entities: row.entities,
  stages: row.stages,
});

/** Writes one object row by row, because a batch may be larger than the longest string. */
async function printJson(history: History, batch: Batch, out: Output): Promise<void> {
  const head = shownJson({
    ...summaryOf(batch),
    name: batch.name,
    status: batch.status,
    pending: batch.equation.pending,
    warnings: history.warningsOf(batch.id),
  });
  // Without its closing brace, so that the documents can follow.
  await out.write(joined([head.upTo(-1), ',"documents":['], ''));
  let separator = '';
  for (const row of history.allDocuments(batch.id)) {
    await out.write(joined([separator, shownJson(documentOf(row))], ''));
    separator = ',';
  }
  await out.line(']}');
}

async function printTables(history: History, batch: Batch, out: Output): Promise<void> {
  await out.line(`${batch.name} (${batch.id}): ${statusText(batch.status)}, ${percent(batch.percent)}`);
  await out.line(equationLine(batch));
  await out.line(`${counted(batch.pages, 'page')} in ${duration(summaryOf(batch).durationMs)}`);
  await out.line();
  const stages = STAGES.map((stage) => {
    const s = batch.stages[stage];
    const numbers = [s.waiting, s.running, s.retrying, s.completed, s.failed, s.skipped, s.cached].map(count);
    return [STAGE_LABEL[stage], ...numbers, duration(s.totalMs)];
  });
  await out.line(
    table(
      ['Stage', 'waiting', 'running', 'retrying', 'completed', 'failed', 'skipped', 'cached', 'time'],
      stages,
      [1, 2, 3, 4, 5, 6, 7, 8],
    ),
  );
  const failed: string[][] = [];
  const warned: string[][] = [];
  const leftOut: string[][] = [];
  const line = ({ id, path }: DocumentRow, { code }: DocumentException): string[] => [
    id,
    EXCEPTIONS[code].label,
    EXCEPTIONS[code].action,
    path,
  ];
  for (const row of history.allDocuments(batch.id)) {
    if (row.exception !== null) failed.push(line(row, row.exception));
    for (const warning of row.warnings) warned.push(line(row, warning));
    if (row.status === 'excluded') leftOut.push([row.id, row.excluded ?? '', row.path]);
  }
  await listing('exception', failed, out);
  await listing('warning', warned, out);
  if (leftOut.length === 0) return;
  await out.line();
  await out.line(table(['Document', 'left out', 'path'], leftOut));
}

async function listing(title: string, rows: readonly string[][], out: Output): Promise<void> {
  if (rows.length === 0) return;
  await out.line();
  await out.line(table(['Document', title, 'what to do', 'path'], rows));
}
