/** Turns a reply of the host into a value or a thrown error. */
import { REQUESTS, type RequestName, type RequestOutput, type WireReply } from '../../shared/bridge.ts';
import { fromWireError, RedwellError, wireErrorSchema } from '../../shared/errors.ts';
import { REPLY_TEXT } from '../text/errors.ts';

/**
 * Returns the value of a reply.
 * @throws RedwellError the host's own error, or `internal` if the reply does not match the schema
 */
export function unwrap<N extends RequestName>(name: N, reply: WireReply): RequestOutput<N> {
  if (!reply.ok) {
    const wire = wireErrorSchema.safeParse(reply.error);
    if (wire.success) throw fromWireError(wire.data);
    throw new RedwellError('internal', REPLY_TEXT.refused, { details: { request: name } });
  }
  const parsed = REQUESTS[name].output.safeParse(reply.value);
  if (!parsed.success) {
    throw new RedwellError('internal', REPLY_TEXT.mismatch, {
      action: REPLY_TEXT.mismatchAction,
      cause: parsed.error,
      details: { request: name },
    });
  }
  // REQUESTS pairs each name with its output, but TypeScript loses that pairing in a union of names.
  return parsed.data as RequestOutput<N>;
}

/** Returns the error for a request without a reply because the connection is gone. The host may have executed it. */
export const hostGone = (): RedwellError =>
  new RedwellError('internal', REPLY_TEXT.hostGone, { action: REPLY_TEXT.hostGoneAction });
