/**
 * The whole job on the real app, once by keyboard alone and once by mouse: add a folder, leave a part out, submit,
 * watch, open an exception, give a password, review a scan beside its text, search, export, and return to the place.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { encryptedPdf } from '../integration/pipeline/encrypted-pdf.ts';
import { type Desk, dropOn, expect, test } from './fixtures.ts';

/** Enough to scroll. Less text would be a warning, which needs somebody too. */
const NOTES = 60;
const LEASE = 'The rent for the premises is due on May 1, 2021, and is paid by Acme Corp. to Jane Roe.';

async function makeMatter(folder: string): Promise<void> {
  for (const name of ['Drafts', 'Notes']) await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'Drafts', 'old draft.txt'), 'Not sent.');
  for (let n = 1; n <= NOTES; n += 1)
    await writeFile(
      join(folder, 'Notes', `note ${100 + n}.txt`),
      `Note ${n}: Jane Roe called Acme Corp. on May ${(n % 28) + 1}, 2021.\n`,
    );
  await writeFile(join(folder, 'lease.pdf'), encryptedPdf(LEASE, 'heron'));
  await writeFile(join(folder, 'letter.txt'), 'Letter of Jane Roe to Acme Corp. of March 5, 2021.\n');
  const scan = `<svg width="1700" height="500"><rect width="100%" height="100%" fill="white"/>
    <g font-size="52" font-family="DejaVu Sans"><text x="80" y="160">Report of June 1, 2021 for Karen Smith</text>
    <text x="80" y="280">Four crates arrived wet at the dock.</text></g></svg>`;
  await writeFile(join(folder, 'scan.png'), await sharp(Buffer.from(scan)).grayscale().png().toBuffer());
}

/** How a person reaches what the screen shows. */
interface Hands {
  add(page: Page, folder: string): Promise<void>;
  goTo(page: Page, name: string): Promise<void>;
  press(target: Locator): Promise<void>;
  type(target: Locator, text: string): Promise<void>;
  /** Opens a row of a table, or changes its checkbox. */
  openRow(row: Locator): Promise<void>;
  checkRow(row: Locator): Promise<void>;
  nextDocument(page: Page): Promise<void>;
}

const mouse: Hands = {
  add: (page, folder) => dropOn(page, '[data-testid=drop-zone]', [folder]),
  goTo: (page, name) => page.getByTestId(`nav-${name}`).click(),
  press: (target) => target.click(),
  async type(target, text) {
    await target.click();
    await target.pressSequentially(text);
  },
  openRow: (row) => row.getByRole('link').first().click(),
  checkRow: (row) => row.getByRole('checkbox').click(),
  nextDocument: (page) => page.getByTestId('document-next').click(),
};

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Tabs until the target has the focus. */
async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await isFocused(target)) return;
    await target.page().keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** Tabs to the table of a row and walks down to the row. */
async function walkTo(row: Locator): Promise<void> {
  await row.waitFor();
  const page = row.page();
  const inTable = row.locator('xpath=ancestor::table').locator('tr:focus');
  for (let presses = 0; (await inTable.count()) === 0; presses += 1) {
    if (presses > 80) throw new Error(`Tab does not reach the table of ${row}`);
    await page.keyboard.press('Tab');
  }
  const [from, to] = await Promise.all([inTable, row].map((one) => one.getAttribute('data-row')));
  const steps = Number(to) - Number(from);
  for (let step = 0; step < Math.abs(steps); step += 1)
    await page.keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
  await expect(row).toBeFocused();
}

const KEYS: Readonly<Record<string, string>> = { intake: 'i', 'needs-you': 'n', search: 'f' };

const keyboard: Hands = {
  async add(page, folder) {
    const chooser = page.waitForEvent('filechooser');
    await this.press(page.getByTestId('choose-folder'));
    await (await chooser).setFiles(folder);
  },
  async goTo(page, name) {
    await page.keyboard.press('g');
    await page.keyboard.press(KEYS[name] ?? '');
    await expect(page.getByTestId(`nav-${name}`)).toHaveAttribute('aria-current', 'page');
  },
  async press(target) {
    await tabTo(target);
    await target.page().keyboard.press('Enter');
  },
  async type(target, text) {
    await tabTo(target);
    await target.page().keyboard.type(text);
  },
  async openRow(row) {
    await walkTo(row);
    await row.page().keyboard.press('Enter');
  },
  async checkRow(row) {
    await walkTo(row);
    await row.page().keyboard.press('Space');
  },
  nextDocument: (page) => page.keyboard.press(']'),
};

const rowOf = (page: Page, table: string, name: string): Locator =>
  page.getByTestId(table).locator('[data-row]').filter({ hasText: name });

async function submit(page: Page, hands: Hands, folder: string): Promise<void> {
  await hands.goTo(page, 'intake');
  await hands.add(page, folder);
  const all = NOTES + 4;
  await expect(page.getByTestId('submit-summary')).toContainText(`${all} documents`);
  await hands.checkRow(rowOf(page, 'entries-table', 'Drafts'));
  await expect(page.getByTestId('submit-summary')).toContainText(`${all - 1} of ${all} documents`);
  await hands.press(page.getByTestId('submit-batch'));
  await expect(page.getByTestId('batch-status')).toHaveText(/completed with exceptions/i, {
    timeout: 60_000,
  });
}

async function unlock(page: Page, hands: Hands): Promise<void> {
  await hands.goTo(page, 'needs-you');
  const lease = rowOf(page, 'needs-table', 'lease.pdf');
  await hands.openRow(lease);
  await expect(page.getByTestId('document-title')).toHaveText('lease.pdf');
  await expect(page.getByRole('main')).toContainText('protected by a password');
  await page.goBack();
  await hands.checkRow(lease);
  await hands.press(page.getByTestId('needs-unlock'));
  await hands.type(page.getByTestId('needs-password'), 'heron');
  await page.keyboard.press('Enter');
  await expect(lease).toHaveCount(0, { timeout: 60_000 });
}

/** Reviews the documents from the lease to the scan. @returns the address of the scan */
async function review(page: Page, hands: Hands): Promise<string> {
  await page.goBack();
  const lease = rowOf(page, 'documents-table', 'lease.pdf');
  // The list starts with the folders, so the lease is far down.
  if (hands === mouse) {
    await page.getByTestId('documents-table').hover();
    await page.mouse.wheel(0, NOTES * 36);
  } else {
    await walkTo(rowOf(page, 'documents-table', 'note 101.txt'));
    await page.keyboard.press('End');
  }
  await hands.openRow(lease);
  await expect(page.getByTestId('document-title')).toHaveText('lease.pdf');
  await expect(page.getByTestId('document-text')).toContainText('The rent for the premises');
  await hands.nextDocument(page);
  await expect(page.getByTestId('document-title')).toHaveText('letter.txt');
  await hands.nextDocument(page);
  await expect(page.getByTestId('document-title')).toHaveText('scan.png');
  await expect(page.getByTestId('page-image')).toHaveAttribute('alt', /Page 1/);
  await expect(page.getByTestId('document-text')).toContainText('Karen Smith');
  await expect(page.getByTestId('page-foot')).toContainText('every word is found on the page', {
    timeout: 30_000,
  });
  return page.url();
}

async function searchAndExport(page: Page, hands: Hands): Promise<void> {
  await hands.goTo(page, 'search');
  await hands.type(page.getByTestId('search-input'), 'crates w/5 wet');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('search-hit')).toHaveCount(1);
  await expect(page.getByTestId('search-hit')).toContainText('scan.png');
  const download = page.waitForEvent('download');
  await hands.press(page.getByTestId('search-export'));
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(2);
  expect(csv).toContain('scan.png');
}

async function wholeJob(desk: Desk, hands: Hands, folder: string): Promise<void> {
  await makeMatter(folder);
  const page = await desk.start();
  await submit(page, hands, folder);
  await unlock(page, hands);
  const scan = await review(page, hands);
  await searchAndExport(page, hands);
  // Back from the search and its page to the scan, and to the place of the list.
  await page.goBack();
  if (page.url() !== scan) await page.goBack();
  await expect(page.getByTestId('document-title')).toHaveText('scan.png');
  await page.goBack();
  await expect(rowOf(page, 'documents-table', 'lease.pdf')).toBeInViewport();
  expect(page.url()).toMatch(/[?&]at=\d\d/);
}

test('does the whole job by keyboard alone', async ({ desk }, info) => {
  test.skip(desk.host === 'electron', 'The folder dialog of the system is not in the page.');
  await wholeJob(desk, keyboard, info.outputPath('Ortega lease'));
});

test('does the whole job by mouse', async ({ desk }, info) => {
  test.skip(desk.host === 'electron', 'The app’s own window refuses downloads.');
  await wholeJob(desk, mouse, info.outputPath('Ortega lease'));
});
