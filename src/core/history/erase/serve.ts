/** The side of a thread that erases a batch, as messages ask for it. */
import { existsSync } from 'node:fs';
import { toWireError, type WireError } from '../../../shared/errors.ts';
import { connect, type Database } from '../connection.ts';
import { fold } from '../paths.ts';
import { clearFile, type OpenFile } from './clear-file.ts';
import { forgetContents } from './mirror.ts';
import { mergeWords, removeRows } from './rows.ts';

export type EraseJob =
  | { kind: 'forget'; mirror: OpenFile; contents: readonly { sha256: string; type: string }[] }
  | { kind: 'erase'; history: OpenFile; mirror: OpenFile | null; batchId: string };

export type EraseReply = { inputs: string[] } | { error: WireError };

interface Port {
  on(event: 'message', listener: (job: EraseJob) => void): unknown;
  postMessage(reply: EraseReply): void;
}

export function serveErasures(port: Port): void {
  port.on('message', (job) => {
    runErasure(job).then(
      (inputs) => port.postMessage({ inputs }),
      (error: unknown) => port.postMessage({ error: toWireError(error) }),
    );
  });
}

/** @returns the inputs that `forgetContents` found. @throws any error of the disk; RedwellError conflict */
export async function runErasure(job: EraseJob): Promise<string[]> {
  if (job.kind === 'forget')
    return existsSync(job.mirror.path)
      ? connected(job.mirror.path, (db) => forgetContents(db, job.contents))
      : [];
  await connected(job.history.path, async (db) => {
    await removeRows(db, job.batchId);
    await mergeWords(db);
  });
  for (const file of [job.history, job.mirror]) if (file !== null) await clearFile(file);
  return [];
}

const LOG_PAGES = 250;

/** Works on a connection of its own: one that has rows in memory would write them again into pages that are cleared. */
async function connected<T>(path: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = connect(path, false);
  try {
    db.define('fold', fold);
    // Whoever finds many pages in the log writes them back: it should be this thread and not the console.
    db.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    return await work(db);
  } finally {
    db.close();
  }
}
