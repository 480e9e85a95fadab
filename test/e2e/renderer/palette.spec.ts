/** The palette by keyboard alone: batches, documents by their words, pages, actions, and what it cannot do. */
import type { Page } from '@playwright/test';
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';

const options = (page: Page) => page.getByTestId('palette-option');

/** Types without waiting for the palette, as fast typists do. */
async function typed(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(words);
  await expect(page.getByTestId('palette-input')).toHaveValue(words);
}

test('finds a document by its words and opens it with its hits', async ({ desk }) => {
  const page = await desk.open('/');
  await page.getByTestId('active-batches').waitFor();
  await typed(page, 'agreement');
  const group = page.getByRole('group', { name: 'Documents' });
  const hits = group.getByRole('option', { disabled: false }).filter({ hasNotText: 'Search all documents' });
  await expect(hits.first()).toBeVisible();
  await expect(group.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(group.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/search\/b-.*q=agreement/);
  // It is offered again, first of all.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('group', { name: 'Pages' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('palette-input')).toHaveCount(0);
  // The two keys belong together for a moment only, which is over sooner than a busy machine presses the second one.
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await expect(page.getByTestId('active-batches')).toBeVisible({ timeout: 3000 });
  }).toPass();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option').first()).toContainText(
    'agreement',
  );
  expect(await violationsOf(page)).toEqual([]);
});

test('leads to the Search page with the typed search', async ({ desk }) => {
  const page = await desk.open('/');
  await typed(page, 'zzz nothing');
  await expect(page.getByText('No document has these words.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('search-input')).toHaveValue('zzz nothing');
});

test('says what is wrong with a search that cannot be read yet', async ({ desk }) => {
  const page = await desk.open('/');
  await typed(page, 'fraud w/x');
  const note = page.getByRole('option', { disabled: true });
  await expect(note).toContainText('Write w/ with a number of words');
});

test('pauses, resumes and retries by name', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await page.getByTestId('batch-title').waitFor();
  await typed(page, 'pause harlan');
  await expect(options(page).first()).toContainText('Pause “Production 062, Harlan mailbox”');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('batch-status')).toHaveText('Paused');
  await typed(page, 'resume harlan');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('batch-status')).toHaveText('Running');
  await typed(page, 'retry failed harlan');
  await expect(options(page).first()).toContainText('Retry failed documents of');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Retrying \d+ documents?$/)).toBeVisible();
  expect(desk.host.asked).toContain('batches.retry');
});

test('switches the look', async ({ desk }) => {
  const page = await desk.open('/');
  const html = page.locator('html');
  await typed(page, 'dark');
  await page.keyboard.press('Enter');
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await typed(page, 'high contrast');
  await page.keyboard.press('Enter');
  await expect(html).toHaveAttribute('data-contrast', 'more');
});

test('opens from a field, and gives the focus back', async ({ desk }) => {
  const page = await desk.open('/settings');
  const field = page.getByTestId('settings-redis-url');
  await field.focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByTestId('palette-input')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toBeFocused();
  await page.getByTestId('scheme-switch').focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('scheme-switch')).toBeFocused();
});

test.describe('while processing is offline', () => {
  test.use({ scenario: 'offline' });

  test('says what it cannot do, and still searches', async ({ desk }) => {
    const page = await desk.open('/');
    await page.getByTestId('active-batches').waitFor();
    await typed(page, 'pause rolling');
    await expect(page.getByTestId('palette-limits')).toContainText('Processing is offline');
    await expect(options(page).first()).toHaveAttribute('aria-disabled', 'true');
    await expect(options(page).first()).toContainText('Not possible while processing is offline');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('palette-input')).toBeVisible();
    expect(desk.host.asked).not.toContain('batches.control');
    await page.getByTestId('palette-input').fill('agreement');
    await expect(page.getByRole('group', { name: 'Documents' }).getByRole('option').nth(1)).toBeVisible();
  });
});
