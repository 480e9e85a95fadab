/** The main job: drop a folder, review it, submit it, follow it to the end, and find it in History offline. */
import type { Page } from '@playwright/test';
import { makeFolder, makeManyFiles } from '../support/folder.ts';
import { serversOf } from '../support/processes.ts';
import { sized } from '../support/scale.ts';
import { dropOn, expect, test } from './fixtures.ts';

/** Records the notifications that the page shows. @returns a function that reads them */
async function watchNotifications(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const shown: string[] = [];
    Object.assign(window, { shownNotifications: shown });
    const Real = window.Notification;
    window.Notification = class extends Real {
      // Chromium without windows denies what it was granted.
      static override get permission(): NotificationPermission {
        return 'granted';
      }
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        shown.push(`${title} ${options?.body ?? ''}`);
      }
    };
  });
  return () =>
    page.evaluate(() => (window as unknown as { shownNotifications: string[] }).shownNotifications);
}

const term = (page: Page, name: string) => page.getByTestId(`equation-${name}`);
async function expectEquation(page: Page, expected: Record<string, number>): Promise<void> {
  for (const [name, count] of Object.entries(expected))
    await expect(term(page, name)).toContainText(count.toLocaleString('en-US'));
}

/** Kills the embedded server of a data folder, as a power cut would. */
async function killRedis(dataDir: string): Promise<void> {
  for (const pid of await serversOf(dataDir)) process.kill(pid, 'SIGKILL');
}

test('turns a dropped folder into a finished batch that History shows without Redis', async ({
  desk,
}, info) => {
  const folder = await makeFolder(info.outputPath('Ortega lease'));
  let page = await desk.start();
  const notifications = await watchNotifications(page);

  await page.getByTestId('nav-intake').click();
  await dropOn(page, '[data-testid=drop-zone]', [folder.path]);
  const inventory = page.getByTestId('inventory');
  await expect(inventory).toBeVisible();
  await expect(page.getByTestId('batch-name')).toHaveValue('Ortega lease');
  await page.getByTestId('batch-matter').fill('Ortega v. Harbor');
  await page.getByTestId('submit-batch').click();

  // The test no longer touches the page, which must follow the batch on its own.
  await expect(page.getByTestId('batch-status')).toHaveText(/completed with exceptions/i, {
    timeout: 60_000,
  });
  await expect(page.getByTestId('batch-percent').first()).toHaveText(/100/);
  await expectEquation(page, { ...folder.expected, pending: 0 });
  await expect
    .poll(notifications)
    .toContainEqual(expect.stringContaining('Ortega lease is complete, with exceptions'));

  const address = page.url();
  await page.getByTestId('causes-needs').click();
  await page.getByTestId(/^needs-group-empty/).click();
  await expect(page.getByTestId('needs-table').getByRole('row', { name: /empty\.txt/ })).toContainText(
    /no content/i,
  );
  expect(await desk.stop()).toBe(0);

  await killRedis(desk.dataDir);
  page = await desk.start({ env: { REDWELL_REDIS_URL: 'redis://127.0.0.1:1/' } });
  await page.getByTestId('nav-history').click();
  await page.getByText('Ortega lease').first().click();
  await expect(page).toHaveURL(new RegExp(`${address.split('/').at(-1)?.split('?')[0]}`));
  await expectEquation(page, { ...folder.expected, pending: 0 });
  await expect(page.getByTestId('connection-state')).toContainText(/offline|connecting/i);
});

const MANY = sized(2000, 400);

test(`processes ${MANY} files without freezing the page`, async ({ desk }, info) => {
  test.setTimeout(300_000);
  const path = info.outputPath('Big matter');
  await makeManyFiles(path, MANY);
  const page = await desk.start();
  await page.getByTestId('nav-intake').click();
  await page.evaluate(() => {
    const pauses = { longest: 0 };
    Object.assign(window, { pauses });
    let last = performance.now();
    const frame = (): void => {
      const now = performance.now();
      pauses.longest = Math.max(pauses.longest, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await dropOn(page, '[data-testid=drop-zone]', [path]);
  await page.getByTestId('submit-batch').click({ timeout: 120_000 });
  await expect(page.getByTestId('batch-status')).toHaveText(/completed/i, { timeout: 240_000 });
  await expectEquation(page, { received: MANY, completed: MANY, pending: 0 });
  const longest = await page.evaluate(
    () => (window as unknown as { pauses: { longest: number } }).pauses.longest,
  );
  info.annotations.push({ type: 'longest pause of the page, ms', description: String(Math.round(longest)) });
  console.log(`longest pause of the page: ${Math.round(longest)} ms`);
});

test('continues a batch after Redis dies in the middle', async ({ desk }, info) => {
  test.setTimeout(240_000);
  const path = info.outputPath('Interrupted');
  await makeManyFiles(path, 250);
  const page = await desk.start({ folder: path });
  await expect(page.getByTestId('batch-percent').first()).toHaveText(/[1-9]/, { timeout: 60_000 });
  await killRedis(desk.dataDir);
  await expect(page.getByTestId('batch-status')).toHaveText(/completed/i, { timeout: 180_000 });
  await expectEquation(page, { received: 250, completed: 250, pending: 0 });
});
