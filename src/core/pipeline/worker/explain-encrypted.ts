/** Explains to the operator why an encrypted file was read without a password. */
import { hostname } from 'node:os';
import { DocumentError } from '../../documents/errors.ts';
import type { Sandbox } from '../../sandbox/types.ts';

/**
 * Returns a sandbox whose `encrypted` errors say why there was no password to try.
 * @param local whether the worker belongs to a console on this machine, which passes its passwords on
 */
export function explainEncrypted(sandbox: Sandbox, local: boolean): Sandbox {
  const note = local
    ? 'No password is available for this batch: Redwell keeps passwords only in memory and forgets them when it closes'
    : `It was read on ${hostname()}, which has no passwords: they stay on the computer where they were entered`;
  return {
    ...sandbox,
    async runStage(stage, input, signal, onStart) {
      try {
        return await sandbox.runStage(stage, input, signal, onStart);
      } catch (error) {
        if (!(error instanceof DocumentError) || error.code !== 'encrypted' || input.passwords.length > 0)
          throw error;
        throw new DocumentError('encrypted', `${error.message}. ${note}`, { cause: error });
      }
    },
  };
}
