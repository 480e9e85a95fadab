/** The real app: a folder is dropped, a part of it is left out, and the batch has what remains. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dropOn, expect, test } from './fixtures.ts';

test('submits what remains after a folder and a file were left out', async ({ desk }, info) => {
  const folder = info.outputPath('Ortega lease');
  const files: Record<string, string> = {
    'Letters/one.txt': 'Dear Ms. Ortega, the lease ends in May.',
    'Letters/two.txt': 'Dear Mr. Harbor, the rent is due.',
    'Drafts/one copy.txt': 'Dear Ms. Ortega, the lease ends in May.',
    'Drafts/old draft.txt': 'Not sent.',
    'notes.txt': 'Call the landlord.',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  let page = await desk.start();
  await page.getByTestId('nav-intake').click();
  await dropOn(page, '[data-testid=drop-zone]', [folder]);
  await expect(page.getByTestId('submit-summary')).toContainText('5 documents');
  for (const check of ['disk', 'redis', 'time'])
    await expect(page.getByTestId(`check-${check}`)).toBeVisible();
  const drafts = page.getByRole('checkbox', { name: /^Submit .*Drafts$/ });
  await drafts.click();
  await expect(page.getByTestId('submit-summary')).toContainText('3 of 5 documents');
  await page.getByRole('checkbox', { name: /^Submit .*notes\.txt$/ }).click();
  await expect(page.getByTestId('submit-summary')).toContainText('2 of 5 documents');

  // The changes are still there after Redwell was stopped and started again.
  expect(await desk.stop()).toBe(0);
  page = await desk.start();
  await page.getByTestId('nav-intake').click();
  await expect(page.getByTestId('submit-summary')).toContainText('2 of 5 documents');
  await page.getByRole('checkbox', { name: /^Submit .*notes\.txt$/ }).click();
  await expect(page.getByTestId('submit-summary')).toContainText('3 of 5 documents');
  await page.getByTestId('batch-matter').fill('Ortega v. Harbor');
  await page.getByTestId('submit-batch').click();
  await expect(page.getByTestId('batch-status')).toHaveText(/completed/i, { timeout: 120_000 });
  const expected = { received: 5, completed: 3, duplicates: 0, excluded: 2, exceptions: 0, pending: 0 };
  for (const [term, count] of Object.entries(expected))
    await expect(page.getByTestId(`equation-${term}`)).toContainText(String(count));

  // The matter is suggested for the next batch.
  await page.getByTestId('nav-intake').click();
  await dropOn(page, '[data-testid=drop-zone]', [join(folder, 'Letters')]);
  await page.getByTestId('batch-matter').click();
  await expect(page.getByRole('option', { name: 'Ortega v. Harbor' })).toBeVisible();
});
