/** Needs you on the real app: a password opens an encrypted document, which leaves the list; decisions outlive Redwell. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encryptedPdf } from '../integration/pipeline/encrypted-pdf.ts';
import { textPdf } from '../integration/pipeline/fixtures.ts';
import { expect, test } from './fixtures.ts';

/** Less text would be a warning, which needs somebody too. */
const TEXT = 'The rent for the premises is due on May 1, 2021, and is paid by Acme Corp. to Jane Roe.';

test('works off what needs somebody, until nothing does', async ({ desk }, info) => {
  const folder = info.outputPath('Locked');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'lease.pdf'), encryptedPdf(TEXT, 'heron'));
  await writeFile(join(folder, 'blank.txt'), '');
  const intact = await textPdf([TEXT]);
  await writeFile(join(folder, 'scan.pdf'), intact.subarray(0, 200));
  await writeFile(join(folder, 'letter.txt'), 'Letter of Jane Roe to Acme Corp. of March 5, 2021.\n');
  let page = await desk.start({ folder });
  await expect(page.getByTestId('batch-status')).toHaveText(/completed with exceptions/i, {
    timeout: 60_000,
  });
  await page.getByTestId('nav-needs-you').click();
  const total = () => page.getByTestId('needs-total');
  await expect(total()).toHaveText('3 items');

  // Another copy of the damaged one: the same file is refused, the intact one leaves the list, and comes back.
  await page
    .getByTestId('needs-table')
    .locator('[data-row]', { hasText: 'scan.pdf' })
    .getByTestId('needs-box')
    .click();
  await page.getByTestId('needs-replace').click();
  const given = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/pdf', buffer });
  const input = page.getByTestId('replace-input');
  await input.setInputFiles(given('again.pdf', intact.subarray(0, 200)));
  await expect(page.getByTestId('replace-refusal')).toContainText('is the same file again');
  await input.setInputFiles(given('intact.pdf', intact));
  await page.getByTestId('replace-reason').fill('Sent again by J. Roe');
  await page.getByTestId('replace-submit').click();
  await expect(total()).toHaveText('2 items');
  await page.getByTestId('undo').click();
  await expect(total()).toHaveText('3 items');
  await page.getByTestId('needs-table').getByText('scan.pdf').click();
  await expect(page.getByTestId('document-replacement')).toContainText('Was replaced by intact.pdf');
  await page.getByTestId('document-replace').click();
  await page.getByTestId('replace-input').setInputFiles(given('intact.pdf', intact));
  await page.getByTestId('replace-reason').fill('The right one after all');
  await page.getByTestId('replace-submit').click();
  await expect(page.getByTestId('document-replacement').last()).toContainText('Replaced by intact.pdf');
  await page.getByTestId('nav-needs-you').click();
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
  await expect(page.getByTestId('needs-empty')).toContainText('2 items were dismissed');
  await expect(page.getByTestId('nav-count-needs-you')).toHaveCount(0);

  expect(await desk.stop()).toBe(0);
  page = await desk.start({ env: { REDWELL_REDIS_URL: 'redis://127.0.0.1:1/' } });
  await page.getByTestId('nav-needs-you').click();
  await page.getByText('Dismissed (2)').click();
  const table = page.getByTestId('needs-table');
  await expect(table).toContainText('Replaced by “intact.pdf”: The right one after all');
  const row = table.locator('[data-row="0"]');
  await expect(row).toContainText('Meant to be empty');
  await row.getByTestId('needs-box').click();
  await page.getByTestId('needs-reopen').click();
  await page.getByText('Open (1)').click();
  await expect(row).toContainText('blank.txt');
  await expect(page.getByTestId('needs-offline')).toBeVisible();
});
