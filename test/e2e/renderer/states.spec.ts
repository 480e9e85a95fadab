/** What the pages say must be true: offline, canceled, failed, just submitted, and while a dialog is open. */

import type { Page } from '@playwright/test';
import { inventedEntries } from './support/drops.ts';
import { type Console, expect, test } from './support/fixture.ts';
import { healthOf } from './support/health.ts';

/** Tells the page that processing went offline, or came back, once it has read the first state and listens. */
async function processing(page: Page, { host }: Console, scenario: 'busy' | 'offline'): Promise<void> {
  await expect(page.getByTestId('redis-state')).toHaveText(scenario === 'offline' ? 'Ready' : /offline/i);
  host.emit('health.changed', healthOf(scenario, Date.now(), []));
}

test('says why a drop failed and what to do', async ({ desk }) => {
  const drop = desk.host.begin('Production 063', [], 'path');
  desk.host.put({
    ...drop,
    status: 'failed',
    error: { code: 'folder_missing', message: 'The folder is gone.', action: 'Reconnect the drive.' },
  });
  const page = await desk.open('/intake');
  await expect(page.getByTestId('error-alert')).toContainText('The folder is gone.');
  await expect(page.getByTestId('error-alert')).toContainText('Reconnect the drive.');
  await expect(page.locator('body')).not.toContainText('[object Object]');
});

test('shows of a canceled batch only what was done', async ({ desk }) => {
  const batch = desk.host.batches.get('b-main')!;
  const { completed, duplicates, exceptions, received } = desk.host.tell(batch).equation;
  batch.cancel(Date.now());
  const done = Math.floor(((completed + duplicates + exceptions) / received) * 100);
  const page = await desk.open('/batch/b-main');
  await expect(page.getByTestId('batch-percent')).toHaveText(`${done}%`);
  const bar = page.getByRole('progressbar', { name: /^Progress of/ });
  await expect(bar).toHaveAttribute('aria-valuenow', String(done));
});

test('says that documents under way are in progress, not running', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await expect(page.getByText('8 in progress')).toBeVisible();
});

test('says since when it cannot tell what runs', async ({ desk }) => {
  desk.host.batches.clear();
  const page = await desk.open('/');
  const empty = page.getByTestId('overview-empty');
  await expect(empty).toContainText('Nothing is running');
  await processing(page, desk, 'offline');
  await expect(empty).toContainText('Redwell cannot tell what is running');
  await expect(empty).toContainText(/offline since about \d{1,2}:\d\d\s[AP]M/);
  await processing(page, desk, 'busy');
  await expect(empty).toContainText('Nothing is running');
  desk.served.hangUp(true);
  await expect(empty).toContainText(/has not responded since about \d{1,2}:\d\d\s[AP]M/);
});

test('marks the numbers of a running batch as old while processing is offline', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await expect(page.getByTestId('batch-eta')).toContainText('left');
  await processing(page, desk, 'offline');
  await expect(page.getByTestId('batch-eta')).toContainText('Last known state');
});

test('does not say that all is well beside failed jobs', async ({ desk }) => {
  const page = await desk.open('/health');
  await expect(page.getByTestId('health-fine')).toHaveText('Everything is working.');
  const health = healthOf('busy', Date.now(), []);
  desk.host.emit('health.changed', {
    ...health,
    queues: health.queues.map((queue) => ({ ...queue, failed: 9 })),
  });
  await expect(page.getByTestId('health-fine')).toContainText('54 jobs failed');
  await expect(page.getByTestId('health-fine')).not.toContainText('Everything is working');
});

test('names each figure that shows documents by what it counts', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await page.getByTestId('causes').waitFor();
  const unnamed = await page
    .locator('main')
    .getByRole('button', { name: /^[\d,.]+$/ })
    .count();
  expect(unnamed).toBe(0);
  await expect(page.getByTestId('nav-overview')).toHaveAccessibleName(/3 active batches/);
});

test('closes the dialog for another run when processing comes back, and when the batch runs', async ({
  desk,
}) => {
  const batch = desk.host.batches.get('b-young')!;
  desk.host.advanceOne(batch, 10_000);
  const page = await desk.open('/batch/b-young');
  const dialog = page.getByRole('dialog', { name: /^Run “/ });
  await processing(page, desk, 'offline');
  await page.getByTestId('batch-rerun').click();
  await expect(dialog).toContainText('Processing is offline');
  await processing(page, desk, 'busy');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Processing is back.')).toBeVisible();
  expect(desk.host.asked).not.toContain('batches.rerun');
  // Another window starts the run. When that has ended, no dialog comes back by itself.
  await page.getByTestId('batch-rerun').click();
  await expect(dialog).toBeVisible();
  await desk.host.handlers['batches.rerun']({ batchId: 'b-young' });
  await expect(dialog).toHaveCount(0);
  desk.host.advanceOne(batch, 10_000);
  await expect(page.getByTestId('batch-rerun')).toBeVisible();
  await expect(dialog).toHaveCount(0);
});

test('closes the question about canceling when the batch ends, and shows its errors in it', async ({
  desk,
}) => {
  const page = await desk.open('/batch/b-young');
  const batch = desk.host.batches.get('b-young')!;
  await page.getByTestId('batch-cancel').click();
  const dialog = page.getByRole('dialog', { name: /^Cancel “/ });
  batch.status = 'completed';
  await page.getByTestId('batch-cancel-confirm').click();
  await expect(dialog.getByTestId('error-alert')).toContainText('The batch has ended already.');
  desk.host.tell(batch);
  await expect(dialog).toHaveCount(0);
});

test('keeps messages below dialogs', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await page.getByTestId('batch-cancel').click();
  const confirm = page.getByTestId('batch-cancel-confirm');
  await confirm.waitFor();
  desk.host.advanceOne(desk.host.batches.get('b-young')!, 500);
  const toast = page.getByTestId('notification-toast');
  await toast.waitFor();
  const order = (selector: string): Promise<number> =>
    page
      .locator(selector)
      .first()
      .evaluate((part) => Number(getComputedStyle(part).zIndex));
  expect(await order('.mantine-Notifications-root')).toBeLessThan(await order('.mantine-Modal-overlay'));
  await confirm.click();
  await expect(page.getByTestId('batch-status')).toHaveText('Canceled');
});

test('takes back the offer to open a batch once it is open', async ({ desk }) => {
  const page = await desk.open('/settings');
  desk.host.advanceOne(desk.host.batches.get('b-young')!, 500);
  await expect(page.getByTestId('notification-open')).toBeVisible();
  await page.getByTestId('nav-overview').click();
  await page.getByTestId('recent-batch').first().getByRole('link').click();
  await expect(page.getByTestId('batch-title')).toHaveText('Board minutes 2019–2022');
  await expect(page.getByTestId('notification-toast')).toHaveCount(0);
});

test('says nothing of the history for a batch that was just submitted', async ({ desk }) => {
  desk.host.add('b-new', 'Production 064', 20, 0, { status: 'submitting', source: 'history' });
  const page = await desk.open('/batch/b-new');
  await expect(page.getByTestId('batch-status')).toHaveText('Submitting');
  await expect(page.getByTestId('from-history')).toHaveCount(0);
});

test('finds an ended batch by a part of its custodian', async ({ desk }) => {
  desk.host.add('b-hend', 'Loan files', 4, 400, {
    custodian: 'Hendricks, P.',
    createdAt: Date.now() - 9_000_000,
    source: 'history',
  });
  desk.host.batches.get('b-hend')!.end(Date.now() - 8_000_000);
  const page = await desk.open();
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('hend');
  await page.getByRole('dialog').getByText('Loan files').click();
  await expect(page.getByTestId('batch-title')).toHaveText('Loan files');
});

test.describe('with many failures', () => {
  test.use({ scenario: 'failing' });

  test('offers no retry where the same file would fail again, and says why', async ({ desk }) => {
    const page = await desk.open('/batch/b-main');
    await expect(page.getByTestId('pointless-corrupt')).toHaveText('Retrying cannot help');
    await expect(page.getByTestId('retry-corrupt')).toHaveCount(0);
    await expect(page.getByTestId('retry-ocr_timeout')).toBeVisible();
  });

  test('calls no password right before it has opened a document', async ({ desk }) => {
    const batch = desk.host.batches.get('b-main')!;
    for (const row of batch.rows)
      if (row.status === 'pending' || row.status === 'running') row.status = 'excluded';
    batch.end(Date.now());
    const page = await desk.open('/batch/b-main');
    const locked = batch.rows.filter(({ exception }) => exception?.code === 'encrypted');
    await page.getByTestId('add-passwords').click();
    await page.getByTestId('batch-password').fill('wrong');
    await page.getByTestId('batch-password-submit').click();
    await expect(page.getByText(`Trying 1 password on ${locked.length} documents`)).toBeVisible();
    await expect(page.getByTestId('batch-status')).toHaveText('Running');
    for (const row of locked) {
      row.status = 'exception';
      row.exception = { code: 'encrypted', stage: 'ocr', detail: '', attempt: 101 };
    }
    batch.end(Date.now());
    desk.host.tell(batch);
    await expect(page.getByText(`${locked.length} documents still need a password`)).toBeVisible();
    await expect(page.getByText('None of the passwords opens any of them.')).toBeVisible();
  });
});

test('says of a damaged page with text that it was read in part', async ({ desk }) => {
  const row = desk.host.batches
    .get('b-main')!
    .rows.find(({ status, pages }) => status === 'completed' && (pages ?? 0) > 1)!;
  row.warnings = [
    { code: 'partial_pages', stage: 'ocr', detail: '1 of 2 pages could not be read', attempt: 1, pages: [2] },
  ];
  const page = await desk.open(`/document/${row.id}`);
  await expect(page.getByTestId('document-problem')).toContainText('Page 2 could be read in part');
});

test('opens a batch from a new drop without a word about old numbers', async ({ desk }) => {
  desk.host.ready(desk.host.begin('Production 063', inventedEntries(30), 'path'));
  const page = await desk.open('/intake');
  await page.getByTestId('submit-batch').click();
  await expect(page.getByTestId('batch-title')).toHaveText('Production 063');
  await expect(page.getByTestId('from-history')).toHaveCount(0);
});
