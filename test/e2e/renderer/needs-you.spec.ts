/** Needs you: the list of what waits for a person, worked off by mouse and by keyboard alone. */
import type { Page } from '@playwright/test';
import { EXCEPTIONS } from '../../../src/shared/exceptions.ts';
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';

const total = (page: Page) => page.getByTestId('needs-total');
const row = (page: Page, index: number) => page.getByTestId('needs-table').locator(`[data-row="${index}"]`);
const box = (page: Page, index: number) => row(page, index).getByTestId('needs-box');
const selected = (page: Page) => page.getByTestId('needs-actions').locator('label').first();
/** Number of the items that the list says it has. */
const countOf = async (page: Page): Promise<number> =>
  Number((await total(page).textContent())?.replaceAll(/\D/g, ''));
const ready = async (page: Page): Promise<number> => {
  await expect(total(page)).toHaveText(/^[\d,]+ items?$/);
  return countOf(page);
};

test.describe('with many failures', () => {
  test.use({ scenario: 'failing' });

  test('lists items of all batches by who must act, with a count in the navigation', async ({ desk }) => {
    const page = await desk.open('/');
    await expect(page.getByTestId('overview-needs')).toContainText('items need somebody');
    await page.getByTestId('overview-needs-open').click();
    const all = await ready(page);
    await expect(page.getByTestId('nav-count-needs-you')).toContainText(String(all));
    await expect(page.getByTestId('needs-group-all')).toContainText(String(all));
    await page.getByTestId('needs-group-corrupt').click();
    await expect(page.getByTestId('needs-narrowed')).toHaveText(`Corrupt: ${EXCEPTIONS.corrupt.action}`);
    await expect(row(page, 0)).toContainText(EXCEPTIONS.corrupt.sentence);
    expect(await ready(page)).toBeLessThan(all);
    await page.getByTestId('needs-actor-administrator').click();
    await expect(row(page, 0)).toContainText('Interrupted');
    await page.goBack();
    await expect(page.getByTestId('needs-narrowed')).toHaveText(`Corrupt: ${EXCEPTIONS.corrupt.action}`);
    await page.getByTestId('needs-clear').click();
    await expect(total(page)).toHaveText(`${all} items`);
  });

  test('selects, dismisses with a reason and takes it back, by keyboard alone', async ({ desk }) => {
    const page = await desk.open('/needs-you?cause=encrypted');
    const all = await ready(page);
    await row(page, 0).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(selected(page)).toHaveText('3 selected');
    await page.keyboard.press('Shift+ArrowUp');
    await expect(selected(page)).toHaveText('2 selected');
    await expect(row(page, 1)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await expect(selected(page)).toHaveText('3 selected');
    await expect(box(page, 3)).toBeChecked();
    await expect(box(page, 2)).not.toBeChecked();
    // Back to the buttons above the list.
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByTestId('needs-dismiss')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('dismiss-reason')).toBeFocused();
    await expect(page.getByTestId('decision-submit')).toBeDisabled();
    await page.keyboard.type('No password will come');
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('Tab');
    await expect(page.getByTestId('decision-submit')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(total(page)).toHaveText(`${all - 3} items`);
    await expect(selected(page)).toHaveText('Select all');
    await page.getByTestId('undo').press('Enter');
    await expect(total(page)).toHaveText(`${all} items`);
    await expect(page.getByText('Undone for 3 items')).toBeVisible();
  });

  test('selects a range by mouse, all of the list by Ctrl+A, and everything that matches', async ({
    desk,
  }) => {
    const page = await desk.open('/needs-you');
    const all = await ready(page);
    await box(page, 1).click();
    await box(page, 4).click({ modifiers: ['Shift'] });
    await expect(selected(page)).toHaveText('4 selected');
    await row(page, 4).focus();
    await page.keyboard.press('Control+a');
    await expect(selected(page)).toHaveText('100 selected');
    await page.getByTestId('needs-everything').click();
    await expect(selected(page)).toHaveText(`${all} selected`);
    await page.getByTestId('needs-assign').click();
    await page.getByTestId('assign-name').fill('Kim');
    await page.getByTestId('decision-submit').click();
    await expect(page.getByText(`Assigned ${all} items to Kim`)).toBeVisible();
    await expect(row(page, 0)).toContainText('Kim');
    await page.getByTestId('needs-assignee').click();
    await page.getByRole('option', { name: 'Nobody' }).click();
    await expect(page.getByTestId('needs-no-match')).toContainText('No items match');
    await page.getByTestId('needs-clear').click();
    await row(page, 0).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Escape');
    await expect(selected(page)).toHaveText('Select all');
  });

  test('lists what was dismissed with the reason, and brings it back', async ({ desk }) => {
    const page = await desk.open('/needs-you');
    const all = await ready(page);
    await box(page, 0).click();
    await page.getByTestId('needs-dismiss').click();
    await page.getByRole('button', { name: 'Not needed for this matter' }).click();
    await page.getByTestId('decision-submit').click();
    await page.getByText('Dismissed (1)').click();
    await expect(row(page, 0)).toContainText('Not needed for this matter');
    await expect(row(page, 0)).toContainText('pat');
    await box(page, 0).click();
    await page.getByTestId('needs-reopen').click();
    await expect(page.getByTestId('needs-no-match')).toContainText('Nothing is dismissed');
    await page.getByText(`Open (${all})`).click();
    await expect(total(page)).toHaveText(`${all} items`);
  });

  test('retries and unlocks what can be helped, and items leave by themselves', async ({ desk }) => {
    const page = await desk.open('/needs-you?batch=b-main&cause=corrupt');
    await ready(page);
    await box(page, 0).click();
    const retry = page.getByTestId('needs-retry');
    await expect(retry).toHaveAttribute('aria-disabled', 'true');
    await retry.hover();
    await expect(page.getByRole('tooltip')).toHaveText('Retrying cannot help what is selected.');
    await page.getByTestId('needs-group-encrypted').click();
    const locked = await ready(page);
    await box(page, 0).click();
    await page.getByTestId('needs-unlock').click();
    await page.getByTestId('needs-password').fill('secret');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Trying the passwords on 1 document')).toBeVisible();
    await expect(total(page)).toHaveText(`${locked - 1} items`);
    expect(desk.host.bank.offered('b-main')).toBe(1);
    await page.getByTestId('needs-group-ocr_timeout').click();
    await expect(row(page, 0)).toContainText('OCR took too long');
    await page.getByTestId('needs-select-all').click();
    await retry.click();
    await expect(page.getByText(/^Retrying \d+ documents?$/)).toBeVisible();
    await expect(page.getByTestId('needs-no-match')).toBeVisible();
  });

  test('leads from item to item through their documents, and back to the place', async ({ desk }) => {
    const page = await desk.open('/needs-you?cause=encrypted');
    const all = await ready(page);
    const third = await row(page, 2).getByRole('link').getAttribute('title');
    await row(page, 1).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('document-position')).toHaveText(`2 of ${all}`);
    await page.keyboard.press(']');
    await expect(page.getByTestId('document-position')).toHaveText(`3 of ${all}`);
    await expect(page.getByTestId('document-title')).toHaveText(third!.split('/').at(-1)!);
    await page.keyboard.press('u');
    await expect(page.getByTestId('needs-narrowed')).toContainText('Encrypted');
    await expect(total(page)).toHaveText(`${all} items`);
  });

  test('finds no accessibility violation in the list and its dialogs', async ({ desk, page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await desk.open('/needs-you?cause=encrypted');
    await ready(page);
    await box(page, 0).click();
    expect.soft(await violationsOf(page), 'list').toEqual([]);
    for (const name of ['unlock', 'assign', 'dismiss']) {
      await page.getByTestId(`needs-${name}`).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect.soft(await violationsOf(page, { within: '[role="dialog"]' }), name).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await page.waitForFunction(() =>
      document.getAnimations().every((one) => !(one instanceof CSSTransition) || one.playState !== 'running'),
    );
    expect.soft(await violationsOf(page, { rules: ['color-contrast'] }), 'in dark').toEqual([]);
  });
});

test.describe('while processing is offline', () => {
  test.use({ scenario: 'offline' });

  test('shows the list, says why nothing can be retried, and still dismisses', async ({ desk }) => {
    const page = await desk.open('/needs-you');
    const all = await ready(page);
    await box(page, 0).click();
    await expect(page.getByTestId('needs-offline')).toContainText('Processing is offline');
    for (const name of ['retry', 'unlock'])
      await expect(page.getByTestId(`needs-${name}`)).toHaveAttribute('aria-disabled', 'true');
    await page.getByTestId('needs-dismiss').click();
    await page.getByTestId('dismiss-reason').fill('Seen');
    await page.getByTestId('decision-submit').click();
    await expect(total(page)).toHaveText(`${all - 1} items`);
    expect(await violationsOf(page)).toEqual([]);
  });
});

test.describe('with nothing recorded', () => {
  test.use({ scenario: 'empty' });

  test('says that nothing needs anybody', async ({ desk }) => {
    const page = await desk.open('/');
    await expect(page.getByTestId('overview-empty')).toBeVisible();
    await expect(page.getByTestId('overview-needs')).toHaveCount(0);
    await expect(page.getByTestId('nav-count-needs-you')).toHaveCount(0);
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await expect(page.getByTestId('needs-empty')).toContainText('Nothing needs you');
    expect(await violationsOf(page)).toEqual([]);
  });
});
