/** Accessibility of every page: busy, empty, failing, offline, and with a dialog open. */
import type { Page } from '@playwright/test';
import { violationsOf } from './support/axe.ts';
import { inventedEntries } from './support/drops.ts';
import { type Console, expect, test } from './support/fixture.ts';
import type { Scenario } from './support/health.ts';

/** A view and how to open it; `go` waits until it is visible. */
type View = readonly [name: string, path: string, go: (page: Page, desk: Console) => Promise<void>];

const seen = (testId: string) => (page: Page) => expect(page.getByTestId(testId).first()).toBeVisible();
const opened =
  (button: string, title: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await page.getByTestId(button).click();
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
  };
const tab = (name: string, testId: string) => async (page: Page) => {
  await page.getByTestId(`tab-${name}`).click();
  await seen(testId)(page);
};
const ended = (desk: Console): void => desk.host.advanceOne(desk.host.batches.get('b-young')!, 10_000);

const VIEWS: Readonly<Record<Scenario, readonly View[]>> = {
  busy: [
    ['overview', '/', seen('active-batches')],
    ['intake', '/intake', seen('inventory')],
    ['batch', '/batch/b-main', seen('documents-table')],
    ['names not yet available', '/batch/b-main', tab('entities', 'entities-empty')],
    ['details', '/batch/b-main', tab('details', 'batch-details')],
    ['document', '/document/b-main-d00003', seen('document-text')],
    ['differences', '/document/b-main-d00003/differences/b-main-d00005', seen('differences-limits')],
    [
      'priority of selected documents',
      '/batch/b-main?related=similar:b-main-d00003',
      async (page) => {
        await page.getByRole('checkbox').nth(1).check();
        await page.getByRole('button', { name: 'Priority' }).click();
        await expect(page.getByRole('menuitem').first()).toBeVisible();
      },
    ],
    ['history', '/history', seen('history-table')],
    ['health', '/health', seen('health-redis')],
    [
      'counters that differ',
      '/health',
      async (page, desk) => {
        desk.host.lost = [{ documentId: 'b-main-d00007', stage: 'ocr', cause: 'job_missing', detail: '' }];
        await page.getByTestId('figures-check').click();
        await seen('figures-orphan')(page);
      },
    ],
    ['settings', '/settings', seen('settings-redis-url')],
    [
      'settings that cannot be saved',
      '/settings',
      async (page) => {
        await page.getByTestId('settings-slice').fill('5');
        await expect(page.getByText('From 20 to 500')).toBeVisible();
      },
    ],
    ['cancel dialog', '/batch/b-main', opened('batch-cancel', /^Cancel /)],
    [
      'rerun dialog',
      '/batch/b-young',
      async (page, desk) => {
        ended(desk);
        await opened('batch-rerun', /^Run “/)(page);
      },
    ],
    ['entities', '/batch/b-young', tab('entities', 'entities-table')],
  ],
  failing: [
    ['failures', '/batch/b-main', seen('causes')],
    ['password dialog', '/batch/b-main', opened('add-passwords', 'Add passwords and retry')],
    ['health', '/health', seen('health-warning')],
    [
      'dialog for another copy',
      '/batch/b-main?status=exception&cause=corrupt',
      async (page) => {
        await page.getByTestId('documents-table').getByRole('link').first().click();
        await page.getByTestId('document-replace').first().click();
        await seen('replace-choose')(page);
      },
    ],
  ],
  empty: [
    // The page is there a little after the frame around it.
    ['overview', '/', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
    ['intake', '/intake', seen('drop-zone')],
    ['history', '/history', seen('empty')],
    [
      'palette',
      '/',
      async (page) => {
        await page.getByTestId('palette-open').click();
        await expect(page.getByTestId('palette-input')).toBeVisible();
      },
    ],
    [
      'shortcuts',
      '/',
      async (page) => {
        await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
        await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
      },
    ],
    ['health', '/health', seen('health-cache-empty')],
  ],
  offline: [
    ['history', '/history', seen('history-offline')],
    ['what needs you', '/needs-you', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
    ['search', '/search?q=agreement', seen('search-input')],
    ['operator log', '/log', (page) => page.getByRole('heading', { level: 1 }).waitFor()],
    ['health', '/health', seen('figures-away')],
  ],
};

for (const [scenario, views] of Object.entries(VIEWS) as [Scenario, readonly View[]][])
  test.describe(scenario, () => {
    test.use({ scenario, colorScheme: 'light' });
    for (const [name, path, go] of views)
      test(`finds no accessibility violation in light or dark: ${name}`, async ({ desk, page }) => {
        if (scenario === 'busy')
          desk.host.ready(desk.host.begin('Production 063', inventedEntries(300), 'path'));
        await page.emulateMedia({ colorScheme: 'light' });
        await desk.open(path);
        await go(page, desk);
        expect.soft(await violationsOf(page), 'in light').toEqual([]);
        await page.emulateMedia({ colorScheme: 'dark' });
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
        // Some colors change gradually. Spinners never end.
        await page.waitForFunction(() =>
          document
            .getAnimations()
            .every((one) => !(one instanceof CSSTransition) || one.playState !== 'running'),
        );
        // Only the colors differ, so only contrast is checked.
        expect.soft(await violationsOf(page, { rules: ['color-contrast'] }), 'in dark').toEqual([]);
      });
  });
