/** OCR by the tesseract command: one process per page, with a single thread. */
import { DocumentError } from '../../../documents/errors.ts';
import { type CommandResult, runCommand, runIfInstalled, withUnnamedFile } from '../command.ts';
import { readTsv } from './tsv.ts';
import type { OcrEngine } from './types.ts';

/** With its own threads tesseract is five times slower when several run side by side. */
const ENVIRONMENT = { ...process.env, OMP_THREAD_LIMIT: '1' };
const ROTATIONS = [0, 90, 180, 270] as const;
const PROBE_TIMEOUT_MS = 20_000;

/** Returns the tesseract engine, or null when the command or its English data is not installed. */
export async function findNative(): Promise<OcrEngine | null> {
  const options = { env: ENVIRONMENT, timeoutMs: PROBE_TIMEOUT_MS };
  const version = await runIfInstalled('tesseract', ['--version'], options);
  const languages = await runIfInstalled('tesseract', ['--list-langs'], options);
  if (version === null || languages === null || version.code !== 0) return null;
  const number = /tesseract v?(\d[\w.-]*)/.exec(version.stdout.toString() + version.stderr)?.[1];
  const installed = (languages.stdout.toString() + languages.stderr).split('\n').map((l) => l.trim());
  if (number === undefined || !installed.includes('eng')) return null;
  const engine: OcrEngine = {
    name: `tesseract ${number}`,
    async recognize(picture, dpi, timeoutMs) {
      const started = performance.now();
      const args = ['--dpi', String(dpi), '-l', 'eng', '--psm', '3', 'tsv'];
      const result = await readPicture(picture, args, timeoutMs);
      if (result.code !== 0) throw failure(result, performance.now() - started >= timeoutMs);
      return readTsv(result.stdout.toString('utf8'));
    },
  };
  if (installed.includes('osd'))
    engine.orientation = async (picture, dpi, timeoutMs) => {
      const result = await readPicture(picture, ['--dpi', String(dpi), '--psm', '0'], timeoutMs);
      const degrees = Number(/^Rotate: (\d+)/m.exec(result.stdout.toString('utf8'))?.[1]);
      // With too few characters to decide, the command prints no rotation and exits with code 1. That is not an error.
      return ROTATIONS.find((rotation) => rotation === degrees) ?? null;
    };
  return engine;
}

/**
 * Runs tesseract on a picture. On Linux the picture is passed as a file, because tesseract reads a pipe byte by byte,
 * which costs a sixteenth of its time.
 */
function readPicture(picture: Buffer, args: readonly string[], timeoutMs: number): Promise<CommandResult> {
  const options = { env: ENVIRONMENT, timeoutMs };
  if (process.platform !== 'linux')
    return runCommand('tesseract', ['stdin', 'stdout', ...args], { ...options, input: picture });
  return withUnnamedFile(picture, (fd) =>
    runCommand('tesseract', ['/dev/stdin', 'stdout', ...args], { ...options, input: { fd } }),
  );
}

function failure(result: CommandResult, late: boolean): DocumentError {
  if (late) return new DocumentError('ocr_timeout', 'OCR ran out of time on the page');
  const output = result.stderr.trim().split('\n').slice(-3).join(' ').slice(0, 500);
  const exit = result.signal ?? `code ${result.code}`;
  return new DocumentError(
    'corrupt',
    `OCR failed on the page: tesseract exited with ${exit}${output === '' ? '' : `: ${output}`}`,
  );
}
