/** A damaged history is said where its batches would be looked for. */
import { recoveryWarning } from '../../../src/core/history/recovery/words.ts';
import type { HistoryRecovery } from '../../../src/shared/health.ts';
import { expect, test } from './support/fixture.ts';
import { healthOf } from './support/health.ts';

const recovery: HistoryRecovery = {
  at: Date.now(),
  cause: 'damaged',
  keptAs: '/home/pat/.local/share/redwell/history.damaged-20261129-020355.sqlite',
  state: 'done',
  batches: 58,
  documents: 117_410,
  rebuiltBatches: 3,
  rebuiltDocuments: 794,
  lost: 412,
  incomplete: 1,
  error: null,
};

for (const path of ['/', '/history'])
  test(`says on ${path} that history was damaged, and what is lost`, async ({ desk }) => {
    const page = await desk.open(path);
    const notice = page.getByTestId('history-notice');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(notice).toHaveCount(0);
    const warning = recoveryWarning(recovery, Date.now());
    if (warning === null) throw new Error('nothing to say');
    desk.host.emit('health.changed', { ...healthOf('busy', Date.now(), []), warnings: [warning] });
    await expect(notice).toContainText(
      'The history file was damaged. Redwell recovered 58 batches with 117,410 documents.',
    );
    await expect(notice).toContainText('How 412 documents ended is no longer known');
    await expect(notice).toContainText('1 document may have lost a part');
    await expect(notice).toContainText('history.damaged-20261129-020355.sqlite');
  });
