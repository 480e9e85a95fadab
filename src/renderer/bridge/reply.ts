/** Turns a reply of the host into a value or a thrown error. */
import type { RequestName, RequestOutput, WireReply } from '../../shared/bridge.ts';
import { FIRST_REQUESTS } from '../../shared/bridge-first.ts';
import { fromWireError, RedwellError, wireErrorSchema } from '../../shared/errors.ts';
import { REPLY_TEXT } from '../text/errors.ts';

const isFirst = (name: RequestName): name is keyof typeof FIRST_REQUESTS => name in FIRST_REQUESTS;

/**
 * Returns the value of a reply.
 * @throws RedwellError the host's own error, or `internal` if the reply does not match the schema or the schemas cannot be loaded
 */
export async function unwrap<N extends RequestName>(name: N, reply: WireReply): Promise<RequestOutput<N>> {
  if (!reply.ok) {
    const wire = wireErrorSchema.safeParse(reply.error);
    if (wire.success) throw fromWireError(wire.data);
    throw new RedwellError('internal', REPLY_TEXT.refused, { details: { request: name } });
  }
  // The first page needs few schemas. All others come with the first reply that has one of them.
  const { output } = isFirst(name)
    ? FIRST_REQUESTS[name]
    : (await import('../../shared/bridge.ts')).REQUESTS[name];
  const parsed = output.safeParse(reply.value);
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
