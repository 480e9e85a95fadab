/** The operator log and the deletion of a batch, over the in-memory host. */
import { expect, test } from './support/fixture.ts';

test('shows who did what, filters it and checks it', async ({ desk }) => {
  const page = await desk.open('/');
  await page.getByRole('link', { name: 'Operator log' }).click();
  await expect(page.getByRole('heading', { name: 'Operator log' })).toBeVisible();
  await expect(page.getByTestId('log-total')).toHaveText('4 entries');
  const table = page.getByTestId('log-table');
  await expect(table).toContainText('Not done: The batch has ended already.');
  await expect(table).toContainText('exceptions 5 → 3');
  await expect(table).toContainText('The clock of the computer was set back before this entry');
  await page.getByTestId('log-who').fill('sam');
  await expect(page.getByTestId('log-total')).toHaveText('1 entry');
  await page.getByTestId('log-verify').click();
  await expect(page.getByTestId('log-check')).toContainText('The log is whole');
  await expect(page.getByTestId('log-check')).toContainText('4'.repeat(64));
});

test('shows in Details what people on other computers did with a batch', async ({ desk }) => {
  const page = await desk.open('/batch/b-main?tab=details');
  const commands = page.getByTestId('batch-commands');
  await expect(commands.getByRole('listitem')).toHaveText([
    /jordan, desktop window on LAW-PC-7 · Paused/,
    /pat, browser on LAW-PC-3 · Submitted/,
  ]);
  await expect(commands).toContainText('keeps the last 100 commands from every computer');
});

test('shows which batches a retention time would delete, before anybody agrees', async ({ desk }) => {
  const page = await desk.open('/settings');
  await page.getByTestId('retention-change').click();
  const preview = page.getByTestId('retention-preview');
  await expect(preview).toHaveText('No batch would be deleted within the next 90 days.');
  await page.getByTestId('retention-count').fill('12');
  await expect(preview).toContainText('1 batch would be deleted within the next 90 days.');
  await expect(preview).toContainText('Miller v. Dane, production 1, Miller');
  // Whoever agrees has seen this list, and not that of another time.
  await page.getByTestId('retention-agree').click();
  await page.getByTestId('retention-count').fill('11');
  await expect(page.getByTestId('retention-agree')).not.toBeChecked();
  await page.getByTestId('retention-count').fill('12');
  await page.getByTestId('retention-agree').click();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('retention-rule')).toContainText('Batches are deleted 12 months after');
});

test('deletes a batch only after its name was typed', async ({ desk }) => {
  const batch = desk.host.batches.get('b-young')!;
  const page = await desk.open('/batch/b-young');
  await expect(page.getByTestId('batch-delete')).toHaveCount(0);
  desk.host.advanceOne(batch, 10_000);
  await page.getByTestId('batch-delete').click();
  await expect(page.getByTestId('delete-plan')).toContainText('/out/Smith - load file stays.');
  await expect(page.getByTestId('delete-name')).toBeFocused();
  await page.getByTestId('delete-name').fill('Board minutes');
  await expect(page.getByTestId('delete-confirm')).toBeDisabled();
  await page.getByTestId('delete-name').fill('Board minutes 2019–2022');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/history$/);
  expect(desk.host.batches.has('b-young')).toBe(false);
});
