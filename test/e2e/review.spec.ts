/** Review: a scan beside its text, by keyboard and by mouse, and an original that is gone. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const SCANS = join(import.meta.dirname, '..', '..', 'resources', 'sample-matter', 'scans');

/** Opens a document of the batch that is shown. Only visible rows are on the page, so it is searched for. */
async function openDocument(page: Page, name: string): Promise<void> {
  await page.getByTestId('tab-documents').click();
  await page.getByTestId('documents-search').fill(name);
  await expect(page.getByTestId('documents-total')).toHaveText('1 document');
  await page.getByRole('link', { name }).first().click();
}

test('shows a scan beside its text, and leads from one to the other', async ({ desk }) => {
  const page = await desk.start({ folder: SCANS });
  await expect(page.getByTestId('batch-status')).toHaveText(/completed/i, { timeout: 60_000 });
  await openDocument(page, 'Inspection Report');
  const picture = page.getByTestId('page-image');
  await expect(picture).toHaveAttribute('alt', 'Page 1 of 2');
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
  await expect(page.getByTestId('page-foot')).toContainText('every word is found on the page', {
    timeout: 30_000,
  });

  // From the page to the text.
  const onPage = page.getByTestId('document-page').locator('[title^="People: Elena Vasquez"]');
  await onPage.first().click();
  const inText = page.getByTestId('document-text').locator('mark[data-current="true"]');
  await expect(inText).toHaveText('Elena Vasquez');
  await expect(page.getByTestId('document-page').locator('[data-current]').first()).toBeVisible();

  // From page to page by keyboard: the text follows.
  await page.getByRole('region', { name: 'Page 1 of 2' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('page-image')).toHaveAttribute('alt', 'Page 2 of 2');
  await expect(page.getByTestId('document-text')).toContainText('Page 2');
  await page.keyboard.press('+');
  await expect(page.getByRole('button', { name: 'Smaller' })).toBeEnabled();
});

test('marks the hits of a search on a scan and in its text, and downloads the scan', async ({ desk }) => {
  const page = await desk.start({ folder: SCANS });
  await expect(page.getByTestId('batch-status')).toHaveText(/completed/i, { timeout: 60_000 });
  const id = await page.evaluate(() => window.location.hash);
  await page.goto(page.url().replace(id, '#/search?q=crates%20type:pdf%20name:inspection'));
  await page.getByTestId('search-hit').first().getByRole('link').click();
  await expect(page.getByTestId('hit-count')).toHaveText(/^Hit 1 of \d+$/);
  const onPage = page.getByTestId('document-page').locator('[data-hit]');
  await expect(onPage.first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('hit-mark').first()).toHaveText('crates');
  // The line lies below the letters, so the mark is taller than the place of the word.
  const [mark, place] = await onPage
    .first()
    .evaluate((element) => [
      element.getBoundingClientRect().height,
      (Number.parseFloat((element as HTMLElement).style.height) / 100) *
        (element.parentElement?.getBoundingClientRect().height ?? 0),
    ]);
  expect(mark).toBeGreaterThan((place ?? 0) + 2.9);
  const download = page.waitForEvent('download');
  await page.getByTestId('download-original').click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('Inspection Report.pdf');
  expect(
    (await readFile(await file.path())).equals(await readFile(join(SCANS, 'Inspection Report.pdf'))),
  ).toBe(true);
});

test('says that an original is gone, and keeps its text', async ({ desk }) => {
  const page = await desk.start({ folder: SCANS });
  await expect(page.getByTestId('batch-status')).toHaveText(/completed/i, { timeout: 60_000 });
  await rm(join(desk.dataDir, 'vault'), { recursive: true });
  await openDocument(page, 'Delivery Receipt');
  await expect(page.getByTestId('document-page')).toContainText(/“Delivery Receipt.jpg” cannot be shown/);
  await expect(page.getByTestId('document-text')).toContainText('Crestline Logistics');
});

test('shows the text of a duplicate, and whose it is', async ({ desk }, info) => {
  const folder = info.outputPath('Twice');
  await mkdir(join(folder, 'copies'), { recursive: true });
  for (const name of ['letter.txt', 'copies/letter again.txt'])
    await writeFile(join(folder, name), 'Letter of Jane Roe to Acme Corp. of March 5, 2021.\n');
  const page = await desk.start({ folder });
  await expect(page.getByTestId('batch-status')).toHaveText(/completed/i, { timeout: 60_000 });
  await openDocument(page, 'letter again');
  await expect(page.getByTestId('document-twin')).toContainText('same content as letter.txt');
  await expect(page.getByTestId('document-text')).toContainText('Letter of Jane Roe');
});
