/** Turns whatever went wrong into an error with a message for people. */
import { fromWireError, toWireError, type WireError, wireErrorSchema } from '../../shared/errors.ts';

/** Returns the message, the action and the code of an error, whether it was thrown or sent as data. */
export const wireOf = (error: Error | WireError): WireError =>
  error instanceof Error ? toWireError(error) : error;

/** Returns a caught value as an error. Nothing is ever shown as `[object Object]`. */
export function asError(caught: unknown): Error {
  if (caught instanceof Error) return caught;
  const wire = wireErrorSchema.safeParse(caught);
  if (wire.success) return fromWireError(wire.data);
  return new Error(typeof caught === 'string' ? caught : `Unknown error: ${JSON.stringify(caught)}`);
}
