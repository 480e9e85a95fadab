/** The side of a thread that copies originals, as messages ask for it. */
import { gathered } from '../util/gathered.ts';
import { type Copied, copyOriginal, type Proof } from './copy-original.ts';

/** Jobs and replies in one message. With more, one side would wait while the other works on them. */
export const MOST_TOGETHER = 8;

export interface CopyJob {
  readonly id: number;
  readonly from: string;
  readonly into: string;
  readonly proof: Proof;
}
/** `stop`: every copy ends, and so does each one that is asked for later. */
export type CopyMessage = readonly CopyJob[] | 'stop';

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
  postMessage(replies: readonly CopyReply[]): void;
}

/** Answers every job of a port. Large files are copied side by side. */
export function serveCopies(port: Port): void {
  const stop = new AbortController();
  const say = gathered<CopyReply>((replies) => port.postMessage(replies), MOST_TOGETHER);
  port.on('message', (message) => {
    if (message === 'stop') {
      stop.abort();
      return;
    }
    for (const { id, from, into, proof } of message)
      copyOriginal(from, into, proof, stop.signal).then(
        (copied) => say({ id, copied }),
        (error: unknown) => say(stop.signal.aborted ? { id, stopped: true } : { id, fault: faultOf(error) }),
      );
  });
}

function faultOf(error: unknown): SystemFault {
  const { message, code, syscall, path } = error as NodeJS.ErrnoException;
  return { message: message ?? String(error), code, syscall, path };
}
