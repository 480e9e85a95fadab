/**
 * What only the host's own process can do under Electron: start processes, and print. A thread that hands over asks for
 * it with messages.
 */
import type { ChildLink, ChildStarter } from '../sandbox/link.ts';
import { relayedChildren, startRelay } from '../sandbox/relay.ts';

export interface HostServices {
  /** Starts a process that reads untrusted files. */
  startChild(folder: string, oldSpaceMb: number): ChildLink & { started: Promise<number> };
  /** Prints a page. @returns null if it could not be printed. @throws the signal's reason */
  printPdf(html: string, signal: AbortSignal): Promise<Buffer | null>;
}

export type ToHost =
  | { readonly host: 'relay'; readonly message: unknown }
  | { readonly host: 'print'; readonly page: number; readonly html: string }
  | { readonly host: 'stop'; readonly page: number };
export type FromHost =
  | { readonly kind: 'host'; readonly relay: unknown }
  | { readonly kind: 'host'; readonly page: number; readonly pdf: Uint8Array | null };

/** The thread's side. */
export interface AskedHost extends Pick<HostServices, 'printPdf'> {
  readonly starter: ChildStarter;
  take(message: FromHost): void;
}

export function askHost(post: (message: ToHost) => void): AskedHost {
  const relayed = relayedChildren({ post: (message) => post({ host: 'relay', message }) });
  const printing = new Map<number, (pdf: Uint8Array | null) => void>();
  let last = 0;
  return {
    starter: relayed.starter,
    take(message) {
      if ('relay' in message) relayed.take(message.relay);
      else printing.get(message.page)?.(message.pdf);
    },
    async printPdf(html, signal) {
      signal.throwIfAborted();
      last += 1;
      const page = last;
      const stop = (): void => post({ host: 'stop', page });
      signal.addEventListener('abort', stop, { once: true });
      try {
        const printed = new Promise<Uint8Array | null>((resolve) => printing.set(page, resolve));
        post({ host: 'print', page, html });
        const pdf = await printed;
        signal.throwIfAborted();
        return pdf === null ? null : Buffer.from(pdf);
      } finally {
        signal.removeEventListener('abort', stop);
        printing.delete(page);
      }
    },
  };
}

/** The host's side. @returns `take` gets every message for the host; `end` kills its processes and stops printing */
export function serveHost(
  { startChild, printPdf }: HostServices,
  post: (message: FromHost) => void,
): { take(message: ToHost): void; end(): void } {
  const relay = startRelay({ post: (message) => post({ kind: 'host', relay: message }) }, startChild);
  const printing = new Map<number, AbortController>();
  const print = async (page: number, html: string): Promise<void> => {
    const stop = new AbortController();
    printing.set(page, stop);
    // Whoever asked says in the export that there is no PDF.
    const pdf = await printPdf(html, stop.signal).catch(() => null);
    printing.delete(page);
    post({ kind: 'host', page, pdf });
  };
  return {
    take(message) {
      if (message.host === 'relay') relay.take(message.message);
      else if (message.host === 'print') void print(message.page, message.html);
      else printing.get(message.page)?.abort();
    },
    end() {
      relay.end();
      for (const stop of printing.values()) stop.abort();
    },
  };
}
