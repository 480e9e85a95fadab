/** The side of a thread that copies originals, as messages ask for it. */
import { type Copied, copyOriginal, type Proof } from './copy-original.ts';

export interface CopyJob {
  readonly id: number;
  readonly from: string;
  readonly into: string;
  readonly proof: Proof;
}
/** `stop`: every copy ends, and so does each one that is asked for later. */
export type CopyMessage = CopyJob | 'stop';

/** What the system said. Errors lose these fields on their way between threads. */
export interface SystemFault {
  readonly message: string;
  readonly code: string | undefined;
  readonly syscall: string | undefined;
  readonly path: string | undefined;
}
export type CopyReply =
  | { readonly id: number; readonly copied: Copied }
  | { readonly id: number; readonly stopped: true }
  | { readonly id: number; readonly fault: SystemFault };

interface Port {
  on(event: 'message', listener: (message: CopyMessage) => void): unknown;
  postMessage(reply: CopyReply): void;
}

/** Answers every job of a port. Large files are copied side by side. */
export function serveCopies(port: Port): void {
  const stop = new AbortController();
  port.on('message', (message) => {
    if (message === 'stop') {
      stop.abort();
      return;
    }
    const { id, from, into, proof } = message;
    copyOriginal(from, into, proof, stop.signal).then(
      (copied) => port.postMessage({ id, copied }),
      (error: unknown) =>
        port.postMessage(stop.signal.aborted ? { id, stopped: true } : { id, fault: faultOf(error) }),
    );
  });
}

function faultOf(error: unknown): SystemFault {
  const { message, code, syscall, path } = error as NodeJS.ErrnoException;
  return { message: message ?? String(error), code, syscall, path };
}
