/** What became of a history that was damaged or missing. It is kept in a file beside history, for Health and the pages. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parse } from 'node:path';
import { type HistoryRecovery, historyRecoverySchema } from '../../../shared/health.ts';

/** Returns the path of the report about the history at `path`. */
const reportPath = (path: string): string => `${parse(path).dir}/${parse(path).name}-recovery.json`;

/** Returns null when the history was never damaged, or when the report cannot be read. */
export function readReport(path: string): HistoryRecovery | null {
  try {
    return historyRecoverySchema.parse(JSON.parse(readFileSync(reportPath(path), 'utf8')));
  } catch {
    // There is none, or somebody changed it: the marks on the documents say what is lost.
    return null;
  }
}

/** @throws Error when the folder cannot be written */
export function writeReport(path: string, report: HistoryRecovery): void {
  const file = reportPath(path);
  writeFileSync(`${file}.new`, JSON.stringify(report), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
