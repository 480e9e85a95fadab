/** The document list by mouse and by keyboard: sorting, columns, selection, tags, export and saved views. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { RedwellError } from '../../../src/shared/errors.ts';
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';

const table = (page: Page): Locator => page.getByTestId('documents-table');
const row = (page: Page, index: number): Locator => table(page).locator(`[data-row="${index}"]`);
const box = (page: Page, index: number): Locator => row(page, index).getByRole('checkbox');
const selected = (page: Page): Locator => page.getByTestId('selected-count');
const head = (page: Page, name: string): Locator =>
  table(page).getByRole('columnheader', { name, exact: true });

async function openList(desk: { open(path?: string): Promise<Page> }, params = ''): Promise<Page> {
  const page = await desk.open(`/batch/b-main${params}`);
  await row(page, 3).waitFor();
  return page;
}

test('sorts by a column, says so, and keeps the order in the address', async ({ desk }) => {
  const rows = desk.host.batches.get('b-main')!.rows;
  const sizes = rows.map(({ bytes }) => bytes).sort((a, b) => b - a);
  const largest = rows.find(({ bytes }) => bytes === sizes[0])!;
  const page = await openList(desk);
  await expect(head(page, 'Document')).toHaveAttribute('aria-sort', 'ascending');
  await page.getByTestId('sort-bytes').click();
  await expect(head(page, 'Size')).toHaveAttribute('aria-sort', 'ascending');
  await page.getByTestId('sort-bytes').press('Enter');
  await expect(head(page, 'Size')).toHaveAttribute('aria-sort', 'descending');
  await expect(head(page, 'Document')).not.toHaveAttribute('aria-sort');
  await expect(row(page, 0).getByRole('link')).toHaveAttribute('title', largest.path);
  expect(page.url()).toContain('sort=-bytes');
  // The next document is the next one of this order.
  await row(page, 0).getByRole('link').click();
  await expect(page.getByTestId('document-position')).toHaveText('1 of 2,400');
  await page.keyboard.press('u');
  await expect(head(page, 'Size')).toHaveAttribute('aria-sort', 'descending');
  await page.reload();
  await expect(row(page, 0).getByRole('link')).toHaveAttribute('title', largest.path);
  await page.goBack();
  await page.goBack();
  await expect(head(page, 'Size')).toHaveAttribute('aria-sort', 'ascending');
});

test('shows the columns that people choose, in their order, and remembers them', async ({ desk }) => {
  const page = await openList(desk);
  await page.getByTestId('columns').click();
  await page.getByTestId('column-hash').check();
  await page.getByTestId('column-attempts').check();
  await page.getByTestId('column-stages').uncheck();
  await page.getByTestId('column-attempts-left').focus();
  // The button keeps the focus while its column moves, also at the end of its way.
  for (let step = 0; step < 8; step += 1) await page.keyboard.press('Enter');
  await expect
    .poll(() => desk.host.settings.listColumns.documents?.slice(0, 3))
    .toEqual(['path', 'attempts', 'status']);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('columns')).toBeFocused();
  const names = ['Document', 'Attempts', 'Status', 'Type', 'Size', 'Pages', 'Names', 'Note', 'SHA-256'];
  await expect(table(page).locator('thead th:not(:first-child)')).toHaveText(names);
  await page.reload();
  await expect(table(page).locator('thead th:not(:first-child)')).toHaveText(names);
  expect(await violationsOf(page, { within: '[data-testid=documents-table]' })).toEqual([]);
  await page.getByTestId('columns').click();
  await page.getByTestId('columns-default').click();
  await expect(head(page, 'Stages')).toBeVisible();
  await expect(head(page, 'SHA-256')).toHaveCount(0);
});

test('selects rows by click, ranges by Shift, all by the head, and none by the bar', async ({ desk }) => {
  const page = await openList(desk, '?status=exception');
  await box(page, 1).click();
  await expect(selected(page)).toHaveText('1 selected');
  await box(page, 4).click({ modifiers: ['Shift'] });
  await expect(selected(page)).toHaveText('4 selected');
  await box(page, 2).click({ modifiers: ['Shift'] });
  await expect(selected(page)).toHaveText('2 selected');
  await expect(page.getByTestId('selection-bar')).toBeInViewport({ ratio: 1 });
  await page.getByTestId('select-all').click();
  const failed = desk.host.batches.get('b-main')!.rows.filter(({ status }) => status === 'exception').length;
  await expect(selected(page)).toHaveText(`${failed} selected`);
  await expect(page.getByTestId('select-all')).toBeChecked();
  await page.getByTestId('selection-clear').click();
  await expect(page.getByTestId('selection-bar')).toHaveCount(0);
  await expect(selected(page)).toHaveText('');
});

test('selects by keyboard, also what is not loaded, and keeps the selection when the order changes', async ({
  desk,
}) => {
  const page = await openList(desk);
  await row(page, 2).focus();
  await page.keyboard.press('Space');
  await expect(box(page, 2)).toBeChecked();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(row(page, 4)).toBeFocused();
  await expect(selected(page)).toHaveText('3 selected');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(selected(page)).toHaveText('2 selected');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(selected(page)).toHaveText('3 selected');
  await page.keyboard.press('Escape');
  await expect(selected(page)).toHaveText('');
  await page.keyboard.press('Control+a');
  await expect(selected(page)).toHaveText('2,400 selected');
  await page.getByTestId('sort-bytes').click();
  await expect(selected(page)).toHaveText('2,400 selected');
  // Another filter shows other documents.
  await page.getByTestId('documents-search').fill('invoice');
  await expect(selected(page)).toHaveText('');
});

test('says so when not all rows could be selected, and keeps the loaded ones', async ({ desk }) => {
  const page = await openList(desk);
  const handlers = desk.host.handlers as Record<string, unknown>;
  handlers['documents.ids'] = async () => {
    throw new RedwellError('history_unavailable', 'The history cannot be read.', { action: 'Try again.' });
  };
  await row(page, 2).focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText('The history cannot be read.')).toBeVisible();
  await expect(selected(page)).toHaveText('100 selected');
});

test('retries the selected documents that failed', async ({ desk }) => {
  const batch = desk.host.batches.get('b-main')!;
  const failed = batch.rows.filter(({ status }) => status === 'exception').map(({ id }) => id);
  const page = await openList(desk, '?status=exception');
  await box(page, 0).click();
  await box(page, 1).click();
  await page.getByTestId('selected-retry').click();
  await expect(page.getByText('Retrying 2 documents')).toBeVisible();
  await expect(selected(page)).toHaveText('');
  const still = batch.rows.filter(({ status }) => status === 'exception').map(({ id }) => id);
  expect(still).toEqual(failed.slice(2));
});

test('tags by keyboard, shows the tag, filters by it and takes it away', async ({ desk }) => {
  const page = await openList(desk);
  await row(page, 1).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByTestId('selected-tag').press('Enter');
  await expect(page.getByTestId('tag-name')).toBeFocused();
  await page.keyboard.type('Privileged');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Tagged 2 documents')).toBeVisible();
  await expect(head(page, 'Tags')).toBeVisible();
  await expect(row(page, 2)).toContainText('Privileged');
  await page.getByTestId('documents-tag').click();
  await page.getByRole('option', { name: 'Privileged (2)' }).click();
  await expect(page.getByTestId('documents-total')).toHaveText('2 documents');
  await expect(page.getByTestId('documents-filter')).toHaveText('Only documents with the tag “Privileged”');
  expect(page.url()).toContain('tag=Privileged');
  await page.getByTestId('select-all').click();
  await page.getByTestId('selected-tag').click();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByTestId('tag-name').fill('Privileged');
  await page.getByTestId('tag-remove').click();
  await expect(page.getByTestId('documents-total')).toHaveText('0 documents');
});

test('exports the list and the selection as they are shown, and copies paths', async ({ desk, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const rows = desk.host.batches.get('b-main')!.rows.filter(({ status }) => status === 'exception');
  const bySize = [...rows].sort((a, b) => b.bytes - a.bytes);
  const page = await openList(desk, '?status=exception&sort=-bytes');
  const download = page.waitForEvent('download');
  await page.getByTestId('documents-export').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/ documents\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(rows.length + 1);
  expect(lines[0]).toBe('\uFEFF"Path","Status","Stages","Type","Size (bytes)","Pages","Names","Note"');
  expect(lines.slice(1).map((line) => line.split('","')[0])).toEqual(bySize.map(({ path }) => `"${path}`));
  await box(page, 1).click();
  await box(page, 2).click();
  const part = page.waitForEvent('download');
  await page.getByTestId('selected-export').click();
  expect((await readFile(await (await part).path(), 'utf8')).trimEnd().split('\r\n')).toHaveLength(3);
  await page.getByTestId('selected-copy').click();
  await page.getByTestId('copy-paths').click();
  await expect(page.getByText('Copied 2 paths')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    bySize
      .slice(1, 3)
      .map(({ path }) => path)
      .join('\n'),
  );
});

test('saves a view, opens lists with it, renames and removes it', async ({ desk }) => {
  const page = await openList(desk, '?status=exception&sort=-bytes');
  await page.getByTestId('views-menu').click();
  await expect(page.getByTestId('save-view-name')).toBeFocused();
  await page.keyboard.type('Failed, largest first');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('view')).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('view-default').click();
  await expect(page.getByTestId('view-default')).toHaveAttribute('aria-pressed', 'true');
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByTestId('view-all').click();
  await expect(page.getByTestId('documents-total')).toHaveText('2,400 documents');
  await expect(page.getByTestId('view-all')).toHaveAttribute('aria-pressed', 'true');
  // The list stays with everything for whoever comes back to it, and opens with the view otherwise.
  await row(page, 1).getByRole('link').click();
  // Back before the document is there would leave Redwell, and wait for a page that never comes.
  await expect(page.getByTestId('document-title')).toBeVisible();
  await page.goBack({ timeout: 15_000 });
  await expect(page.getByTestId('documents-total')).toHaveText('2,400 documents');
  await page.evaluate(() => window.scrollTo({ top: 10_000 }));
  await page.getByTestId('nav-history').click();
  await desk.open('/batch/b-main');
  await expect(page.getByTestId('documents-filter')).toHaveText('Only documents with the status Exception');
  // An address that is typed opens at its top, not where another page was left.
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await expect(head(page, 'Size')).toHaveAttribute('aria-sort', 'descending');
  // The content takes the focus after navigation, which would close a menu that is opened before.
  await expect(page.getByRole('main')).toBeFocused();
  await page.getByTestId('views-menu').click();
  await expect(page.getByTestId('view-name')).toBeFocused();
  await page.getByTestId('view-name').fill('Failed');
  await page.getByTestId('view-name').press('Enter');
  await expect(page.getByTestId('view')).toHaveText('Failed');
  await page.getByTestId('view-remove').click();
  await expect(page.getByTestId('views')).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`is accessible with a selection, ${colorScheme}`, async ({ desk, page }) => {
    await page.emulateMedia({ colorScheme });
    await openList(desk);
    await box(page, 0).click();
    await box(page, 5).click({ modifiers: ['Shift'] });
    expect(await violationsOf(page)).toEqual([]);
    await page.getByTestId('columns').click();
    await expect(page.getByTestId('column-hash')).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
  });
