/** Lists that are loaded anew while a row is pressed or has the focus. */
import type { Page } from '@playwright/test';
import { type Console, expect, test } from './support/fixture.ts';

const row = (page: Page, index: number) => page.getByTestId('history-table').locator(`[data-row="${index}"]`);
const link = (page: Page, index: number) => row(page, index).getByRole('link').first();

/** Submits a batch, which comes first in the list of batches, and reports that the rows changed. */
function submitOne({ host }: Console, id: string): void {
  const batch = host.add(id, `New ${id}`, 10, 0, { createdAt: host.now() });
  host.tell(batch);
}

async function press(page: Page, index: number): Promise<void> {
  const box = (await link(page, index).boundingBox())!;
  await page.mouse.move(box.x + 8, box.y + box.height / 2);
  await page.mouse.down();
}

/** Waits until the list was asked for again and has drawn the answer. */
async function reloaded(page: Page, { host }: Console, asked: number): Promise<void> {
  const count = () => host.asked.filter((name) => name === 'batches.list').length;
  await expect.poll(count).toBeGreaterThan(asked);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
}
const askedFor = ({ host }: Console): number => host.asked.filter((name) => name === 'batches.list').length;

test('opens the row that was pressed, even if the list is loaded anew before the release', async ({
  desk,
}) => {
  const page = await desk.open('/history');
  await link(page, 3).waitFor();
  const name = await link(page, 3).textContent();
  await press(page, 3);
  const asked = askedFor(desk);
  submitOne(desk, 'b-late');
  await reloaded(page, desk, asked);
  await expect(link(page, 3)).toHaveText(name!);
  await page.mouse.up();
  await expect(page.getByTestId('batch-title')).toHaveText(name!);
});

test('holds the list also when the press takes the focus from a field', async ({ desk }) => {
  const page = await desk.open('/history');
  await link(page, 3).waitFor();
  const name = await link(page, 3).textContent();
  await page.getByTestId('history-search').focus();
  await press(page, 3);
  const asked = askedFor(desk);
  submitOne(desk, 'b-late');
  await reloaded(page, desk, asked);
  await expect(link(page, 3)).toHaveText(name!);
  await page.mouse.up();
  await expect(page.getByTestId('batch-title')).toHaveText(name!);
});

test('shows the new rows after the release, also when it is elsewhere', async ({ desk }) => {
  const page = await desk.open('/history');
  await link(page, 3).waitFor();
  await press(page, 3);
  const asked = askedFor(desk);
  submitOne(desk, 'b-late');
  await reloaded(page, desk, asked);
  await page.mouse.move(4, 4);
  await page.mouse.up();
  await expect(link(page, 0)).toHaveText('New b-late');
});

test('checks the box on which Space was pressed, even if the list is loaded anew before the release', async ({
  desk,
}) => {
  const page = await desk.open('/batch/b-main');
  const rows = page.getByTestId('documents-table').locator('[data-row]');
  const box = rows.nth(1).getByRole('checkbox');
  await box.focus();
  await page.keyboard.down(' ');
  // The document leaves the list, and another one stands at its place.
  const gone = desk.host.batches.get('b-main')!.rows.splice(1, 1);
  expect(gone).toHaveLength(1);
  desk.host.tell(desk.host.batches.get('b-main')!);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 2_500)));
  await page.keyboard.up(' ');
  await expect(page.getByTestId('selection-bar')).toContainText('1 selected');
});

test('keeps the focus on the row, or on the one that takes its place', async ({ desk }) => {
  const page = await desk.open('/history');
  await link(page, 3).waitFor();
  const name = await link(page, 3).textContent();
  await row(page, 3).focus();
  let asked = askedFor(desk);
  submitOne(desk, 'b-late');
  await reloaded(page, desk, asked);
  await expect(row(page, 4)).toBeFocused();
  await expect(link(page, 4)).toHaveText(name!);
  await expect(row(page, 4)).toHaveAttribute('tabindex', '0');
  const [id] = [...desk.host.batches].find(([, batch]) => batch.view(0).name === name)!;
  desk.host.batches.delete(id);
  asked = askedFor(desk);
  submitOne(desk, 'b-later');
  await reloaded(page, desk, asked);
  await expect(row(page, 4)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 5)).toBeFocused();
});

test('resumes the batch whose button was pressed, even if one above it ends before the release', async ({
  desk,
}) => {
  const page = await desk.open('/');
  const batches = page.getByTestId('active-batch');
  await expect(batches.nth(1)).toBeVisible();
  await expect(batches.nth(1)).toHaveAttribute('data-batch-id', 'b-paused');
  const first = (await batches.first().getAttribute('data-batch-id'))!;
  const ended = page.locator(`[data-batch-id="${first}"][data-testid="active-batch"]`);
  const box = (await batches.nth(1).getByTestId('batch-resume').boundingBox())!;
  await page.mouse.move(box.x + 8, box.y + box.height / 2);
  await page.mouse.down();
  desk.host.advanceOne(desk.host.batches.get(first)!, 100_000);
  // The notification shows that the page knows of the end.
  await expect(page.getByText(/documents completed, .* exceptions\./).first()).toBeVisible();
  await expect(ended).toBeVisible();
  await page.mouse.up();
  await expect(ended).toHaveCount(0);
  expect(desk.host.batches.get('b-paused')!.status).toBe('running');
});
