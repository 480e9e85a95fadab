/** Checks a large history file while it is in use, in a thread of its own, so that no start waits for it. */
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

export interface BackgroundCheck {
  /** Whether the whole file was read and found to be in order. */
  isDone(): boolean;
  dispose(): void;
}

/** Runs in the thread. The connection cannot write. */
const CODE = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require(workerData.library);
const db = new DatabaseSync(workerData.path, { readOnly: true });
const rows = db.prepare('PRAGMA quick_check').all();
db.close();
parentPort.postMessage(rows.every((row) => row.quick_check === 'ok'));
`;

/**
 * @param delayMs how long to leave the disk to others before
 * @param onDamage called when the file is damaged, with what SQLite says if it could not even read it
 */
export function startBackgroundCheck(
  path: string,
  delayMs: number,
  onDamage: (error?: unknown) => void,
): BackgroundCheck {
  const library = createRequire(import.meta.url).resolve('@photostructure/sqlite');
  let isDone = false;
  let isOver = false;
  let worker: Worker | null = null;
  const end = (isSound: boolean, error?: unknown): void => {
    if (isOver) return;
    isOver = true;
    if (isSound) isDone = true;
    else onDamage(error);
  };
  const timer = setTimeout(() => {
    worker = new Worker(CODE, { eval: true, workerData: { path, library } });
    worker.unref();
    worker.once('message', (isSound: boolean) => end(isSound));
    worker.once('error', (error) => end(false, error));
  }, delayMs);
  timer.unref();
  return {
    isDone: () => isDone,
    dispose() {
      isOver = true;
      clearTimeout(timer);
      // Terminated inside SQLite, it would take the process with it: an end in order waits for it.
      worker?.ref();
    },
  };
}
