/** Submits drops as batches. */
import type { Batch } from '../../../shared/batches.ts';
import type { Drop } from '../../../shared/intake.ts';
import type { AppStore } from '../../stores/app-store.ts';
import { newFields } from '../../stores/drafts.ts';

/** Submits a drop with what was entered for it. @throws RedwellError what keeps it from being submitted */
export async function submitDrop({ bridge, batches, drafts }: AppStore, drop: Drop): Promise<Batch> {
  const { name, matter, custodian, priority } = drafts.getState()[drop.id] ?? newFields(drop);
  const batch = await bridge.request('batches.submit', {
    dropId: drop.id,
    name: name.trim(),
    matter: matter.trim(),
    custodian: custodian.trim(),
    priority,
  });
  batches.put(batch);
  return batch;
}
