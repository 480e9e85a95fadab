/** The errors of calls that ended without an answer. */
import { DocumentError } from '../documents/errors.ts';
import { type ChildEnd, ChildEnded } from './handle.ts';
import { BadAnswer } from './place.ts';

export function abortError(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error && reason.name === 'AbortError'
    ? reason
    : new DOMException('The work was stopped', 'AbortError');
}

/**
 * Returns the error for a call that failed.
 * @param end why the parent ended the child; null if it did not
 */
export function explain(
  end: ChildEnd | null,
  call: { work: string; timeoutMs: number; signal?: AbortSignal | undefined },
  error: unknown,
): unknown {
  switch (end) {
    case 'abort':
      return abortError(call.signal);
    case 'timeout': {
      const seconds = Math.round(call.timeoutMs / 100) / 10;
      return new DocumentError('ocr_timeout', `${call.work} took longer than ${seconds} s and was stopped`);
    }
    case 'memory':
      return new DocumentError(
        'worker_lost',
        'The parser needed more memory than one document may use, and was stopped',
      );
    case 'processes':
      return new DocumentError('worker_lost', 'The parser started too many programs, and was stopped');
    case 'dispose':
      return new DocumentError('infrastructure', 'The sandbox was closed while it read this document', {
        transient: true,
      });
    case 'fault': {
      const what = error instanceof BadAnswer ? `: ${error.message}` : '';
      return new DocumentError(
        'worker_lost',
        `The parser gave an answer that makes no sense, and was stopped. The document may be made to attack it${what}`,
        { cause: error },
      );
    }
    default:
      if (!(error instanceof ChildEnded)) return error;
      return new DocumentError(
        'worker_lost',
        `The parser's process ended while it read this document (${error.message})`,
        { transient: true, cause: error },
      );
  }
}
