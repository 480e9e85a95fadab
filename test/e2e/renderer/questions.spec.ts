/** What asks before it acts on an ended batch, in every color scheme and contrast, also without Redis and after a failure. */
import type { Page } from '@playwright/test';
import { few } from '../../support/scale.ts';
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';
import type { Scenario } from './support/health.ts';
import { QUESTIONS, type Question } from './support/questions.ts';

const LOOKS = [
  { colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'none' },
  { colorScheme: 'dark', contrast: 'more', forcedColors: 'none' },
  { colorScheme: 'light', contrast: 'more', forcedColors: 'none' },
  { colorScheme: 'light', contrast: 'more', forcedColors: 'active' },
] as const;

/** Returns whether something is cut off: a button that is narrower than its words, or a page that is wider than its window. */
const isCut = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const labels = [...document.querySelectorAll('.mantine-Button-label')];
    return scrollWidth > clientWidth || labels.some((one) => one.scrollWidth > one.clientWidth + 1);
  });

for (const [scenario, questions] of Object.entries(QUESTIONS) as [Scenario, readonly Question[]][])
  test.describe(scenario, () => {
    test.use({ scenario });
    for (const [name, path, go, prepare] of questions)
      test(`finds no accessibility violation in any colors: ${name}`, async ({ desk, page }) => {
        prepare?.(desk.host);
        await page.emulateMedia({ colorScheme: 'light' });
        await desk.open(path);
        await go(page, desk.host);
        // The page below a dialog is looked at in other specs.
        const isDialog = (await page.getByRole('dialog').count()) > 0;
        const part = isDialog ? { within: '[role="dialog"]' } : {};
        expect.soft(await violationsOf(page, part), 'in light').toEqual([]);
        for (const look of few(LOOKS, 2)) {
          await page.emulateMedia(look);
          await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', look.colorScheme);
          // Only the colors differ. High contrast promises 7:1.
          const rules = look.contrast === 'more' ? ['color-contrast-enhanced'] : ['color-contrast'];
          expect.soft(await violationsOf(page, { ...part, rules }), JSON.stringify(look)).toEqual([]);
        }
        expect(await isCut(page), 'cut off').toBe(false);
      });
  });

test('shows which box and circle is chosen in forced colors', async ({ desk, page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await desk.open('/handover/b-old0');
  const chosen = page.getByRole('radio', { checked: true }).first();
  await chosen.waitFor();
  const colors = await chosen.evaluate((input) => {
    const sign = input.parentElement?.querySelector('svg');
    return sign && [getComputedStyle(sign).color, getComputedStyle(input).backgroundColor];
  });
  expect(colors?.[0]).not.toBe(colors?.[1]);
});
