/** The bridge's requests about drops, except those about passwords. */
import type { History } from '../../history/types.ts';
import type { Intake } from '../../intake/types.ts';
import type { PasswordBank } from '../password-bank.ts';
import type { CoreHandlers } from '../types.ts';
import { mustBeReplaceable } from './replacements.ts';

export interface IntakeDeps {
  intake: Intake;
  passwords: PasswordBank;
  history: History;
}

type IntakeRequests =
  | 'intake.begin'
  | 'intake.uploaded'
  | 'intake.list'
  | 'intake.get'
  | 'intake.entries'
  | 'intake.discard';

export function intakeHandlers({
  intake,
  passwords,
  history,
}: IntakeDeps): Pick<CoreHandlers, IntakeRequests> {
  return {
    async 'intake.begin'(input) {
      if (input.replaces !== undefined) mustBeReplaceable(history, input.replaces);
      return input.kind === 'paths'
        ? intake.beginPaths(input.paths, input.replaces)
        : intake.beginUpload(input.name, input.replaces);
    },
    'intake.uploaded': ({ dropId, files, skipped }) => intake.finishUpload(dropId, files, skipped),
    'intake.list': async () => intake.list(),
    'intake.get': async ({ dropId }) => intake.get(dropId),
    'intake.entries': async ({ dropId, filter, cursor, limit }) =>
      intake.entries(dropId, filter, cursor, limit),
    'intake.discard': async ({ dropId }) => {
      await intake.discard(dropId);
      passwords.forget(dropId);
      return {};
    },
  };
}
