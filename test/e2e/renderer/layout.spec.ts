/** Layout: nothing is cut off at any width, nothing jumps, and paper shows what the screen scrolls. */
import type { Page } from '@playwright/test';
import config from '../../../playwright.config.ts';
import { expect, test } from './support/fixture.ts';

// Chromium hides scrollbars in tests, but what they do to the layout is tested here.
test.use({
  launchOptions: { ...config.use?.launchOptions, ignoreDefaultArgs: ['--hide-scrollbars'] },
});

const PAGES: readonly (readonly [path: string, testId: string])[] = [
  ['/', 'recent-batches'],
  ['/batch/b-main', 'documents-table'],
  ['/batch/b-main?tab=details', 'batch-details'],
  ['/history', 'history-table'],
  ['/document/b-main-d00003?at=2', 'document-text'],
];

/** Returns what is wider than the part that shows it: cut off, or only reached by scrolling sideways. */
const tooWide = (page: Page, kinds: readonly string[]): Promise<string[]> =>
  page.evaluate(
    (overflows) =>
      [...document.querySelectorAll<HTMLElement>('main *')]
        .filter((part) => {
          const style = getComputedStyle(part);
          const isMeant =
            style.textOverflow === 'ellipsis' || part.closest('canvas, [aria-hidden="true"]') !== null;
          return (
            !isMeant &&
            overflows.includes(style.overflowX) &&
            style.position !== 'absolute' &&
            part.clientWidth > 1 &&
            part.scrollWidth > part.clientWidth + 1
          );
        })
        .map(
          (part) =>
            `${part.className} ${part.scrollWidth} > ${part.clientWidth}: ${part.textContent.slice(0, 60)}`,
        ),
    kinds,
  );

test('shows all values at 1,280 pixels without scrolling sideways', async ({ desk, page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const [path, testId] of PAGES) {
    await desk.open(path);
    await page.getByTestId(testId).first().waitFor();
    expect.soft(await tooWide(page, ['hidden', 'clip', 'auto', 'scroll']), path).toEqual([]);
  }
});

test('cuts nothing off in a narrow window', async ({ desk, page }) => {
  for (const width of [640, 900]) {
    await page.setViewportSize({ width, height: 800 });
    for (const [path, testId] of PAGES) {
      await desk.open(path);
      await page.getByTestId(testId).first().waitFor();
      expect.soft(await tooWide(page, ['hidden', 'clip']), `${path} at ${width}`).toEqual([]);
      const outcomes = page.locator('[data-meaning]');
      const cut = await outcomes.evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent),
      );
      expect.soft(cut, `labels on ${path} at ${width}`).toEqual([]);
    }
  }
});

test('keeps its width when a page becomes long and when a dialog opens', async ({ desk, page }) => {
  await desk.open('/intake');
  const width = (): Promise<number> =>
    page.locator('main').evaluate((main) => main.getBoundingClientRect().width);
  await page.getByTestId('drop-zone').waitFor();
  const short = await width();
  await desk.open('/batch/b-main');
  await page.getByTestId('documents-table').waitFor();
  expect(await width()).toBe(short);
  await page.getByTestId('batch-cancel').click();
  await page.getByTestId('batch-cancel-confirm').waitFor();
  expect(await width()).toBe(short);
});

test('has a scrollbar beside a short page, not an empty band', async ({ desk, page }) => {
  await desk.open('/intake');
  await page.getByTestId('drop-zone').waitFor();
  const { width } = page.viewportSize()!;
  const inner = await page.evaluate(() => document.documentElement.clientWidth);
  expect(inner).toBeLessThan(width);
  expect(await page.locator('header').evaluate((header) => header.getBoundingClientRect().right)).toBe(inner);
});

test('prints the whole text of a document and the loaded rows of a list', async ({ desk, page }) => {
  const row = desk.host.batches
    .get('b-main')!
    .rows.find(({ status, pages }) => status === 'completed' && (pages ?? 0) > 40)!;
  const detail = await desk.host.handlers['documents.get']({ documentId: row.id });
  await desk.open(`/document/${row.id}`);
  await page.getByTestId('document-text').waitFor();
  await page.emulateMedia({ media: 'print' });
  const printed = page.getByTestId('printed-text');
  await expect(printed).toContainText(`Page ${detail.pageMap.at(-1)!.page} ·`);
  await expect(page.getByTestId('nav-history')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await expect(printed).toHaveCount(0);
  await desk.open('/batch/b-main');
  await page.locator('[data-row="0"]').waitFor();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('[data-row="99"]')).toBeVisible();
  await expect(page.getByTestId('documents-table')).toContainText('rows are printed');
  await expect(page.getByTestId('batch-cancel')).toBeHidden();
});
