/** Two batches side by side, the times of a batch, and the work of days and months. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';

/** Presses Tab until this has the focus. @param selector of the element */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await page.locator(selector).evaluateAll((all) => all.includes(document.activeElement as never)))
      return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${selector}`);
}

const rows = (page: Page) => page.getByTestId('changes-table').locator('[data-row]');

test('compares a batch with another one, chosen by its name', async ({ desk, page }) => {
  await desk.open('/batch/b-main');
  await page.getByTestId('batch-compare').click();
  const dialog = page.getByRole('dialog', { name: /^Compare “/ });
  const young = desk.host.batches.get('b-young')!.view(desk.host.now());
  await page.getByTestId('compare-search').fill(young.name);
  await expect(page.getByTestId('compare-choice')).toHaveCount(1);
  await page.getByTestId('compare-choice').click();
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId('compare-sides')).toBeVisible();
  // The batch that was submitted first is A.
  const main = desk.host.batches.get('b-main')!.view(desk.host.now());
  const [a, b] = main.createdAt <= young.createdAt ? [main, young] : [young, main];
  await expect(page.getByTestId('compare-a')).toContainText(a.name);
  await expect(page.getByTestId('compare-b')).toContainText(b.name);
  await expect(page.getByTestId('compare-running')).toBeVisible();
  await page.getByTestId('compare-swap').click();
  await expect(page.getByTestId('compare-a')).toContainText(b.name);
  await expect(page.getByTestId('nav-history')).toHaveAttribute('aria-current', 'page');
});

test('filters the differences, keeps the filter in the address, and exports what is shown', async ({
  desk,
  page,
}) => {
  await desk.open('/compare?a=b-main&b=b-young');
  await expect(rows(page).first()).toBeVisible();
  await page.locator('label', { hasText: /^Moved/ }).click();
  await expect(page.getByTestId('changes-total')).toHaveText(/^[\d,]+ documents?$/);
  await expect(rows(page).first()).toContainText('In A: Older folder/');
  await expect(rows(page).first()).toContainText('Moved');
  expect(page.url()).toContain('kind=moved');
  const total = Number((await page.getByTestId('changes-total').textContent())?.replaceAll(/[^\d]/g, ''));
  const download = page.waitForEvent('download');
  await page.getByTestId('changes-export').click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.startsWith('\uFEFF"Change","A path"')).toBe(true);
  expect(file.trimEnd().split('\r\n')).toHaveLength(total + 1);
  await page.reload();
  await expect(rows(page).first()).toContainText('Moved');
  await rows(page).first().getByRole('link').click();
  await expect(page).toHaveURL(/document/);
  await page.goBack();
  await expect(rows(page).first()).toContainText('Moved');
});

test('is used by keyboard alone', async ({ desk, page }) => {
  await desk.open('/batch/b-main');
  await expect(page.getByTestId('batch-compare')).toBeVisible();
  await tabTo(page, '[data-testid=batch-compare]');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('compare-search')).toBeFocused();
  await page.keyboard.press('Tab');
  await tabTo(page, '[data-testid=compare-choice]');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('compare-sides')).toBeVisible();
  await tabTo(page, '[data-testid=compare-tab-documents]');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('compare-equation')).toContainText('Received');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('compare-names')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('compare-stages')).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(rows(page).first()).toBeVisible();
  await tabTo(page, '[data-testid=changes-all]');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).toMatch(/kind=/);
  await tabTo(page, '[data-row="0"]');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-row="1"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/document/);
});

test('asks for both batches on the way from the history, by keyboard alone', async ({ desk, page }) => {
  await desk.open('/history');
  await expect(page.getByTestId('history-table')).toBeVisible();
  await tabTo(page, '[data-testid=history-compare]');
  await page.keyboard.press('Enter');
  const choose = page.getByTestId('compare-choose');
  await expect(choose).toContainText('Choose the first batch');
  const first = page.getByTestId('compare-choice').first();
  await expect(first).toBeVisible();
  const chosen = (await first.textContent()) ?? '';
  await expect(choose).toContainText('The newest 20 are listed.');
  expect(await violationsOf(page)).toEqual([]);
  await tabTo(page, '[data-testid=compare-choice]');
  await page.keyboard.press('Enter');
  await expect(choose).toContainText(/Compare “.*” with …/);
  await expect(first).toBeVisible();
  await expect(first).not.toHaveText(chosen);
  await tabTo(page, '[data-testid=compare-choice]');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('compare-sides')).toBeVisible();
});

test('shows stages beside earlier batches, every run on its own line, and forecasts beside the truth', async ({
  desk,
  page,
}) => {
  desk.host.advanceOne(desk.host.batches.get('b-young')!, 10_000);
  await desk.open('/batch/b-young?tab=times');
  const stages = page.getByTestId('stage-comparison-table');
  await expect(stages.getByRole('row')).toHaveCount(7);
  await expect(stages).toContainText('Ran 2.3 times as long as usual, waited longer than usual');
  await expect(stages).toContainText('Ran as usual');
  await expect(stages).toContainText('Nothing to compare with yet');
  await expect(stages).toContainText('Has not run');
  const runs = page.getByTestId('batch-runs-table');
  await expect(runs.getByRole('row')).toHaveCount(3);
  await expect(runs).toContainText('1. First run');
  await expect(runs).toContainText('2. Retry of failed documents');
  const forecasts = page.getByTestId('batch-forecasts');
  await expect(forecasts).toContainText('About 5 min (4 min to 7 min)');
  await expect(forecasts).toContainText('24% too short');
  await expect(forecasts).toContainText('Forecasts like this were off by 12% on average (the last 34)');
});

test('shows days and months as charts, and the same as a table', async ({ desk, page }) => {
  await desk.open('/history?view=time');
  await expect(page.getByTestId('trends').getByRole('img')).toHaveCount(2);
  await expect(page.getByTestId('trends-sentence')).toContainText('documents completed');
  // For screen readers the table is there beside the charts.
  await expect(page.getByRole('table', { name: 'Work over time' })).toHaveCount(1);
  await page.getByTestId('trends-span').getByText('12 months').click();
  await page.getByTestId('trends-form').getByText('Table').click();
  await expect(page.getByTestId('trends').getByRole('img')).toHaveCount(0);
  const table = page.getByTestId('trends-table');
  await expect(table.getByRole('columnheader', { name: 'Month' })).toBeVisible();
  const month = new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric' });
  const shown = (await table.getByRole('row').allTextContents()).slice(1);
  expect(shown.length).toBeGreaterThan(5);
  for (const row of shown) expect(row).toMatch(/^[A-Z][a-z]{2} \d{4}/);
  const first = new Date();
  first.setDate(1);
  first.setMonth(first.getMonth() - 11);
  expect(shown.at(-1)).toContain(month.format(first));
});

test.describe('without batches', () => {
  test.use({ scenario: 'empty' });
  test('says what to do', async ({ desk, page }) => {
    await desk.open('/compare');
    await expect(page.getByTestId('compare-choose')).toContainText('No other batch matches.');
    await desk.open('/history?view=time');
    await expect(page.getByTestId('trends')).toContainText('No documents were processed in this period.');
    await desk.open('/compare?a=gone&b=gone-too');
    await expect(page.getByRole('alert')).toBeVisible();
  });
});

const VIEWS: readonly (readonly [path: string, testId: string])[] = [
  ['/compare?a=b-main&b=b-young', 'changes-table'],
  ['/compare?a=b-main&b=b-young&tab=names', 'compare-names'],
  ['/compare?a=b-main&b=b-young&tab=figures', 'compare-figures'],
  ['/compare?a=b-main&b=b-young&tab=times', 'compare-stages'],
  ['/batch/b-main?tab=times', 'batch-times'],
  ['/history?view=time', 'trends-sentence'],
];

for (const [path, testId] of VIEWS)
  test(`finds no accessibility violation in light or dark: ${path}`, async ({ desk, page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await desk.open(path);
    await expect(page.getByTestId(testId).first()).toBeVisible();
    expect.soft(await violationsOf(page), 'in light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    expect.soft(await violationsOf(page, { rules: ['color-contrast'] }), 'in dark').toEqual([]);
  });

test('finds no accessibility violation in the dialog that asks for a batch', async ({ desk, page }) => {
  await desk.open('/history');
  await page.getByTestId('compare-row').first().click();
  await expect(page.getByTestId('compare-choice').first()).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
});
