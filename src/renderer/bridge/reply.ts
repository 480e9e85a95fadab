/** One answer of the host as a value or a thrown error. */
import { REQUESTS, type RequestName, type RequestOutput, type WireReply } from '../../shared/bridge.ts';
import { fromWireError, RedwellError, wireErrorSchema } from '../../shared/errors.ts';

/** @throws RedwellError the host's own error, or `internal` when the answer is not what the contract says */
export function unwrap<N extends RequestName>(name: N, reply: WireReply): RequestOutput<N> {
  if (!reply.ok) {
    const wire = wireErrorSchema.safeParse(reply.error);
    if (wire.success) throw fromWireError(wire.data);
    throw new RedwellError('internal', `The host refused ${name} without saying why.`);
  }
  const parsed = REQUESTS[name].output.safeParse(reply.value);
  if (!parsed.success) {
    throw new RedwellError('internal', `The answer to ${name} is not what this page understands.`, {
      action: 'The page and the host may be of different versions: load the page again.',
      cause: parsed.error,
    });
  }
  // The table ties each name to its output; TypeScript cannot follow that through a union of names.
  return parsed.data as RequestOutput<N>;
}

/** The host is not there. It is no failure of what was asked, so nothing was done. */
export const hostGone = (): RedwellError =>
  new RedwellError('internal', 'Redwell is not answering.', {
    action: 'Check that it is still running. This page connects again by itself.',
  });
