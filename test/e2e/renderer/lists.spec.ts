/** Lists: what the address states, the way back, the next document, and the keys of a table. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixture.ts';

const table = (page: Page, name = 'documents') => page.getByTestId(`${name}-table`);
const total = (page: Page) => page.getByTestId('documents-total');
const topRow = (page: Page, name?: string): Promise<number> =>
  table(page, name)
    .locator('..')
    .evaluate((scroll) => Math.round(scroll.scrollTop));
/** Scrolls a table until a row is at its top, loading what is above it, and the address has the place. */
async function scrollTo(page: Page, index: number, height: number, name?: string): Promise<void> {
  const scroll = table(page, name).locator('..');
  await expect(async () => {
    // A list that is loaded anew meanwhile has no place to note, so the scrolling is tried again.
    await scroll.evaluate((element) => element.scrollBy({ top: -1 }));
    await scroll.evaluate((element, top) => element.scrollTo({ top }), index * height);
    expect(await topRow(page, name)).toBe(index * height);
    await expect.poll(() => page.url(), { timeout: 1000 }).toMatch(new RegExp(`[?&]at=${index}\\b`));
  }).toPass({ intervals: [100] });
}

test('brings the documents of a figure into view, says what filters them, and goes back', async ({
  desk,
}) => {
  const page = await desk.open('/batch/b-main');
  await page.getByTestId('equation-exceptions').click();
  await expect(page.getByTestId('documents-filter')).toHaveText('Only documents with the status Exception');
  await expect(page.getByTestId('documents-filter')).toBeInViewport();
  await expect(table(page).locator('[data-row="0"]')).toBeInViewport();
  // The next Tab is in the list, not in the figures above it.
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('tab-documents')).toBeFocused();
  await page.goBack();
  await expect(total(page)).toHaveText('2,400 documents');
  await expect(page.getByTestId('documents-filter')).toHaveCount(0);
});

test('returns to the same search, filter and row, by Back and after a reload', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await page.getByTestId('documents-search').fill('production');
  await page.getByTestId('documents-status').click();
  await page.getByRole('option', { name: 'Completed' }).click();
  await expect(total(page)).toHaveText('1,007 documents');
  await scrollTo(page, 150, 36);
  const before = await topRow(page);
  const document = table(page).locator('[data-row="152"]').getByRole('link');
  const name = await document.getAttribute('title');
  await document.click();
  await expect(page.getByTestId('document-title')).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId('documents-search')).toHaveValue('production');
  await expect(page.getByTestId('documents-status')).toHaveValue('Completed');
  await expect(table(page).locator('[data-row="152"]').getByRole('link')).toHaveAttribute('title', name!);
  await expect.poll(() => topRow(page)).toBe(before);
  await page.reload();
  await expect(page.getByTestId('documents-search')).toHaveValue('production');
  await expect(table(page).locator('[data-row="152"]').getByRole('link')).toHaveAttribute('title', name!);
  await expect.poll(() => topRow(page)).toBe(before);
});

test('goes to the next and the previous document of the list by button and by key', async ({ desk }) => {
  const rows = desk.host.batches.get('b-main')!.rows.filter(({ status }) => status === 'exception');
  const nameOf = (index: number): string => rows[index]!.path.split('/').at(-1)!;
  const page = await desk.open('/batch/b-main');
  await page.getByTestId('equation-exceptions').click();
  await expect(total(page)).toHaveText(`${rows.length} documents`);
  await table(page).locator('[data-row="0"]').getByRole('link').click();
  const title = page.getByTestId('document-title');
  await expect(title).toHaveText(nameOf(0));
  await expect(page.getByTestId('document-position')).toHaveText(`1 of ${rows.length}`);
  await expect(page.getByTestId('document-previous')).toBeDisabled();
  await page.getByTestId('document-next').click();
  await expect(title).toHaveText(nameOf(1));
  let index = 1;
  for (const [key, step] of [
    [']', 1],
    ['[', -1],
    ['j', 1],
    ['k', -1],
    ['Alt+ArrowDown', 1],
    ['Alt+ArrowUp', -1],
  ] as const) {
    await page.keyboard.press(key);
    index += step;
    await expect(title).toHaveText(nameOf(index));
  }
  await page.keyboard.press('j');
  await expect(page.getByTestId('document-position')).toHaveText(`3 of ${rows.length}`);
  // One step back, however many documents were looked at.
  await page.goBack();
  await expect(page.getByTestId('documents-filter')).toHaveText('Only documents with the status Exception');
  await page.goForward();
  await expect(title).toHaveText(nameOf(2));
  await page.keyboard.press('u');
  await expect(page.getByTestId('documents-filter')).toHaveText('Only documents with the status Exception');
});

test('finds the neighbors of a document whose address was opened anew', async ({ desk }) => {
  const rows = desk.host.batches.get('b-main')!.rows;
  const page = await desk.open(`/document/${rows[230]!.id}?at=230`);
  await expect(page.getByTestId('document-position')).toHaveText('231 of 2,400');
  await page.keyboard.press('j');
  await expect(page.getByTestId('document-title')).toHaveText(rows[231]!.path.split('/').at(-1)!);
});

test('returns to the same search, selection and row of History', async ({ desk }) => {
  const page = await desk.open('/history');
  await page.getByTestId('history-search').fill('halvorsen');
  await page.getByTestId('history-status').getByText('Completed', { exact: true }).click();
  await expect(page.getByTestId('history-total')).toHaveText('53 batches');
  await scrollTo(page, 12, 48, 'history');
  const before = await topRow(page, 'history');
  await table(page, 'history').locator('[data-row="14"]').getByRole('link').first().click();
  await expect(page.getByTestId('crumbs').getByRole('link', { name: 'History' })).toBeVisible();
  await expect(page.getByTestId('nav-history')).toHaveAttribute('aria-current', 'page');
  await page.goBack();
  await expect(page.getByTestId('history-search')).toHaveValue('halvorsen');
  await expect(page.getByTestId('history-total')).toHaveText('53 batches');
  await expect.poll(() => topRow(page, 'history')).toBe(before);
});

test('makes the rows of a table one tab stop, in which keys move and Enter opens', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  const row = (index: number) => table(page).locator(`[data-row="${index}"]`);
  await row(0).waitFor();
  await page.getByTestId('sort-remark').focus();
  await page.keyboard.press('Tab');
  await expect(row(0)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await expect(row(1)).toBeFocused();
  await page.keyboard.press('PageDown');
  await expect(row(1)).not.toBeFocused();
  const far = Number(await page.locator('tr:focus').getAttribute('data-row'));
  expect(far).toBeGreaterThan(5);
  await page.keyboard.press('End');
  await expect(row(99)).toBeFocused();
  await expect(row(99)).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(row(0)).toBeFocused();
  // Neither a link nor another row is a stop: Tab leaves the table.
  await page.keyboard.press('Tab');
  await expect(table(page).locator(':focus')).toHaveCount(0);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('document-position')).toHaveText('2 of 2,400');
});

test('lists the keys of tables and documents', async ({ desk }) => {
  const page = await desk.open();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(dialog.getByRole('heading', { name: 'On a document' })).toBeVisible();
  await expect(dialog).toContainText('Next one in the list');
  await expect(dialog).toContainText('Open the row');
});
