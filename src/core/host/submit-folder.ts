/** Submits a folder from a command line, by the same steps as a drop in the app. */
import { basename } from 'node:path';
import type { Batch } from '../../shared/batches.ts';
import type { RequestInput } from '../../shared/bridge.ts';
import { fromWireError, RedwellError } from '../../shared/errors.ts';
import type { Drop } from '../../shared/intake.ts';
import type { Redwell } from '../app/types.ts';

type Submitter = Pick<Redwell, 'handlers' | 'on'>;
/** Optional details of the batch. Its name defaults to the folder's. */
export type SubmitChoices = {
  [K in Exclude<keyof RequestInput<'batches.submit'>, 'dropId'>]?:
    | RequestInput<'batches.submit'>[K]
    | undefined;
};

/** Waits until the inventory of a drop is built. @throws RedwellError intake's reason when it fails */
export async function untilReady(redwell: Submitter, dropId: string): Promise<Drop> {
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
    // The drop may have been ready before we subscribed.
    redwell.handlers['intake.get']({ dropId }).then(look, (error: unknown) => {
      stop();
      reject(error);
    });
  });
}

/**
 * Reads a folder into a drop, waits for its inventory and submits it.
 * @param folder absolute path
 * @param beforeSubmit called with the drop when its inventory is built
 * @throws RedwellError folder_missing, not_a_folder, folder_empty, and other errors of intake and submission
 */
export async function submitFolder(
  redwell: Submitter,
  folder: string,
  choices: SubmitChoices = {},
  beforeSubmit: (drop: Drop) => Promise<void> = async () => undefined,
): Promise<Batch> {
  const started = await redwell.handlers['intake.begin']({ kind: 'paths', paths: [folder] });
  const drop = await untilReady(redwell, started.id);
  await beforeSubmit(drop);
  return redwell.handlers['batches.submit']({
    dropId: drop.id,
    name: choices.name ?? (basename(folder) || folder),
    matter: choices.matter ?? '',
    custodian: choices.custodian ?? '',
    priority: choices.priority ?? 'normal',
  });
}
