/** Health tells what was tuned and why, and Settings fix it. */
import { expect, test } from './support/fixture.ts';

test.describe('what Redwell chose', () => {
  test('stands with bounds, measurement and reason', async ({ desk }) => {
    const page = await desk.open('/health');
    const rows = page.getByTestId('health-tuning').getByTestId('tuning-row');
    await expect(rows.filter({ hasText: 'Documents submitted at once' })).toContainText(
      'raised to 140: 21 ms for 130 documents',
    );
    const chunking = rows.filter({ hasText: 'Chunking' });
    await expect(chunking).toContainText('1–16');
    await expect(chunking).toContainText('412 jobs/s');
    await expect(chunking).toContainText('raised to 8: throughput +12 %');
    await expect(rows.filter({ hasText: 'per second' })).toContainText(
      'the built-in Redis serves nobody else',
    );
  });

  test('is there for a day of work of all workers, with the times of each stage', async ({ desk }) => {
    const page = await desk.open('/health');
    const work = page.getByTestId('health-work');
    await expect(work).toContainText('18,204 documents, 96 exceptions, 74,120 pages, 21.4 GB');
    await expect(work.getByRole('row', { name: /Text and OCR/ })).toContainText('31.9 s');
  });

  test('can be fixed in Settings, and let go again', async ({ desk }) => {
    const page = await desk.open('/settings');
    const field = page.getByTestId('settings-slice');
    await field.fill('50');
    await page.getByTestId('settings-tuning-save').click();
    await expect.poll(() => desk.host.settings.sliceSize).toBe(50);
    await field.fill('');
    await page.getByTestId('settings-tuning-save').click();
    await expect.poll(() => desk.host.settings.sliceSize).toBeNull();
    expect(desk.host.settings.concurrency).toBeNull();
    expect(desk.host.settings.submitPerSecond).toBe(1000);
  });
});

test.describe('while Redis is away', () => {
  test.use({ scenario: 'offline' });

  test('a day of work is said to be unknown, and the limit of a shared server still stands', async ({
    desk,
  }) => {
    const page = await desk.open('/health');
    await expect(page.getByTestId('health-work')).toContainText('Redis is away');
    await expect(
      page.getByTestId('tuning-row').filter({ hasText: 'Documents submitted per second' }),
    ).toContainText('all consoles together');
  });
});
