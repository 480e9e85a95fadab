/** The bridge's requests about a drop between its inventory and its submission. */
import { totalmem } from 'node:os';
import { RedwellError } from '../../../shared/errors.ts';
import type { History } from '../../history/types.ts';
import type { Intake } from '../../intake/types.ts';
import { isMemoryShort } from '../../pipeline/worker/tuner.ts';
import { type HealthDeps, readHealth } from '../health.ts';
import type { PasswordBank } from '../password-bank.ts';
import { type PreflightFacts, preflightOf } from '../preflight.ts';
import type { CoreHandlers } from '../types.ts';

export interface IntakeEditDeps {
  intake: Intake;
  history: History;
  health: HealthDeps;
  passwords: PasswordBank;
}

type IntakeEditRequests =
  | 'intake.edit'
  | 'intake.folder'
  | 'intake.join'
  | 'intake.loadFile'
  | 'intake.loadFileProblems'
  | 'intake.preflight'
  | 'intake.labels';

export function intakeEditHandlers(deps: IntakeEditDeps): Pick<CoreHandlers, IntakeEditRequests> {
  const { intake, history, passwords } = deps;
  return {
    'intake.edit': ({ dropId, ...change }) => intake.edit(dropId, change),
    'intake.folder': async ({ dropId, cursor, limit, ...view }) => intake.folder(dropId, view, cursor, limit),
    'intake.loadFile': ({ dropId, taken }) => intake.takeLoadFile(dropId, taken),
    'intake.loadFileProblems': async ({ dropId, cursor, limit }) =>
      intake.loadFileProblems(dropId, cursor, limit),
    async 'intake.join'({ dropIds }) {
      const joined = await intake.join(dropIds);
      for (const dropId of dropIds) {
        const known = passwords.ofDrop(dropId);
        passwords.addToDrop(joined.id, known);
        passwords.markUseful(
          joined.id,
          known.filter((password) => passwords.isUseful(dropId, password)),
        );
        passwords.forget(dropId);
      }
      return joined;
    },
    async 'intake.preflight'({ dropId }) {
      const { name, inventory } = intake.get(dropId);
      const needs = await intake.needs(dropId);
      if (inventory === null || needs === null)
        throw new RedwellError('drop_not_ready', `The files of “${name}” are still being read.`, {
          action: 'Wait until its inventory is complete.',
        });
      const health = await readHealth(deps.health);
      return preflightOf({ at: Date.now(), inventory, needs, health, memory: readMemory() });
    },
    'intake.labels': async () => history.labels(),
  };
}

/** macOS reports little available memory although it could free more at once, so it is not asked. */
function readMemory(): PreflightFacts['memory'] {
  if (process.platform === 'darwin') return null;
  const constrained = process.constrainedMemory();
  const totalBytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return { availableBytes: process.availableMemory(), totalBytes, isShort: isMemoryShort() };
}
