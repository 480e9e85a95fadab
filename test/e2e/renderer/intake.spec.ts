/** A drop before it is submitted: what is left out, what is checked, and what it becomes. */
import type { Page } from '@playwright/test';
import { violationsOf } from './support/axe.ts';
import { inventedEntries } from './support/drops.ts';
import { type Console, expect, test } from './support/fixture.ts';

function add(desk: Console, name: string, files: number): void {
  desk.host.ready(desk.host.begin(name, inventedEntries(files), 'path'));
}
const rows = (page: Page) => page.getByTestId('entries-table').locator('[data-row]');
/** Documents that will be submitted, as the bar says. */
async function submitted(page: Page): Promise<number> {
  const words = (await page.getByTestId('submit-summary').textContent()) ?? '';
  return Number(/^[\d,]+/.exec(words)?.[0].replaceAll(',', ''));
}
const box = (page: Page, label: string | RegExp) => page.getByRole('checkbox', { name: label });

test('leaves out a type and takes it back, with the counts following', async ({ desk }) => {
  add(desk, 'Production 063', 400);
  const page = await desk.open('/intake');
  const before = await submitted(page);
  const time = await page.getByTestId('inventory-time').textContent();
  const type = page.getByTestId('type-row').and(page.locator('[data-type=pdf]'));
  await type.getByRole('checkbox').click();
  await expect(page.getByTestId('submit-summary')).toContainText('left out');
  const without = await submitted(page);
  expect(without).toBeLessThan(before);
  await expect(type).toContainText('0 of');
  await expect(page.getByTestId('inventory-time')).not.toHaveText(time ?? '');
  await type.getByRole('checkbox').click();
  await expect.poll(() => submitted(page)).toBe(before);
  await expect(page.getByTestId('submit-summary')).not.toContainText('left out');
});

test('leaves out a folder and a file by keyboard alone', async ({ desk }) => {
  add(desk, 'Production 063', 400);
  const page = await desk.open('/intake');
  const before = await submitted(page);
  await rows(page).first().waitFor();
  await page.getByRole('radio', { name: 'All', exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(rows(page).first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  const second = rows(page).nth(1);
  await expect(second).toBeFocused();
  await page.keyboard.press('Space');
  await expect(second.getByRole('checkbox')).not.toBeChecked();
  await expect(second).toContainText('Left out');
  await expect(second).toBeFocused();
  await page.keyboard.press('Space');
  await expect(second.getByRole('checkbox')).toBeChecked();
  await expect.poll(() => submitted(page)).toBe(before);

  // Enter opens a folder, and Backspace leads back.
  const name = (await second.locator('button').textContent()) ?? '';
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('folder-trail')).toContainText(name);
  const inner = rows(page).first();
  await inner.focus();
  await page.keyboard.press('Space');
  await expect(inner.getByRole('checkbox')).not.toBeChecked();
  await page.keyboard.press('Backspace');
  await expect(page.getByRole('button', { name, exact: true })).toBeVisible();
  const parent = rows(page).filter({ has: page.getByRole('button', { name, exact: true }) });
  await expect(parent.getByRole('checkbox')).toHaveJSProperty('indeterminate', true);
});

test('keeps every one of many quick changes', async ({ desk }) => {
  add(desk, 'Production 063', 60);
  const page = await desk.open('/intake');
  await page.getByTestId('files-search').fill('000');
  await expect(rows(page).nth(4)).toBeVisible();
  const selectable = rows(page).filter({ has: page.locator('input:enabled') });
  const wanted = Math.min(4, await selectable.count());
  const paths: string[] = [];
  for (let i = 0; i < wanted; i += 1) {
    const one = selectable.nth(i).getByRole('checkbox');
    paths.push((await one.getAttribute('aria-label')) ?? '');
    await one.click({ noWaitAfter: true });
  }
  for (const path of paths) await expect(box(page, path)).not.toBeChecked();
});

test('leaves out everything that a search finds', async ({ desk }) => {
  add(desk, 'Production 063', 300);
  const page = await desk.open('/intake');
  await expect(page.getByTestId('leave-out-found')).toHaveCount(0);
  await page.getByTestId('files-search').fill('.docx');
  await page.getByTestId('leave-out-found').click();
  await expect(page.getByTestId('submit-summary')).toContainText('left out');
  await page.getByText('Excluded', { exact: true }).click();
  await expect(rows(page).first()).toContainText('Left out by the operator.');
  await page.getByTestId('take-back-found').click();
  await expect(page.getByTestId('submit-summary')).not.toContainText('left out');
});

test('submits nothing when everything is left out, and takes all of it back', async ({ desk }) => {
  add(desk, 'Production 063', 40);
  const page = await desk.open('/intake');
  await page.getByTestId('folder-trail').getByRole('button').first().click();
  await rows(page).first().getByRole('checkbox').click();
  await expect(page.getByTestId('submit-summary')).toContainText('Everything is left out');
  await expect(page.getByTestId('submit-batch')).toBeDisabled();
  await page.getByTestId('take-back-all').click();
  await expect(page.getByTestId('submit-batch')).toBeEnabled();
});

test('keeps the button in sight wherever the page is', async ({ desk, page }) => {
  add(desk, 'Production 063', 1_840);
  for (const [width, height] of [
    [1280, 800],
    [640, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await desk.open('/intake');
    await rows(page).first().waitFor();
    await page.getByTestId('preflight').waitFor();
    const bottom = await page.evaluate(() => document.documentElement.scrollHeight);
    for (const at of [0, bottom / 2, bottom]) {
      await page.evaluate((top) => window.scrollTo(0, top), at);
      await expect(page.getByTestId('submit-batch')).toBeInViewport({ ratio: 1 });
      await expect(page.getByTestId('batch-matter')).toBeInViewport({ ratio: 1 });
      await expect(page.getByTestId('submit-summary')).toBeInViewport({ ratio: 1 });
    }
    // What gets the focus is not behind the bar.
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.getByTestId('discard-drop').focus();
    await rows(page).first().focus();
    const row = await rows(page).first().boundingBox();
    const bar = await page.getByTestId('submit-form').boundingBox();
    expect((row?.y ?? 0) + (row?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
  }
});

test('suggests the matter and custodian of earlier batches by keyboard', async ({ desk }) => {
  add(desk, 'Production 063', 40);
  desk.host.add('b-old', 'Old', 3, 3, { matter: '2019-0001 Zweig', custodian: 'Quist, M.' });
  const page = await desk.open('/intake');
  await page.getByTestId('batch-matter').focus();
  await page.keyboard.type('zwe');
  await expect(page.getByRole('option', { name: '2019-0001 Zweig' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('batch-matter')).toHaveValue('2019-0001 Zweig');
  await page.keyboard.press('Tab');
  await expect(page.getByTestId('batch-custodian')).toBeFocused();
  // The custodian of this matter is the first.
  await expect(page.getByRole('option').first()).toHaveText('Quist, M.');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  // What was entered is still there after a look at another page.
  await page.getByTestId('nav-history').click();
  await page.getByTestId('nav-intake').click();
  await expect(page.getByTestId('batch-matter')).toHaveValue('2019-0001 Zweig');
  await page.getByTestId('submit-batch').click();
  await expect(page.getByTestId('batch-title')).toHaveText('Production 063');
  const batch = [...desk.host.batches.values()].at(-1)?.view(Date.now());
  expect(batch).toMatchObject({ matter: '2019-0001 Zweig', custodian: 'Quist, M.' });
});

test('submits several drops at once, each as its own batch', async ({ desk }) => {
  for (const name of ['Harlan mail', 'Board papers', 'Scans']) add(desk, name, 20);
  const page = await desk.open('/intake');
  const panel = page.getByTestId('several-drops');
  await panel.getByRole('checkbox', { name: /^Scans/ }).click();
  await page.getByTestId('all-matter').fill('2024-0042 Ortega');
  await page.getByTestId('submit-all').click();
  await expect(page.getByTestId('recent-batches')).toBeVisible();
  const views = [...desk.host.batches.values()].map((batch) => batch.view(Date.now()));
  expect(views.slice(-2).map(({ name, matter }) => [name, matter])).toEqual(
    expect.arrayContaining([
      ['Board papers', '2024-0042 Ortega'],
      ['Harlan mail', '2024-0042 Ortega'],
    ]),
  );
  expect([...desk.host.drops.values()].filter(({ status }) => status === 'ready')).toMatchObject([
    { name: 'Scans' },
  ]);
});

test('joins several drops into one', async ({ desk }) => {
  for (const name of ['Harlan mail', 'Board papers']) add(desk, name, 20);
  const page = await desk.open('/intake');
  await expect(page.getByTestId('drop-card')).toHaveCount(2);
  await page.getByTestId('all-custodian').fill('Harlan, J.');
  await page.getByTestId('join-drops').click();
  await expect(page.getByTestId('drop-card')).toHaveCount(1);
  await expect(page.getByTestId('several-drops')).toHaveCount(0);
  await expect(page.getByTestId('batch-custodian')).toHaveValue('Harlan, J.');
  await expect(page.getByTestId('inventory-documents')).toContainText('40');
});

test('checks everything before the submission, and says what to do', async ({ desk }) => {
  add(desk, 'Production 063', 400);
  const page = await desk.open('/intake');
  for (const check of ['disk', 'memory', 'redis', 'workers', 'engines', 'passwords', 'documents', 'time'])
    await expect(page.getByTestId(`check-${check}`)).toBeVisible();
  await expect(page.getByTestId('check-redis')).toContainText('OK');
  await expect(page.getByTestId('check-passwords')).toHaveAttribute('data-state', 'look');
  await expect(page.getByTestId('check-workers')).toContainText('Reading text: 2 workers');
});

test('scrolls through 100,000 files', async ({ desk }) => {
  add(desk, 'Large', 100_000);
  const page = await desk.open('/intake');
  await page.getByText('Problems', { exact: true }).click();
  const table = page.getByTestId('entries-table');
  const problems = Number(await table.getAttribute('aria-rowcount'));
  await page.getByText('All', { exact: true }).click();
  await page.getByTestId('files-search').fill('production');
  await expect(table).toHaveAttribute('aria-rowcount', '100001');
  expect(problems).toBeGreaterThan(0);
  expect(await rows(page).count()).toBeLessThan(60);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`has no accessibility violation in any state of a drop (${colorScheme})`, async ({ desk, page }) => {
    await page.emulateMedia({ colorScheme });
    add(desk, 'Production 063', 400);
    await desk.open('/intake');
    await rows(page).first().waitFor();
    await page.getByTestId('preflight').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByTestId('files-search').fill('.docx');
    await page.getByTestId('leave-out-found').click();
    await expect(page.getByTestId('submit-summary')).toContainText('left out');
    await page.getByTestId('batch-matter').click();
    await expect(page.getByRole('option').first()).toBeVisible();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    add(desk, 'Harlan mail', 20);
    await page.getByTestId('several-drops').waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

test.describe('offline', () => {
  test.use({ scenario: 'offline' });

  test('submits while processing is offline, and says so', async ({ desk, page }) => {
    add(desk, 'Production 063', 40);
    await desk.open('/intake');
    await expect(page.getByTestId('check-redis')).toContainText('You can submit now.');
    await expect(page.getByTestId('check-workers')).toHaveAttribute('data-state', 'look');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByTestId('submit-batch').click();
    await expect(page.getByTestId('batch-title')).toHaveText('Production 063');
  });
});

test('takes a folder as its load file says, after naming what is wrong with it', async ({ desk }) => {
  const drop = desk.host.ready(desk.host.begin('Their production', inventedEntries(12), 'path'));
  desk.host.put({
    ...drop,
    loadFile: {
      files: [{ path: 'DATA/prod.dat', encoding: 'utf-16le', documents: 1234 }],
      ...{ documents: 1234, attached: 200, custodians: 3, originals: 1200, texts: 1234, images: 0 },
      ...{ hashesChecked: 1200, substituted: 33, withoutFile: 1, unnamed: 2, problems: 2, contradictions: 1 },
      ...{ taken: false, chosen: false },
    },
  });
  const page = await desk.open('/intake');
  const panel = page.getByTestId('load-file');
  await expect(panel).toContainText('A load file with 1,234 records, from prod.dat');
  await expect(panel).toContainText('1 record without any file, 2 files that no record names');
  await expect(panel.getByTestId('load-file-problem')).toHaveCount(2);
  await expect(panel.getByRole('radio', { name: 'As plain files' })).toBeChecked();
  await panel.getByRole('radio', { name: 'As the load file says' }).check();
  await expect.poll(() => desk.host.drop(drop.id).loadFile).toMatchObject({ taken: true, chosen: true });
  await expect(panel.getByRole('radio', { name: 'As the load file says' })).toBeChecked();
  expect(await violationsOf(page)).toEqual([]);
});
