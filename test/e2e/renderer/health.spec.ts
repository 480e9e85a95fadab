/** The Health page explains the automatic values, and Settings can fix them. */
import { ENCRYPTED_ADDRESS, type HealthWarning } from '../../../src/shared/health.ts';
import { expect, test } from './support/fixture.ts';
import { healthOf } from './support/health.ts';

test('shows every value within its panel', async ({ desk, page }) => {
  await desk.open('/health');
  const panels = page.locator('section[data-testid^="health-"]');
  await expect(page.getByTestId('health-walls')).toContainText('limits on their own code');
  const clipped = await panels.evaluateAll((found) =>
    found.filter((panel) => panel.scrollWidth > panel.clientWidth + 1).map((panel) => panel.dataset.testid),
  );
  expect(clipped).toEqual([]);
});

test.describe('automatic values', () => {
  test('shows each value with its bounds, measurement and reason', async ({ desk }) => {
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
      'only Redwell uses the built-in Redis',
    );
  });

  test('shows a day of work of all workers, with the times of each stage', async ({ desk }) => {
    const page = await desk.open('/health');
    const work = page.getByTestId('health-work');
    await expect(work).toContainText('18,204 documents, 96 exceptions, 74,120 pages, 21.4 GB');
    await expect(work.getByRole('row', { name: /Reading text/ })).toContainText('31.9 s');
  });

  test('names the period of each load', async ({ desk }) => {
    const page = await desk.open('/health');
    const load = (of: string) => page.getByRole('row', { name: new RegExp(`^Load, ${of}`) });
    await expect(load('all clients')).toContainText('6,412 commands/s (last 2 s)');
    await expect(load('this app')).toContainText('4.2 commands/s, 3.1 kB/s (last 10 s)');
  });

  test('fixes a value in Settings and returns to automatic', async ({ desk }) => {
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

test.describe('limits', () => {
  test('shows a limit in megabytes and keeps it exact until it is changed', async ({ desk }) => {
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

  test('rejects a number out of bounds and names the bounds', async ({ desk }) => {
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

  test('reports an unreadable address and switches to the built-in server on a click', async ({ desk }) => {
    const encrypted = {
      code: ENCRYPTED_ADDRESS,
      message: 'The address cannot be opened.',
      action: 'Enter it again.',
    };
    const page = await desk.open('/settings');
    await expect(page.getByTestId('settings-redis-url')).toBeVisible();
    const tell = (warnings: HealthWarning[]) =>
      desk.host.emit('health.changed', { ...healthOf('offline', Date.now(), []), warnings });
    tell([encrypted]);
    await expect(page.getByTestId('health-warning')).toContainText('Enter it again.');
    await page.getByTestId('settings-redis-own').click();
    await expect.poll(() => desk.host.asked.includes('settings.set')).toBe(true);
    expect(desk.host.settings.redisUrl).toBe('');
    tell([]);
    await expect(page.getByTestId('health-warning')).toBeHidden();
  });

  test('reports the work as unknown and still shows the limit of a shared server', async ({ desk }) => {
    const page = await desk.open('/health');
    await expect(page.getByTestId('health-work')).toContainText('Not known until Redis responds');
    await expect(page.getByTestId('health-queues-unknown')).toBeVisible();
    await expect(page.getByTestId('health-workers')).toContainText('not known until Redis responds');
    await expect(page.getByTestId('health-tuning')).toContainText('not known until Redis responds');
    await expect(page.getByTestId('figures-away')).toBeVisible();
    await expect(page.getByTestId('figures-check')).toBeDisabled();
    await expect(page.getByTestId('health-redis')).toContainText('The Redis server does not answer');
    await expect(
      page.getByTestId('tuning-row').filter({ hasText: 'Documents submitted per second' }),
    ).toContainText('all apps together');
  });
});
