/** Prints a page to PDF in a window that nobody sees: without scripts, network, cookies or files. */
import type { BrowserWindow, Session } from 'electron';
import type { Logger } from 'pino';
import { SCHEME } from './origin.ts';

const TIMEOUT_MS = 60_000;
/** Forgotten when Redwell ends: its name does not begin with `persist:`. */
const PARTITION = 'redwell-print';
const ADDRESS = `${SCHEME}://print/report`;
const PDF_START = '%PDF-';
/** The page has its own styles and pictures in it. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
};

type PrintSession = Pick<Session, 'on' | 'setPermissionRequestHandler'> & {
  protocol: Pick<Session['protocol'], 'handle' | 'unhandle'>;
  webRequest: Pick<Session['webRequest'], 'onBeforeRequest'>;
};

interface PrintParts {
  BrowserWindow: typeof BrowserWindow;
  session: { fromPartition(partition: string): PrintSession };
  log?: Pick<Logger, 'warn'>;
  timeoutMs?: number;
}

const hidden = new WeakSet<object>();
/** Whether a window only prints, and is none that a dialog can belong to. */
export const isHidden = (window: object): boolean => hidden.has(window);

/** Refuses everything but the page itself and what stands in it. */
function seal(session: PrintSession): void {
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: url !== ADDRESS && !url.startsWith('data:') }),
  );
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.on('will-download', (event) => event.preventDefault());
}

/**
 * Returns `HostServices.printPdf`, one page after another. The styles of a page say how large the paper is.
 * @returns null, with a line in the log, if Electron could not print the page
 */
export function windowPrinter({ BrowserWindow: Window, session, log, timeoutMs = TIMEOUT_MS }: PrintParts) {
  let own: PrintSession | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const print = async (html: string, signal: AbortSignal): Promise<Buffer> => {
    if (own === null) {
      own = session.fromPartition(PARTITION);
      seal(own);
    }
    own.protocol.handle(SCHEME, ({ url }) =>
      url === ADDRESS ? new Response(html, { headers: HEADERS }) : new Response(null, { status: 404 }),
    );
    const window = new Window({
      show: false,
      webPreferences: {
        partition: PARTITION,
        javascript: false,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        devTools: false,
        spellcheck: false,
      },
    });
    hidden.add(window);
    const late = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const stopped = new Promise<never>((_resolve, reject) =>
        late.addEventListener('abort', () => reject(late.reason), { once: true }),
      );
      const printed = window
        .loadURL(ADDRESS)
        .then(() => window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true }));
      const pdf = await Promise.race([printed, stopped]);
      if (pdf.toString('latin1', 0, PDF_START.length) !== PDF_START) throw new Error('The file is no PDF');
      return pdf;
    } finally {
      window.destroy();
      own.protocol.unhandle(SCHEME);
    }
  };

  return async (html: string, signal: AbortSignal): Promise<Buffer | null> => {
    signal.throwIfAborted();
    const mine = last.then(() => {
      signal.throwIfAborted();
      return print(html, signal);
    });
    last = mine.catch(() => undefined);
    try {
      return await mine;
    } catch (error) {
      signal.throwIfAborted();
      log?.warn({ error }, 'Electron could not print the report');
      return null;
    }
  };
}
