/** OCR by the tesseract command: one process a page, one thread each. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { tell } from '../../sandbox/tell.ts';
import { DocumentError } from '../../types.ts';
import type { OcrEngine } from './engine.ts';
import { readTsv } from './tsv.ts';

/** The command's own threads make it five times slower when several run side by side. */
const ENVIRONMENT = { ...process.env, OMP_THREAD_LIMIT: '1' };
/** A page that takes longer than this is given up; its neighbours are read. */
const PAGE_TIMEOUT_MS = 120_000;

/** The command is not there, or is there and cannot be started: either way it is not one of this machine's. */
const ABSENT = new Set(['ENOENT', 'EACCES', 'ENOEXEC', 'UNKNOWN']);

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** The command with English data, or null when it is not installed here. */
export async function findNative(): Promise<OcrEngine | null> {
  let version: Ended;
  let languages: Ended;
  try {
    version = await run(['--version'], null);
    languages = await run(['--list-langs'], null);
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
  const number = /tesseract v?(\d[\w.-]*)/.exec(version.stdout + version.stderr)?.[1];
  const installed = (languages.stdout + languages.stderr).split('\n').map((l) => l.trim());
  if (version.code !== 0 || number === undefined || !installed.includes('eng')) return null;
  const engine: OcrEngine = {
    name: `tesseract ${number}`,
    async recognise(picture, dpi) {
      const args = ['stdin', 'stdout', '--dpi', String(dpi), '-l', 'eng', '--psm', '3', 'tsv'];
      const ended = await run(args, picture);
      if (ended.code !== 0) throw failure(ended);
      return readTsv(ended.stdout);
    },
  };
  if (installed.includes('osd'))
    engine.orientation = async (picture, dpi) => {
      const ended = await run(['stdin', 'stdout', '--dpi', String(dpi), '--psm', '0'], picture);
      const rotate = /^Rotate: (\d+)/m.exec(ended.stdout)?.[1];
      // Too few characters to tell is an ordinary answer, and the command's exit code then is 1.
      return rotate === '90'
        ? 90
        : rotate === '180'
          ? 180
          : rotate === '270'
            ? 270
            : rotate === '0'
              ? 0
              : null;
    };
  return engine;
}

function failure(ended: Ended): DocumentError {
  const said = ended.stderr.trim().split('\n').slice(-3).join(' ').slice(0, 500);
  return new DocumentError(
    'corrupt',
    `tesseract ended with ${ended.signal ?? `code ${ended.code}`}${said === '' ? '' : `: ${said}`}`,
  );
}

function run(args: readonly string[], input: Buffer | null): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child: ChildProcessWithoutNullStreams = spawn('tesseract', args, {
      env: ENVIRONMENT,
      timeout: PAGE_TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    const { pid } = child;
    if (pid !== undefined) tell({ kind: 'spawned', pid });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (pid !== undefined) tell({ kind: 'exited', pid });
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
    // A command that ends before it has read everything closes the pipe; its exit code says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? undefined);
  });
}
