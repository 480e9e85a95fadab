/** A sample of what another run would change, in the dialog that asks for the run. */
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';

test('tries a sample by keyboard, says what would change and what it does not say, and can be canceled', async ({
  desk,
}) => {
  desk.host.advanceOne(desk.host.batches.get('b-young')!, 10_000);
  const page = await desk.open('/batch/b-young');
  await page.getByTestId('batch-rerun').press('Enter');
  await page.getByTestId('sample-size').selectOption('10');
  await page.getByTestId('sample-start').press('Enter');
  await expect(page.getByTestId('sample-state')).toContainText('of 10 documents tried');
  await expect(page.getByTestId('sample-state')).toHaveText('3 of 10 documents would change.');
  await expect(page.getByTestId('sample-documents').getByRole('row')).toHaveCount(4);
  await expect(page.getByTestId('sample-documents')).toContainText('3 words added, 1 gone');
  await expect(page.getByTestId('sample-limits')).toContainText('were not tried');
  expect(await violationsOf(page, { within: '[data-testid=sample]' })).toEqual([]);

  await page.getByTestId('sample-size').selectOption('20');
  await page.getByTestId('sample-start').click();
  await page.getByTestId('sample-cancel').click();
  await expect(page.getByTestId('sample-state')).toHaveText('The sample was canceled. Nothing was changed.');
  await expect(page.getByTestId('batch-rerun-confirm')).toBeEnabled();
});
