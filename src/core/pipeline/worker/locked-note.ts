/** What an operator must know when a file is locked and its worker was given no password to try. */
import { hostname } from 'node:os';
import { DocumentError } from '../../documents/errors.ts';
import type { Sandbox } from '../../sandbox/types.ts';

/**
 * The same sandbox, whose `encrypted` says why there was no password.
 * @param local whether the worker belongs to a console on this machine, which gives it what it was given
 */
export function withLockedNote(sandbox: Sandbox, local: boolean): Sandbox {
  const note = local
    ? 'None is at hand for this batch: passwords are kept in memory, and only until Redwell is closed'
    : `It was read on ${hostname()}, by a worker without a console: passwords stay on the machine that they were given on`;
  return {
    ...sandbox,
    async runStage(stage, input, signal, begun) {
      try {
        return await sandbox.runStage(stage, input, signal, begun);
      } catch (error) {
        if (!(error instanceof DocumentError) || error.code !== 'encrypted' || input.passwords.length > 0)
          throw error;
        throw new DocumentError('encrypted', `${error.message}. ${note}`, { cause: error });
      }
    },
  };
}
