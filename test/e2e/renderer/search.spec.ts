/** Searching all documents by keyboard: a mistake, results, counts, hits in a document, back, saving and exporting. */
import { readFileSync } from 'node:fs';
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';

test('searches by keyboard, walks through the hits, and returns to the same list', async ({ desk }) => {
  const page = await desk.open();
  await expect(page.getByTestId('active-batches')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  const input = page.getByTestId('search-input');
  await expect(input).toBeFocused();
  await expect(page.getByTestId('search-start')).toBeVisible();
  await page.keyboard.type('waiver "to');
  await page.keyboard.press('Enter');
  const problem = page.getByTestId('search-problem');
  await expect(problem).toContainText('The quotation mark at 8 is never closed.');
  await expect(problem.locator('mark')).toHaveText('"to');
  await expect(input).toHaveAttribute('aria-invalid', 'true');
  // The mistake is selected, so typing replaces it.
  await page.keyboard.type('w/9 letter');
  await page.keyboard.press('Enter');
  await expect(problem).toHaveCount(0);
  await expect(page.getByTestId('search-total')).toContainText(/\d documents/);
  const total = await page.getByTestId('search-total').textContent();
  const first = page.getByTestId('search-hit').first();
  await expect(first.locator('mark').first()).toBeVisible();
  const link = first.getByRole('link');
  await link.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('search-hit').nth(1).getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  const count = page.getByTestId('hit-count');
  await expect(count).toHaveText(/^Hit 1 of \d+$/);
  await expect(page.locator('mark[data-current="true"]')).toHaveCount(1);
  await page.keyboard.press('n');
  await expect(count).toHaveText(/^Hit 2 of \d+$/);
  await page.keyboard.press('p');
  await page.keyboard.press('p');
  const [, last = '', all = ''] = /^Hit (\d+) of (\d+)$/.exec((await count.textContent()) ?? '') ?? [];
  expect(last).toBe(all);
  await page.goBack();
  await expect(page.getByTestId('search-input')).toHaveValue('waiver w/9 letter');
  await expect(page.getByTestId('search-total')).toHaveText(total ?? '');
});

test('narrows a search down by its counts', async ({ desk }) => {
  const page = await desk.open('/search');
  await page.getByTestId('search-input').fill('counsel OR minutes');
  await page.keyboard.press('Enter');
  await page.getByTestId('facet-type').filter({ hasText: 'PDF' }).click();
  await expect(page.getByTestId('search-input')).toHaveValue('(counsel OR minutes) type:pdf');
  await expect(page.getByTestId('facet-type')).toHaveCount(1);
  await page.goBack();
  await expect(page.getByTestId('search-input')).toHaveValue('counsel OR minutes');
});

test('saves a search under a name, opens it again and exports its hits', async ({ desk }) => {
  const page = await desk.open('/search');
  await page.getByTestId('search-input').fill('minutes');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('search-total')).toContainText('document');
  await page.getByTestId('saved-searches').click();
  await page.getByTestId('save-search-name').fill('Board minutes');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('saved-search')).toContainText('Board minutes');
  expect(desk.host.settings.savedSearches).toEqual([{ name: 'Board minutes', query: 'minutes' }]);
  await page.keyboard.press('Escape');
  await page.getByTestId('search-input').fill('zzz');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('search-none')).toBeVisible();
  await page.getByTestId('saved-searches').click();
  await page.getByTestId('saved-search').click();
  await expect(page.getByTestId('search-input')).toHaveValue('minutes');
  const download = page.waitForEvent('download');
  await page.getByTestId('search-export').click();
  const lines = readFileSync(await (await download).path(), 'utf8').split('\r\n');
  expect(lines[0]).toContain('"Document","Path"');
  const total = /^[\d,]+/.exec((await page.getByTestId('search-total').textContent()) ?? '')?.[0] ?? '';
  expect(lines).toHaveLength(Number(total.replaceAll(',', '')) + 2);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`finds no accessibility violation in ${colorScheme}`, async ({ desk, page }) => {
    await page.emulateMedia({ colorScheme });
    await desk.open('/search');
    await expect(page.getByTestId('search-start')).toBeVisible();
    await page.getByTestId('search-help').click();
    await expect(page.getByTestId('search-syntax')).toBeVisible();
    expect.soft(await violationsOf(page), 'start, with help').toEqual([]);
    await page.getByTestId('search-help').click();
    await page.getByTestId('search-input').fill('a (b');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('search-problem')).toBeVisible();
    expect.soft(await violationsOf(page), 'mistake').toEqual([]);
    await page.getByTestId('search-input').fill('survey');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('facet-type').first()).toBeVisible();
    expect.soft(await violationsOf(page), 'results').toEqual([]);
    await page.getByTestId('search-hit').first().getByRole('link').click();
    await expect(page.getByTestId('hit-count')).toContainText('Hit 1');
    expect.soft(await violationsOf(page), 'hits in a document').toEqual([]);
  });
