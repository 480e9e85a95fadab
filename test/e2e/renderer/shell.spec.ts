/** The shell on every page: keyboard, palette and notifications, plus submitting and settings. */
import { inventedEntries } from './support/drops.ts';
import { expect, test } from './support/fixture.ts';

test('reaches every page by keyboard', async ({ desk }) => {
  const page = await desk.open();
  await expect(page.getByTestId('active-batches')).toBeVisible();
  for (const [key, title] of [
    ['i', 'Intake'],
    ['h', 'History'],
    ['e', 'Health'],
    ['s', 'Settings'],
    ['o', 'Overview'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page).toHaveTitle(`${title} · Redwell`);
  }
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('Go to History');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette-input').fill('harlan mail');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('batch-title')).toHaveText('Production 062, Harlan mailbox');
});

test('skips to the content from the first tab stop', async ({ desk }) => {
  const page = await desk.open();
  await expect(page.getByTestId('active-batches')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
});

test('announces the end of a batch in the page and on the desktop, and opens the batch', async ({
  desk,
  context,
}) => {
  await context.grantPermissions(['notifications']);
  await context.addInitScript(() => {
    const shown: unknown[] = [];
    class Shown {
      static permission = 'granted';
      onclick: (() => void) | null = null;
      constructor(title: string, options: NotificationOptions) {
        shown.push([title, options.body, options.tag]);
      }
    }
    Object.assign(window, { Notification: Shown, shown });
  });
  const page = await desk.open('/settings');
  await expect(page.getByTestId('notification-permission')).toContainText('may show notifications');
  const batch = desk.host.batches.get('b-young')!;
  desk.host.advanceOne(batch, 500);
  const toast = page.getByTestId('notification-toast');
  await expect(toast).toContainText('Board minutes 2019–2022: completed');
  expect(await page.evaluate(() => (window as unknown as { shown: unknown[] }).shown)).toEqual([
    [expect.stringContaining('completed'), expect.stringContaining('118 documents'), 'n-b-young'],
  ]);
  await page.getByTestId('notification-open').click();
  await expect(page.getByTestId('batch-title')).toHaveText('Board minutes 2019–2022');
});

test('opens the batch after a drop is submitted', async ({ desk }) => {
  desk.host.ready(desk.host.begin('Production 063', inventedEntries(300), 'path'));
  const page = await desk.open('/intake');
  await expect(page.getByTestId('batch-name')).toHaveValue('Production 063');
  await page.getByTestId('batch-matter').fill('2024-0042 Ortega');
  await page.getByTestId('batch-priority').getByText('High').click();
  await page.getByTestId('submit-batch').click();
  await expect(page.getByTestId('batch-title')).toHaveText('Production 063');
  const batch = [...desk.host.batches.values()].at(-1)?.view(Date.now());
  expect(batch).toMatchObject({ matter: '2024-0042 Ortega', priority: 'high' });
  await page.getByTestId('nav-intake').click();
  await expect(page.getByTestId('drop-card')).toHaveCount(0);
});

test('lists and filters the files of a drop', async ({ desk }) => {
  const entries = inventedEntries(1_840);
  desk.host.ready(desk.host.begin('Production 063', entries, 'path'));
  const page = await desk.open('/intake');
  const table = page.getByTestId('entries-table');
  await expect(table.locator('[data-row]').first()).toBeVisible();
  await page.getByText('Problems', { exact: true }).click();
  const problems = entries.filter(({ exception }) => exception !== null).length;
  await expect(table).toHaveAttribute('aria-rowcount', String(problems + 1));
  await expect(table).toContainText('Encrypted');
});

test('validates and saves settings', async ({ desk }) => {
  const page = await desk.open('/settings');
  await page.getByTestId('settings-redis-url').fill('localhost');
  await expect(page.getByTestId('settings-redis-save')).toBeDisabled();
  await page.getByTestId('settings-redis-url').fill('redis://10.0.4.20:6379');
  await page.getByTestId('settings-redis-save').click();
  await expect.poll(() => desk.host.settings.redisUrl).toBe('redis://10.0.4.20:6379');
  await page.getByTestId('settings-scheme').getByText('Dark').click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});

test('opens and closes the navigation in a narrow window', async ({ desk }) => {
  const page = await desk.open();
  await page.setViewportSize({ width: 640, height: 800 });
  await expect(page.getByTestId('nav-history')).not.toBeInViewport();
  await page.getByTestId('menu').click();
  await expect(page.getByTestId('nav-history')).toBeInViewport();
  await page.getByTestId('nav-history').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('History');
  await expect(page.getByTestId('nav-history')).not.toBeInViewport();
});
