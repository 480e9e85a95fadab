/** Tells what became of a recorded export, by looking at its folder. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ExportRecord, ExportReport, ExportState, ListedExport } from '../../shared/handover.ts';
import { tryToLock } from '../util/file-lock.ts';
import { KEPT_MS, lockPath, REPORT_FILE, readExportFile, readIfThere } from './leftovers.ts';
import { journalPath } from './resume/journal.ts';

/** A drive that does not answer is as good as away, ms. */
const ANSWER_MS = 3000;

/** @param locksDir the folder with the locks of running exports */
export async function listExport(locksDir: string, record: ExportRecord): Promise<ListedExport> {
  const report = record.outcome === 'completed' ? await reportOf(record) : null;
  const state = stateOf(locksDir, record, report);
  const keptUntil = state === 'interrupted' ? await keptUntilOf(locksDir, record.id) : null;
  return { ...record, state, report, progress: null, action: null, keptUntil };
}

async function keptUntilOf(locksDir: string, id: string): Promise<number | null> {
  const facts = await stat(journalPath({ locksDir }, id)).catch(() => null);
  return facts === null ? null : facts.mtimeMs + KEPT_MS;
}

function stateOf(locksDir: string, record: ExportRecord, report: ExportReport | null): ExportState {
  if (record.outcome === null) return isLocked(locksDir, record.id) ? 'running' : 'interrupted';
  if (record.outcome !== 'completed') return record.outcome;
  return report === null ? 'gone' : 'whole';
}

/** Whether a process exports at the moment. It holds the lock from before it is on record. */
function isLocked(locksDir: string, id: string): boolean {
  const path = lockPath({ locksDir }, id);
  if (!existsSync(path)) return false;
  const lock = tryToLock(path);
  lock?.dispose();
  return lock === null;
}

/** Returns what an export says of itself; null if it is not in its folder. */
async function reportOf({ id, target, rootHash }: ExportRecord): Promise<ExportReport | null> {
  const waited = new AbortController();
  const read = readIfThere(join(target, REPORT_FILE)).catch(() => null);
  const late = setTimeout(ANSWER_MS, null, { signal: waited.signal, ref: false }).catch(() => null);
  const text = await Promise.race([read, late]);
  waited.abort();
  if (text === null) return null;
  const file = readExportFile(text);
  if (file?.id !== id) return null;
  const { redwell: _redwell, startedAt: _startedAt, ...said } = file;
  return { ...said, target, rootHash };
}
