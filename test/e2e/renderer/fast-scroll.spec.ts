/** A long list that goes by fast: brief rows meanwhile, whole ones in their order when it rests, and the focus where it was. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixture.ts';

const table = (page: Page): Locator => page.getByTestId('documents-table');
const row = (page: Page, index: number): Locator => table(page).locator(`[data-row="${index}"]`);
const brief = (page: Page): Locator => table(page).locator('[data-brief]');

/** Scrolls by twenty rows in each frame until rows are brief, as a fling does. @returns what the last frame showed */
const flung = (page: Page): Promise<{ isBrief: boolean; links: number; cells: number }> =>
  table(page).evaluate(async (list) => {
    const box = list.parentElement;
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    let rows: NodeListOf<Element> | undefined;
    for (let i = 0; i < 40 && (rows?.length ?? 0) === 0; i += 1) {
      if (box !== null) box.scrollTop += 720;
      await frame();
      rows = list.querySelectorAll('[data-brief]');
    }
    const [first] = rows ?? [];
    return {
      isBrief: first !== undefined,
      links: first?.querySelectorAll('a[href]').length ?? 0,
      cells: first?.querySelectorAll('td').length ?? 0,
    };
  });

const indexes = (list: Locator): Promise<number[]> =>
  list.locator('[data-row]').evaluateAll((rows) => rows.map((at) => Number((at as HTMLElement).dataset.row)));

test('shows names alone while it is flung, and whole rows in their order when it rests', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await row(page, 3).waitFor();
  const shown = await flung(page);
  expect(shown).toEqual({ isBrief: true, links: 1, cells: 2 });
  await expect(brief(page)).toHaveCount(0);
  const rested = await indexes(table(page));
  expect(rested).toEqual(rested.toSorted((a, b) => a - b));
  expect(rested[0]).toBeGreaterThan(20);
  const at = rested[10]!;
  await expect(row(page, at).getByRole('checkbox')).not.toBeChecked();
  await row(page, at).getByRole('link').click();
  await expect(page.getByTestId('document-position')).toHaveText(`${at + 1} of 2,400`);
});

test('gives a row that had the focus to no other', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await row(page, 3).waitFor();
  await page.getByTestId('sort-remark').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 1)).toBeFocused();
  await row(page, 1).getByRole('checkbox').click();
  await flung(page);
  await expect(brief(page)).toHaveCount(0);
  await expect(row(page, 1)).toHaveCount(0);
  await expect(table(page).locator(':focus')).toHaveCount(0);
  await expect(table(page).locator('[data-selected]')).toHaveCount(0);
  await expect(page.getByTestId('selected-count')).toHaveText('1 selected');
});

test('opens a row that was pressed while the list still moved, and rested before the release', async ({
  desk,
}) => {
  const page = await desk.open('/history');
  const list = page.getByTestId('history-table');
  const link = list.locator('[data-row="20"]').getByRole('link').first();
  await list.locator('[data-row="3"]').waitFor();
  await list.evaluate((inside) => {
    const box = inside.parentElement as HTMLElement;
    let step = 1;
    const move = (): void => {
      box.scrollTop += step;
      step = -step;
      frame = requestAnimationFrame(move);
    };
    box.scrollTop = 12 * 48;
    let frame = requestAnimationFrame(move);
    window.addEventListener('pointerdown', () => cancelAnimationFrame(frame), { capture: true });
  });
  await link.waitFor();
  const rows = await indexes(list);
  expect(rows).not.toEqual(rows.toSorted((a, b) => a - b));
  const name = await link.textContent();
  const box = (await link.boundingBox())!;
  await page.mouse.move(box.x + 8, box.y + box.height / 2);
  await page.mouse.down();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 600)));
  await page.mouse.up();
  await expect(page.getByTestId('batch-title')).toHaveText(name!);
});
