/** The bridge's requests about drops, except those about passwords. */
import type { Intake } from '../../intake/types.ts';
import type { PasswordBank } from '../password-bank.ts';
import type { CoreHandlers } from '../types.ts';

export interface IntakeDeps {
  intake: Intake;
  passwords: PasswordBank;
}

type IntakeRequests =
  | 'intake.begin'
  | 'intake.uploaded'
  | 'intake.list'
  | 'intake.get'
  | 'intake.entries'
  | 'intake.discard';

export function intakeHandlers({ intake, passwords }: IntakeDeps): Pick<CoreHandlers, IntakeRequests> {
  return {
    'intake.begin': (input) =>
      input.kind === 'paths' ? intake.beginPaths(input.paths) : intake.beginUpload(input.name),
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
