/** Needs you on the real app: a password opens an encrypted document, which leaves the list; decisions outlive Redwell. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encryptedPdf } from '../integration/pipeline/encrypted-pdf.ts';
import { expect, test } from './fixtures.ts';

/** Less text would be a warning, which needs somebody too. */
const TEXT = 'The rent for the premises is due on May 1, 2021, and is paid by Acme Corp. to Jane Roe.';

test('works off what needs somebody, until nothing does', async ({ desk }, info) => {
  const folder = info.outputPath('Locked');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'lease.pdf'), encryptedPdf(TEXT, 'heron'));
  await writeFile(join(folder, 'blank.txt'), '');
  await writeFile(join(folder, 'letter.txt'), 'Letter of Jane Roe to Acme Corp. of March 5, 2021.\n');
  let page = await desk.start({ folder });
  await expect(page.getByTestId('batch-status')).toHaveText(/completed with exceptions/i, {
    timeout: 60_000,
  });
  await page.getByTestId('nav-needs-you').click();
  const total = () => page.getByTestId('needs-total');
  await expect(total()).toHaveText('2 items');
  await expect(page.getByTestId('nav-count-needs-you')).toContainText('2');

  // By keyboard: the first row, its password.
  await page.getByTestId('needs-table').locator('[data-row="0"]').focus();
  await expect(page.getByTestId('needs-table').locator('[data-row="0"]')).toContainText('lease.pdf');
  await page.keyboard.press('Space');
  await page.getByTestId('needs-unlock').press('Enter');
  await page.getByTestId('needs-password').fill('heron');
  await page.keyboard.press('Enter');
  await expect(total()).toHaveText('1 item', { timeout: 60_000 });
  await expect(page.getByTestId('needs-table')).not.toContainText('lease.pdf');
  await expect(page.getByTestId('nav-count-needs-you')).toContainText('1');

  await page.getByTestId('needs-select-all').click();
  await page.getByTestId('needs-dismiss').click();
  await page.getByTestId('dismiss-reason').fill('Meant to be empty');
  await page.getByTestId('decision-submit').click();
  await expect(page.getByTestId('needs-empty')).toContainText('1 item was dismissed');
  await expect(page.getByTestId('nav-count-needs-you')).toHaveCount(0);

  expect(await desk.stop()).toBe(0);
  page = await desk.start({ env: { REDWELL_REDIS_URL: 'redis://127.0.0.1:1/' } });
  await page.getByTestId('nav-needs-you').click();
  await page.getByText('Dismissed (1)').click();
  const row = page.getByTestId('needs-table').locator('[data-row="0"]');
  await expect(row).toContainText('Meant to be empty');
  await row.getByTestId('needs-box').click();
  await page.getByTestId('needs-reopen').click();
  await page.getByText('Open (1)').click();
  await expect(row).toContainText('blank.txt');
  await expect(page.getByTestId('needs-offline')).toBeVisible();
});
