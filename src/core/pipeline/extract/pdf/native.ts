/** Text layers by the `pdftotext` command (Poppler), where it is installed: a whole file in one call. */
import { runCommand, runIfInstalled } from '../command.ts';
import { isPlain } from './plain.ts';

/** Below this many pages starting the command costs more than it saves. */
const MIN_PAGES = 40;
/** The command may take this share of the time left; PDFium needs the rest if it fails. */
const TIME_SHARE = 0.3;
/** UTF-8 bytes of one UTF-16 unit at most. */
const BYTES_A_UNIT = 3;
const LOOK_TIMEOUT_MS = 20_000;

export interface NativeText {
  /** Name and version, e.g. `pdftotext 22.12.0`. */
  engine: string;
  /** One text a page, in the order of the file, which is PDFium's too: rows of a table stay together. */
  pages: string[];
}

let found: Promise<string | null> | null = null;

/** Version of the command; null where it is not installed, or `REDWELL_PDF_TEXT` is `wasm`. */
export function findPdftotext(): Promise<string | null> {
  found ??= process.env.REDWELL_PDF_TEXT === 'wasm' ? Promise.resolve(null) : look();
  return found;
}

async function look(): Promise<string | null> {
  const ended = await runIfInstalled('pdftotext', ['-v'], { timeoutMs: LOOK_TIMEOUT_MS });
  if (ended === null) return null;
  return /pdftotext version (\d[\w.-]*)/.exec(ended.stderr + ended.stdout.toString())?.[1] ?? null;
}

/**
 * @param file its bytes are looked at, its location is what the command reads
 * @param pages how many of it are wanted
 * @returns null where the file is not one for the command, or the command did not manage: PDFium reads it
 */
export async function nativeText(
  file: { location: string; bytes: Buffer },
  pages: number,
  limits: { deadline: number; maxCharacters: number },
): Promise<NativeText | null> {
  if (pages < MIN_PAGES) return null;
  const version = await findPdftotext();
  if (version === null || !isPlain(file.bytes)) return null;
  const ended = await runCommand(
    'pdftotext',
    ['-q', '-raw', '-enc', 'UTF-8', '-l', String(pages), file.location, '-'],
    {
      timeoutMs: Math.max(1, (limits.deadline - performance.now()) * TIME_SHARE),
      maxOutputBytes: limits.maxCharacters * BYTES_A_UNIT + pages,
    },
  );
  if (ended.code !== 0) return null;
  // A form feed ends each page, so the last part is empty.
  const parts = ended.stdout.toString('utf8').split('\f');
  if (parts.length !== pages + 1 || parts.pop() !== '') return null;
  return { engine: `pdftotext ${version}`, pages: parts };
}
