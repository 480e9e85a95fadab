/** The list of batches by mouse and by keyboard: order, columns, saved views, the way back, and its file. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';

const table = (page: Page): Locator => page.getByTestId('history-table');
const row = (page: Page, index: number): Locator => table(page).locator(`[data-row="${index}"]`);
const head = (page: Page, name: string): Locator =>
  table(page).getByRole('columnheader', { name, exact: true });
const heads = (page: Page): Locator => table(page).locator('thead th');
const nameAt = (page: Page, index: number): Locator => row(page, index).getByRole('link').first();

test.use({ scenario: 'offline' });

test('sorts, chooses columns, saves a view, comes back to it, and exports it, without Redis', async ({
  desk,
}) => {
  const page = await desk.open('/history');
  await row(page, 3).waitFor();
  await expect(head(page, 'Submitted')).toHaveAttribute('aria-sort', 'descending');
  const byName = desk.host
    .views()
    .map(({ name }) => name)
    .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));

  // By keyboard: order, then columns.
  await page.getByTestId('sort-name').press('Enter');
  await expect(head(page, 'Batch')).toHaveAttribute('aria-sort', 'ascending');
  await expect(nameAt(page, 0)).toHaveText(byName[0]!);
  await page.getByTestId('sort-name').press('Enter');
  await expect(nameAt(page, 0)).toHaveText(byName.at(-1)!);
  expect(page.url()).toContain('sort=-name');
  await page.getByTestId('columns').press('Enter');
  await page.getByTestId('column-pages').focus();
  await page.keyboard.press('Space');
  await page.getByTestId('column-actions').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('columns')).toBeFocused();
  const names = ['Batch', 'Outcome', 'Received', 'Exceptions', 'Size', 'Time', 'Submitted', 'Pages'];
  await expect(heads(page)).toHaveText(names);

  // By mouse: a view of what is shown.
  await page.getByTestId('history-search').fill('Production 04');
  await expect(page.getByTestId('history-total')).toHaveText('10 batches');
  await page.getByTestId('views-menu').click();
  await expect(page.getByTestId('save-view-name')).toBeFocused();
  await page.keyboard.type('Productions 40 to 49');
  await page.getByTestId('save-view').click();
  await expect(page.getByTestId('view')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  expect(await violationsOf(page)).toEqual([]);

  // Reload, open a batch by keyboard, and back: the same list at the same row.
  await page.reload();
  await expect(page.getByTestId('view')).toHaveAttribute('aria-pressed', 'true');
  await expect(heads(page)).toHaveText(names);
  await row(page, 0).focus();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 1)).toBeFocused();
  const opened = await nameAt(page, 1).textContent();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(opened!);
  await page.goBack();
  await expect(head(page, 'Batch')).toHaveAttribute('aria-sort', 'descending');
  await expect(page.getByTestId('history-total')).toHaveText('10 batches');
  await expect(nameAt(page, 1)).toHaveText(opened!);

  // The file has what the list shows.
  const shown = await table(page).locator('[data-row] a').allTextContents();
  await page.getByTestId('history-export').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('history-export-csv').click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toBe(
    '\uFEFF"Batch","Outcome","Received","Exceptions","Size (bytes)","Time (ms)","Submitted","Pages"',
  );
  expect(lines.slice(1).map((line) => line.slice(1, line.indexOf('"', 1)))).toEqual(shown);

  // Everything again, then the way back to the view.
  await page.getByTestId('view-all').click();
  await expect(page.getByTestId('history-total')).toHaveText('62 batches');
  await expect(head(page, 'Submitted')).toHaveAttribute('aria-sort', 'descending');
  await page.goBack();
  await expect(page.getByTestId('view')).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('columns').click();
  await page.getByTestId('columns-default').click();
  await expect(head(page, 'Actions')).toBeVisible();
});
