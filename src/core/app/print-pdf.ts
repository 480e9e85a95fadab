/** Prints pages to PDF with the Chromium of this computer: without network, and with a profile that is removed afterwards. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Logger } from 'pino';
import { findChromium } from './find-chromium.ts';

const TIMEOUT_MS = 60_000;
/** What a PDF begins with. */
const PDF_START = '%PDF-';

const argumentsFor = (folder: string, page: string, pdf: string): string[] => [
  ...[
    '--headless=new',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--no-default-browser-check',
  ],
  ...[
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
  ],
  // Nothing in the page asks for a network; if anything else does, it finds none.
  ...['--host-resolver-rules=MAP * ~NOTFOUND', '--proxy-server=127.0.0.1:9'],
  `--user-data-dir=${join(folder, 'profile')}`,
  // Chromium refuses its own sandbox to the administrator. The page is Redwell's, and has no scripts.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...['--no-pdf-header-footer', `--print-to-pdf=${pdf}`, pathToFileURL(page).href],
];

/**
 * Prints a page. Its styles say how large the paper is.
 * @returns null if there is no Chromium, or if it cannot print here. @throws the signal's reason
 */
export function pdfPrinter(
  env: NodeJS.ProcessEnv = process.env,
  log?: Logger,
): (html: string, signal: AbortSignal) => Promise<Buffer | null> {
  return async (html, signal) => {
    signal.throwIfAborted();
    const chromium = await findChromium(env);
    if (chromium === null) return null;
    const folder = await mkdtemp(join(tmpdir(), 'redwell-print-'));
    try {
      const page = join(folder, 'report.html');
      const pdf = join(folder, 'report.pdf');
      await writeFile(page, html);
      await run(chromium, argumentsFor(folder, page, pdf), signal);
      const printed = await readFile(pdf);
      if (printed.toString('latin1', 0, PDF_START.length) !== PDF_START)
        throw new Error('The file is no PDF');
      return printed;
    } catch (error) {
      signal.throwIfAborted();
      log?.warn({ error, chromium }, 'printing the report failed');
      return null;
    } finally {
      // Chromium may still be writing its profile for a moment after it has ended.
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  };
}

/** @throws Error when it fails or takes too long; the signal's reason */
async function run(program: string, args: string[], signal: AbortSignal): Promise<void> {
  const child = spawn(program, args, {
    ...{ stdio: 'ignore' as const, windowsHide: true, killSignal: 'SIGKILL' as const },
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`Chromium ended with ${code ?? 'a signal'}`);
}
