/** Health tells what was tuned and why, and Settings fix it. */
import { ENCRYPTED_ADDRESS, type HealthWarning } from '../../../src/shared/health.ts';
import { expect, test } from './support/fixture.ts';
import { healthOf } from './support/health.ts';

test.describe('what Redwell chose', () => {
  test('stands with bounds, measurement and reason', async ({ desk }) => {
    const page = await desk.open('/health');
    const rows = page.getByTestId('health-tuning').getByTestId('tuning-row');
    await expect(rows.filter({ hasText: 'Documents submitted at once' })).toContainText(
      'raised to 140: 21 ms for 130 documents',
    );
    const chunking = rows.filter({ hasText: 'Dividing text' });
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
    await expect(work.getByRole('row', { name: /Reading text/ })).toContainText('31.9 s');
  });

  test('and loads say over which time they are', async ({ desk }) => {
    const page = await desk.open('/health');
    const load = (of: string) => page.getByRole('row', { name: new RegExp(`^Load, ${of}`) });
    await expect(load('all clients')).toContainText('6,412 commands/s (last 2 s)');
    await expect(load('this console')).toContainText('4.2 commands/s, 3.1 kB/s (last 10 s)');
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

test.describe('a limit', () => {
  test('is shown to the megabyte, and stays exact until another one is typed', async ({ desk }) => {
    desk.host.settings = { ...desk.host.settings, maxDocumentBytes: 2 ** 31 };
    const page = await desk.open('/settings');
    const field = page.getByTestId('settings-largest');
    await expect(field).toHaveValue('2,147 MB');
    await page.getByTestId('settings-pages').fill('500');
    await page.getByTestId('settings-limits-save').click();
    await expect.poll(() => desk.host.settings.maxPages).toBe(500);
    expect(desk.host.settings.maxDocumentBytes).toBe(2 ** 31);
    await field.fill('300');
    await page.getByTestId('settings-limits-save').click();
    await expect.poll(() => desk.host.settings.maxDocumentBytes).toBe(300_000_000);
  });

  test('out of its bounds is refused with the bounds, and not changed in silence', async ({ desk }) => {
    const page = await desk.open('/settings');
    const slice = page.getByTestId('settings-slice');
    await slice.fill('9999');
    await slice.press('Enter');
    await expect(page.getByText('From 20 to 500')).toBeVisible();
    await expect(slice).toHaveValue('9,999');
    await expect(page.getByTestId('settings-tuning-save')).toBeDisabled();
    await page.getByTestId('settings-pages').fill('');
    await expect(page.getByTestId('settings-limits-save')).toBeDisabled();
    expect(desk.host.settings.sliceSize).toBeNull();
  });
});

test.describe('while Redis is away', () => {
  test.use({ scenario: 'offline' });

  test('an address that cannot be read is said, and the built-in server is taken when told so', async ({
    desk,
  }) => {
    const sealed = {
      code: ENCRYPTED_ADDRESS,
      message: 'The address cannot be opened.',
      action: 'Enter it again.',
    };
    const page = await desk.open('/settings');
    await expect(page.getByTestId('settings-redis-url')).toBeVisible();
    const tell = (warnings: HealthWarning[]) =>
      desk.host.emit('health.changed', { ...healthOf('offline', Date.now(), []), warnings });
    tell([sealed]);
    await expect(page.getByTestId('health-warning')).toContainText('Enter it again.');
    await page.getByTestId('settings-redis-own').click();
    await expect.poll(() => desk.host.asked.includes('settings.set')).toBe(true);
    expect(desk.host.settings.redisUrl).toBe('');
    tell([]);
    await expect(page.getByTestId('health-warning')).toBeHidden();
  });

  test('a day of work is said to be unknown, and the limit of a shared server still stands', async ({
    desk,
  }) => {
    const page = await desk.open('/health');
    await expect(page.getByTestId('health-work')).toContainText('Not known until Redis answers');
    await expect(page.getByTestId('health-queues-unknown')).toBeVisible();
    await expect(page.getByTestId('health-workers')).toContainText('not known until Redis answers');
    await expect(page.getByTestId('health-tuning')).toContainText('not known until Redis answers');
    await expect(page.getByTestId('figures-away')).toBeVisible();
    await expect(page.getByTestId('figures-check')).toBeDisabled();
    await expect(page.getByTestId('health-redis')).toContainText('Redis does not answer.');
    await expect(
      page.getByTestId('tuning-row').filter({ hasText: 'Documents submitted per second' }),
    ).toContainText('all consoles together');
  });
});
