/** Reads the text layer of a whole PDF in one call of `pdftotext` (Poppler), when it is installed. */
import { runCommand, runIfInstalled } from '../command.ts';
import { suitsPdftotext } from './suits-pdftotext.ts';

/** For fewer pages, starting the command costs more than it saves. */
const MIN_PAGES = 40;
/** The command may use this share of the time left. If it fails, PDFium needs the rest. */
const TIME_SHARE = 0.3;
/** The most UTF-8 bytes that one UTF-16 unit takes. */
const BYTES_A_UNIT = 3;
const PROBE_TIMEOUT_MS = 20_000;

export interface PdftotextPages {
  /** Name and version, e.g. `pdftotext 22.12.0`. */
  engine: string;
  /** One text per page. Its words are in file order, as in PDFium, so that table rows stay together. */
  pages: string[];
}

let version: Promise<string | null> | null = null;

/** Returns the version of the command, or null when it is not installed or `REDWELL_PDF_TEXT=wasm`. */
export function findPdftotext(): Promise<string | null> {
  version ??= process.env.REDWELL_PDF_TEXT === 'wasm' ? Promise.resolve(null) : probeVersion();
  return version;
}

async function probeVersion(): Promise<string | null> {
  const result = await runIfInstalled('pdftotext', ['-v'], { timeoutMs: PROBE_TIMEOUT_MS });
  if (result === null) return null;
  return /pdftotext version (\d[\w.-]*)/.exec(result.stderr + result.stdout.toString())?.[1] ?? null;
}

/**
 * Returns the text of the first `pages` pages, or null when PDFium must read the file: the file does not suit the
 * command, or the command failed.
 * @param file the bytes are checked; the command reads the location
 */
export async function pdftotextPages(
  file: { location: string; bytes: Buffer },
  pages: number,
  limits: { deadline: number; maxCharacters: number },
): Promise<PdftotextPages | null> {
  if (pages < MIN_PAGES) return null;
  const installed = await findPdftotext();
  if (installed === null || !suitsPdftotext(file.bytes)) return null;
  const result = await runCommand(
    'pdftotext',
    ['-q', '-raw', '-enc', 'UTF-8', '-l', String(pages), file.location, '-'],
    {
      timeoutMs: Math.max(1, (limits.deadline - performance.now()) * TIME_SHARE),
      maxOutputBytes: limits.maxCharacters * BYTES_A_UNIT + pages,
    },
  );
  if (result.code !== 0) return null;
  // A form feed ends each page, so the last part is empty.
  const parts = result.stdout.toString('utf8').split('\f');
  if (parts.length !== pages + 1 || parts.pop() !== '') return null;
  return { engine: `pdftotext ${installed}`, pages: parts };
}
