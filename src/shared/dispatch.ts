/** The host's end of the bridge: one function that validates a request, calls its handler and returns the reply. */
import { z } from 'zod';
import { type BridgeHandlers, REQUESTS, type RequestName, type WireReply } from './bridge.ts';
import { RedwellError, toWireError } from './errors.ts';

const isRequestName = (name: unknown): name is RequestName =>
  typeof name === 'string' && Object.hasOwn(REQUESTS, name);

/**
 * Answers one request from a page. It never throws: unknown channels, invalid input, expected failures and
 * defects all become `{ok: false, error}`.
 */
export async function dispatch(handlers: BridgeHandlers, name: unknown, input: unknown): Promise<WireReply> {
  try {
    if (!isRequestName(name))
      throw new RedwellError('invalid_input', `There is no request called ${String(name)}.`);
    const parsed = REQUESTS[name].input.safeParse(input ?? {});
    if (!parsed.success) {
      const messages = parsed.error.issues.map(({ message }) => message);
      // Our own messages are sentences for the operator; those of the library are for a developer.
      const plain = messages.every((message) => message.endsWith('.'));
      throw new RedwellError(
        'invalid_input',
        plain
          ? [...new Set(messages)].join(' ')
          : `The request ${name} was not understood: ${z.prettifyError(parsed.error)}`,
      );
    }
    // REQUESTS pairs each name with its input, but TypeScript loses that pairing in a union of names.
    const handler = handlers[name] as (input: unknown) => Promise<unknown>;
    return { ok: true, value: await handler(parsed.data) };
  } catch (error) {
    return { ok: false, error: toWireError(error) };
  }
}
