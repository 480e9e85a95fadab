/** Passwords for encrypted files, on the Intake page before the run and on the batch page after it. */
import type { Page } from '@playwright/test';
import type { BridgeHost } from '../../doubles/bridge-host.ts';
import { violationsOf } from './support/axe.ts';
import { inventedEntries } from './support/drops.ts';
import { expect, test } from './support/fixture.ts';

/** A drop with seven encrypted documents, of which one password opens five and another two. */
function lockedDrop(host: BridgeHost): void {
  host.ready(host.begin('Production 004', inventedEntries(600), 'path'));
}
const locked = (page: Page) => page.locator('[data-testid="locked-file"][data-locked="1"]');
const paste = (page: Page, text: string): Promise<void> =>
  page.getByTestId('password').evaluate((field, pasted) => {
    const data = new DataTransfer();
    data.setData('text', pasted);
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);

test('tries each password at once and shows which files open', async ({ desk }) => {
  lockedDrop(desk.host);
  const page = await desk.open('/intake');
  const panel = page.getByTestId('passwords');
  await expect(panel).toContainText('7 documents need a password');
  await expect(locked(page)).toHaveCount(7);
  const field = page.getByTestId('password');
  await expect(field).toHaveAttribute('type', 'password');
  await expect(page.getByTestId('password-submit')).toBeDisabled();

  await field.fill('wrong');
  await field.press('Enter');
  await expect(locked(page).first()).toContainText('None of the 1 passwords opens it');
  await expect(locked(page)).toHaveCount(7);
  // The page clears an accepted password.
  await expect(field).toHaveValue('');

  await field.fill('Halvorsen-2021');
  await page.getByTestId('password-submit').click();
  await expect(panel).toContainText('2 of 7 encrypted documents still need a password');
  await expect(locked(page)).toHaveCount(2);
  await expect(page.getByText('Opens', { exact: true })).toHaveCount(5);
  await expect(page.getByRole('row', { name: /Encrypted \(need a password\)/ })).toContainText('2');
  expect(await page.content()).not.toContain('Halvorsen-2021');

  await paste(page, 'another wrong one\r\nOkafor!\n\n');
  await expect(panel).toContainText('7 encrypted documents: all open');
  await expect(field).toHaveCount(0);
  await page.getByTestId('submit-batch').click();
  await expect(page.getByTestId('batch-title')).toBeVisible();
});

test('submits without a password, and asks for none without encrypted files', async ({ desk }) => {
  lockedDrop(desk.host);
  desk.host.ready(desk.host.begin('Nothing locked', [], 'path'));
  const page = await desk.open('/intake');
  await expect(page.getByTestId('drop-card')).toHaveCount(2);
  await expect(page.getByTestId('passwords')).toHaveCount(1);
  await expect(page.getByTestId('passwords-note')).toContainText('You can submit without a password');
  await page
    .getByTestId('drop-card')
    .filter({ hasText: 'Production 004' })
    .getByTestId('submit-batch')
    .click();
  await expect(page.getByTestId('batch-title')).toBeVisible();
  expect(desk.host.asked).not.toContain('intake.passwords');
});

test('shows passwords from another page and forgets them after a restart', async ({ desk }) => {
  lockedDrop(desk.host);
  const page = await desk.open('/intake');
  await expect(locked(page)).toHaveCount(7);
  const [drop] = [...desk.host.drops.values()];
  const dropId = drop?.id ?? '';
  await desk.host.handlers['intake.passwords']({ dropId, passwords: ['Okafor!'] });
  await expect(locked(page)).toHaveCount(5);
  await expect(page.getByTestId('passwords-note')).not.toContainText('restarted');
  desk.host.bank.restart(Date.now() + 60_000);
  await page.reload();
  await expect(locked(page)).toHaveCount(7);
  await expect(page.getByTestId('passwords-note')).toContainText(
    'Redwell was restarted after you added this folder, so earlier passwords are forgotten',
  );
});

test.describe('after the run', () => {
  test.use({ scenario: 'failing' });

  test('retries only the encrypted documents with the added passwords', async ({ desk }) => {
    const page = await desk.open('/batch/b-main');
    const before = desk.host.tell(desk.host.batches.get('b-main')!);
    const encrypted = before.causes.find(({ code }) => code === 'encrypted')!.count;
    const others = before.causes.filter(({ code }) => code !== 'encrypted');
    await page.getByTestId('add-passwords').click();
    await expect(page.getByTestId('bank-note')).toContainText('It has none yet');
    await page.getByTestId('batch-password').fill('Halvorsen-2021');
    await page.getByTestId('batch-password-submit').click();
    await expect(page.getByText(`Trying 1 password on ${encrypted} documents`)).toBeVisible();
    await expect(page.getByTestId('cause-encrypted')).toHaveCount(0);
    const after = desk.host.tell(desk.host.batches.get('b-main')!);
    expect(after.causes).toEqual(others);
    expect(desk.host.bank.offered('b-main')).toBe(1);
    expect(await page.content()).not.toContain('Halvorsen-2021');
  });

  test('says that a restarted app has no passwords', async ({ desk }) => {
    desk.host.bank.restart(Date.now());
    const page = await desk.open('/batch/b-main');
    await page.getByTestId('add-passwords').click();
    await expect(page.getByTestId('bank-note')).toContainText('Redwell was restarted on');
    await expect(page.getByTestId('batch-password-submit')).toBeDisabled();
  });
});

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    test('keeps the panel accessible, locked and open', async ({ desk }) => {
      lockedDrop(desk.host);
      const page = await desk.open('/intake');
      await expect(locked(page)).toHaveCount(7);
      const look = (): Promise<string[]> => violationsOf(page, { within: '[data-testid="passwords"]' });
      expect(await look()).toEqual([]);
      await page.getByTestId('password').fill('Halvorsen-2021');
      await page.getByTestId('password').press('Enter');
      await expect(locked(page)).toHaveCount(2);
      expect(await look()).toEqual([]);
    });
  });
