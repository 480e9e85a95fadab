/**
 * Checks a large history file while it is in use, so that no start waits for it. It runs in a process of its own, which
 * can be killed at any time: a thread that is inside SQLite when the process ends would hold up the end and abort it.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { tied } from '../util/tied.ts';

export interface BackgroundCheck {
  /** Whether the whole file was read and found to be in order. */
  isDone(): boolean;
  dispose(): void;
}

interface Running {
  /** `null`: nobody knows, because the check was ended or could not be started. */
  verdict: Promise<{ isSound: boolean; error?: unknown } | null>;
  stop(): void;
}

/** The connection cannot write. */
const CHECK = `
const { DatabaseSync } = require(library);
const db = new DatabaseSync(path, { readOnly: true });
const rows = db.prepare('PRAGMA quick_check').all();
db.close();
const isSound = rows.every((row) => row.quick_check === 'ok');
`;
const IN_THREAD = `
const { parentPort, workerData: { path, library } } = require('node:worker_threads');
${CHECK}
parentPort.postMessage(isSound);
`;
const SOUND = 0;
const DAMAGED = 3;
const IN_PROCESS = `
const [, path, library] = process.argv;
try {
  ${CHECK}
  process.exitCode = isSound ? ${SOUND} : ${DAMAGED};
} catch (error) {
  console.error(error.message);
  process.exitCode = ${DAMAGED};
}
`;

function inProcess(path: string, library: string): Running {
  const { program, args } = tied(process.execPath, ['-e', IN_PROCESS, path, library]);
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true });
  child.unref();
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-1000);
  });
  const verdict = new Promise<{ isSound: boolean; error?: unknown } | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => {
      if (code === SOUND) resolve({ isSound: true });
      else if (code !== DAMAGED) resolve(null);
      else resolve({ isSound: false, ...(said === '' ? {} : { error: new Error(said.trim()) }) });
    });
  });
  return { verdict, stop: () => void child.kill('SIGKILL') };
}

/** Where there is no plain Node, as in an installed Redwell under Electron. */
function inThread(path: string, library: string): Running {
  const worker = new Worker(IN_THREAD, { eval: true, workerData: { path, library } });
  worker.unref();
  const verdict = new Promise<{ isSound: boolean; error?: unknown } | null>((resolve) => {
    worker.once('message', (isSound: boolean) => resolve({ isSound }));
    worker.once('error', (error) => resolve({ isSound: false, error }));
  });
  // Terminated inside SQLite, it would take the process with it: an end in order waits for it.
  return { verdict, stop: () => worker.ref() };
}

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
  let running: Running | null = null;
  const timer = setTimeout(() => {
    running = (process.versions.electron === undefined ? inProcess : inThread)(path, library);
    void running.verdict.then((found) => {
      if (isOver || found === null) return;
      isOver = true;
      if (found.isSound) isDone = true;
      else onDamage(found.error);
    });
  }, delayMs);
  timer.unref();
  return {
    isDone: () => isDone,
    dispose() {
      isOver = true;
      clearTimeout(timer);
      running?.stop();
    },
  };
}
