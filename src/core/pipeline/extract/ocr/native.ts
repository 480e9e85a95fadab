/** OCR by the tesseract command: one process a page, one thread each. */
import { DocumentError } from '../../../documents/errors.ts';
import { type Ended, runCommand, runIfInstalled, withUnnamedFile } from '../command.ts';
import { readTsv } from './tsv.ts';
import type { OcrEngine } from './types.ts';

/** The command's own threads make it five times slower when several run side by side. */
const ENVIRONMENT = { ...process.env, OMP_THREAD_LIMIT: '1' };
const LOOK_TIMEOUT_MS = 20_000;

/** The command with English data, or null when it is not installed here. */
export async function findNative(): Promise<OcrEngine | null> {
  const look = { env: ENVIRONMENT, timeoutMs: LOOK_TIMEOUT_MS };
  const version = await runIfInstalled('tesseract', ['--version'], look);
  const languages = await runIfInstalled('tesseract', ['--list-langs'], look);
  if (version === null || languages === null || version.code !== 0) return null;
  const number = /tesseract v?(\d[\w.-]*)/.exec(version.stdout.toString() + version.stderr)?.[1];
  const installed = (languages.stdout.toString() + languages.stderr).split('\n').map((l) => l.trim());
  if (number === undefined || !installed.includes('eng')) return null;
  const engine: OcrEngine = {
    name: `tesseract ${number}`,
    async recognize(picture, dpi, timeoutMs) {
      const started = performance.now();
      const ended = await readPicture(
        picture,
        ['--dpi', String(dpi), '-l', 'eng', '--psm', '3', 'tsv'],
        timeoutMs,
      );
      if (ended.code !== 0) throw failure(ended, performance.now() - started >= timeoutMs);
      return readTsv(ended.stdout.toString('utf8'));
    },
  };
  if (installed.includes('osd'))
    engine.orientation = async (picture, dpi, timeoutMs) => {
      const ended = await readPicture(picture, ['--dpi', String(dpi), '--psm', '0'], timeoutMs);
      const rotate = /^Rotate: (\d+)/m.exec(ended.stdout.toString('utf8'))?.[1];
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

/** Through a pipe tesseract takes its picture byte by byte, which costs a sixteenth of its time. */
function readPicture(picture: Buffer, args: readonly string[], timeoutMs: number): Promise<Ended> {
  const options = { env: ENVIRONMENT, timeoutMs };
  if (process.platform !== 'linux')
    return runCommand('tesseract', ['stdin', 'stdout', ...args], { ...options, input: picture });
  return withUnnamedFile(picture, (fd) =>
    runCommand('tesseract', ['/dev/stdin', 'stdout', ...args], { ...options, input: { fd } }),
  );
}

function failure(ended: Ended, late: boolean): DocumentError {
  if (late) return new DocumentError('ocr_timeout', 'tesseract took longer on the page than it may');
  const said = ended.stderr.trim().split('\n').slice(-3).join(' ').slice(0, 500);
  return new DocumentError(
    'corrupt',
    `tesseract ended with ${ended.signal ?? `code ${ended.code}`}${said === '' ? '' : `: ${said}`}`,
  );
}
