/** A folder given on the command line: the same path as a drop and a press on Submit. */
import { basename } from 'node:path';
import type { Batch } from '../../shared/batches.ts';
import type { RequestInput } from '../../shared/bridge.ts';
import { fromWireError, RedwellError } from '../../shared/errors.ts';
import type { Drop } from '../../shared/intake.ts';
import type { Redwell } from '../app/types.ts';

type Submitter = Pick<Redwell, 'handlers' | 'on'>;
/** What the operator may say about the batch; the folder's name and nothing else by default. */
export type SubmitChoices = {
  [K in Exclude<keyof RequestInput<'batches.submit'>, 'dropId'>]?:
    | RequestInput<'batches.submit'>[K]
    | undefined;
};

/** Waits until the inventory of a drop stands. @throws RedwellError what intake says when it fails */
async function untilReady(redwell: Submitter, dropId: string): Promise<Drop> {
  return new Promise((resolve, reject) => {
    const look = (drop: Drop): void => {
      if (drop.id !== dropId) return;
      if (drop.status === 'ready') resolve(drop);
      else if (drop.status === 'failed')
        reject(
          drop.error === null
            ? new RedwellError('internal', `${drop.name} could not be read.`)
            : fromWireError(drop.error),
        );
      else if (drop.status === 'discarded')
        reject(new RedwellError('canceled', `${drop.name} was discarded before it was submitted.`));
      else return;
      stop();
    };
    const stop = redwell.on('drop.changed', look);
    // It may have become ready before anybody listened.
    redwell.handlers['intake.get']({ dropId }).then(look, (error: unknown) => {
      stop();
      reject(error);
    });
  });
}

/**
 * Takes in a folder, waits for its inventory and submits it, under the folder's name if none is chosen.
 * @param folder absolute path
 * @param beforehand what is to be done with the inventory before it is submitted
 * @throws RedwellError folder_missing, not_a_folder, folder_empty and whatever else intake or submit say
 */
export async function submitFolder(
  redwell: Submitter,
  folder: string,
  choices: SubmitChoices = {},
  beforehand: (drop: Drop) => Promise<void> = async () => undefined,
): Promise<Batch> {
  const begun = await redwell.handlers['intake.begin']({ kind: 'paths', paths: [folder] });
  const drop = await untilReady(redwell, begun.id);
  await beforehand(drop);
  return redwell.handlers['batches.submit']({
    dropId: drop.id,
    name: choices.name ?? (basename(folder) || folder),
    matter: choices.matter ?? '',
    custodian: choices.custodian ?? '',
    priority: choices.priority ?? 'normal',
  });
}
