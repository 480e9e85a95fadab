/** Themes, density and sizes of the pages that everybody opens, and what the keyboard does with them. */
import type { Page } from '@playwright/test';
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';

const PAGES = [
  ['/', 'recent-batches'],
  ['/health', 'health-redis'],
  ['/settings', 'settings-redis-url'],
] as const;

/** Returns whether the page is wider than its window. */
const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

for (const colorScheme of ['light', 'dark'] as const)
  test(`has text of 7:1 and no violation in high contrast, ${colorScheme}`, async ({ desk, page }) => {
    await page.emulateMedia({ colorScheme, contrast: 'more' });
    for (const [path, testId] of PAGES) {
      await desk.open(path);
      await page.getByTestId(testId).first().waitFor();
      await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more');
      expect.soft(await violationsOf(page), path).toEqual([]);
      expect
        .soft(await violationsOf(page, { rules: ['color-contrast-enhanced'] }), `AAA: ${path}`)
        .toEqual([]);
    }
  });

test('shows the focus with 3 px in high contrast', async ({ desk, page }) => {
  await page.emulateMedia({ contrast: 'more' });
  await desk.open();
  await page.getByTestId('nav-intake').waitFor();
  for (let tab = 0; tab < 5; tab += 1) {
    await page.keyboard.press('Tab');
    const width = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineWidth);
    expect(width).toBe('3px');
  }
});

test('keeps contrast and density over a reload, and lets the operator overrule the system', async ({
  desk,
  page,
}) => {
  const html = page.locator('html');
  await page.emulateMedia({ contrast: 'more' });
  await desk.open('/settings');
  await page.getByTestId('settings-contrast').getByText('Standard').click();
  await expect(html).toHaveAttribute('data-contrast', 'standard');
  await page.getByTestId('settings-density').getByText('Compact').click();
  await page.reload();
  await expect(html).toHaveAttribute('data-contrast', 'standard');
  await expect(html).toHaveAttribute('data-density', 'compact');
  await page.getByTestId('settings-contrast').getByText('Match system').click();
  await expect(html).toHaveAttribute('data-contrast', 'more');
  await page.emulateMedia({ contrast: 'no-preference' });
  await expect(html).toHaveAttribute('data-contrast', 'standard');
});

test('keeps marks and the current page visible in forced colors', async ({ desk, page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await desk.open();
  await page.getByTestId('stage-flow').first().waitFor();
  const drawn = await page.evaluate(() => {
    const styleOf = (selector: string): CSSStyleDeclaration =>
      getComputedStyle(document.querySelector(selector) as Element);
    const bar = styleOf('[role="progressbar"] > *').backgroundColor;
    const ground = getComputedStyle(document.body).backgroundColor;
    return { bar, ground, current: styleOf('[aria-current="page"]').outlineStyle };
  });
  expect(drawn.bar).not.toBe(drawn.ground);
  expect(drawn.current).toBe('solid');
});

test('fits every window from 640 to 3,840 pixels, and uses a wide one', async ({ desk, page }) => {
  for (const [width, height] of [
    [640, 900],
    [1280, 800],
    [1920, 1080],
    [3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const [path, testId] of PAGES) {
      await desk.open(path);
      await page.getByTestId(testId).first().waitFor();
      expect.soft(await scrollsSideways(page), `${path} at ${width}`).toBe(false);
    }
  }
  await desk.open('/');
  const widest = await page
    .getByTestId('active-batch')
    .evaluateAll((rows) => Math.max(...rows.map((row) => row.getBoundingClientRect().width)));
  // A longer line leads the eye astray between a name and its number.
  expect(widest).toBeLessThan(1300);
  const tops = await page.evaluate(() =>
    ['active-batches', 'stage-times', 'causes-chart'].map(
      (id) => document.querySelector(`[data-testid="${id}"]`)?.getBoundingClientRect().left ?? -1,
    ),
  );
  expect(new Set(tops).size).toBe(3);
});

test('prints the Overview without what can only be clicked', async ({ desk, page }) => {
  await desk.open();
  await page.getByTestId('recent-batches').waitFor();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('nav-overview')).toBeHidden();
  await expect(page.getByTestId('batch-pause').first()).toBeHidden();
  await expect(page.getByTestId('stage-flow').first()).toBeVisible();
  await expect(page.getByTestId('causes-chart')).toBeVisible();
});
