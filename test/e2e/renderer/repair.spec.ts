/** Repairs: counters checked and repaired, batches run again, and no retry where it cannot help. */
import { expect, test } from './support/fixture.ts';

test('checks the counters, lists lost documents and repairs them', async ({ desk }) => {
  const page = await desk.open('/health');
  const panel = page.getByTestId('figures');
  await expect(panel).toContainText('Not checked yet');
  await expect(page.getByTestId('figures-repair')).toHaveCount(0);
  await page.getByTestId('figures-check').click();
  await expect(panel).toContainText('The counters are exact');
  desk.host.lost = [
    { documentId: 'b-main-d00007', stage: 'ocr', cause: 'job_missing', detail: '' },
    { documentId: 'b-main-d00009', stage: 'chunking', cause: 'job_failed', detail: 'job stalled' },
  ];
  await page.getByTestId('figures-check').click();
  await expect(page.getByTestId('figures-orphans')).toContainText('2');
  await expect(page.getByTestId('figures-orphan').first()).toContainText('Its job is missing (Reading text)');
  await expect(page.getByTestId('figures-orphan').last()).toContainText('job stalled');
  await page.getByTestId('figures-repair').click();
  await expect(page.getByTestId('figures-repaired')).toContainText('2');
  await page.getByTestId('figures-check').click();
  await expect(panel).toContainText('The counters are exact');
});

test('lists the lost end of a batch in its details and repairs it', async ({ desk }) => {
  desk.host.ending = { cause: 'job_failed', detail: 'not for me', repaired: false };
  const page = await desk.open('/batch/b-main');
  await page.getByTestId('tab-details').click();
  await page.getByTestId('reconcile').click();
  const line = page.getByTestId('figures-ending');
  await expect(line).toContainText('Its job failed outside a worker (names of the whole batch)');
  await expect(line).toContainText('not for me');
  await page.getByTestId('repair').click();
  await expect(page.getByTestId('drift')).toContainText('The counters are exact');
});

test('runs an ended batch again after a confirmation', async ({ desk }) => {
  const batch = desk.host.batches.get('b-young')!;
  const page = await desk.open('/batch/b-young');
  await expect(page.getByTestId('batch-status')).toHaveText('Running');
  await expect(page.getByTestId('batch-rerun')).toHaveCount(0);
  desk.host.advanceOne(batch, 10_000);
  await page.getByTestId('batch-rerun').click();
  const dialog = page.getByRole('dialog', { name: 'Run “Board minutes 2019–2022” again?' });
  const { received, duplicates, excluded } = desk.host.tell(batch).equation;
  const again = received - duplicates - excluded;
  await expect(dialog).toContainText(`${again} of ${received} documents go through all stages again`);
  await expect(dialog).toContainText(`${received - again} set aside at intake`);
  await expect(dialog).toContainText('stay until a document’s new result replaces them');
  await expect(page.getByRole('button', { name: 'Leave it as it is' })).toBeFocused();
  await page.getByRole('button', { name: 'Leave it as it is' }).click();
  await expect(page.getByTestId('batch-status')).toHaveText(/^Completed/);
  await page.getByTestId('batch-rerun').click();
  await page.getByTestId('batch-rerun-confirm').click();
  await expect(page.getByTestId('batch-status')).toHaveText('Running');
  await expect(page.getByTestId('batch-percent')).toHaveText('0%');
});

test('offers no retry for a file refused at intake and says what to do instead', async ({ desk }) => {
  const batch = desk.host.batches.get('b-main')!;
  const row = batch.rows.find(({ status }) => status === 'completed')!;
  row.status = 'exception';
  row.exception = { code: 'source_missing', stage: null, detail: 'ENOENT', attempt: 0 };
  const page = await desk.open('/batch/b-main');
  const cause = page.getByTestId('cause-source_missing');
  await expect(cause).toContainText('Intake');
  await expect(cause).toContainText('Check the folder or reconnect the drive, then submit it again.');
  await expect(cause.getByTestId('no-retry-source_missing')).toHaveText('Submit again');
  await expect(cause.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  await page.goto(`${desk.served.url}#/needs-you?cause=source_missing`);
  const line = page.getByTestId('needs-table').locator('[data-row="0"]');
  await expect(line).toContainText('submit it again');
  await line.getByTestId('needs-box').click();
  await expect(page.getByTestId('needs-retry')).toHaveAttribute('aria-disabled', 'true');
});

test.describe('while Redis is away', () => {
  test.use({ scenario: 'offline' });

  test('explains why a batch cannot run again', async ({ desk }) => {
    const page = await desk.open('/history');
    await page
      .getByTestId('history-table')
      .getByRole('link', { name: 'Production 045', exact: true })
      .click();
    await page.getByTestId('batch-rerun').click();
    await expect(page.getByRole('dialog')).toContainText('Processing is offline');
    await expect(page.getByTestId('batch-rerun-confirm')).toBeDisabled();
  });
});
