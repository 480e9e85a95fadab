/** The page that hands a batch over: by mouse with a filter and a profile, by keyboard to a proven pack. */
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';

const BATCH = 'b-old2';

test('hands over what passes a filter, with fields under other names, by mouse', async ({ desk }) => {
  const page = await desk.open(`/batch/${BATCH}`);
  const { exports } = desk.host;
  await page.getByTestId('batch-handover').click();
  await expect(page.getByTestId('handover-scope')).toHaveText('The whole batch');
  await page.goBack();
  await page.getByTestId('documents-type').click();
  await page.getByRole('option', { name: 'PDF' }).click();
  await page.getByTestId('documents-handover').click();
  await expect(page.getByTestId('handover-scope')).toHaveText(
    'Only documents of the type PDF, with their families',
  );
  await expect(page.getByTestId('handover-choice')).toContainText('2 more because families stay together');

  // A name twice is refused where it is typed, and nothing can be started.
  await page.getByTestId('profile-fields').click();
  await page.getByTestId('field-name-ENDDOC').fill('begdoc');
  await expect(page.getByText('There twice')).toHaveCount(2);
  await page.getByTestId('field-name-ENDDOC').fill('Bates End');
  await page.getByTestId('field-down-BEGDOC').click();
  await page.getByTestId('field-DOCID').uncheck();
  await page.getByTestId('profile-prefix').fill('HAL-');
  await expect(page.getByTestId('handover-plan')).toContainText('HAL-00000001 to');
  await page.getByTestId('profile-save-open').click();
  await page.getByTestId('profile-save-name').fill('Opposing counsel');
  await page.getByTestId('profile-save').click();
  await expect(page.getByTestId('profile-saved')).toHaveValue('Opposing counsel');
  await page.getByTestId('profile-saved').click();
  await page.getByRole('option', { name: 'Usual fields' }).click();
  await expect(page.getByTestId('profile-prefix')).toHaveValue('RW');
  await page.getByTestId('profile-saved').click();
  await page.getByRole('option', { name: 'Opposing counsel' }).click();

  await page.getByTestId('handover-start').click();
  exports.advance(0.5);
  await expect(page.getByTestId('export-progress')).toContainText(/^\d+ of \d+ documents/);
  await expect(page.getByTestId('handover-start')).toBeDisabled();
  await page.getByTestId('export-cancel').click();
  await expect(page.getByTestId('export-state')).toHaveText('Canceled');
  const [asked] = exports.asked;
  expect(asked).toMatchObject({
    kind: 'loadfile',
    into: null,
    choice: { by: 'filter', filter: { type: 'pdf' } },
  });
  expect(asked?.profile.numbering.prefix).toBe('HAL-');
  expect(asked?.profile.fields.slice(0, 2)).toEqual([
    { field: 'ENDDOC', as: 'Bates End' },
    { field: 'BEGDOC' },
  ]);
  expect(asked?.profile.fields.some(({ field }) => field === 'DOCID')).toBe(false);

  await page.getByTestId('handover-start').click();
  exports.end('The disk with /mnt is full. Nothing was handed over.');
  await expect(page.getByTestId('export-error')).toHaveText(
    'The disk with /mnt is full. Nothing was handed over. Choose another folder.',
  );
  exports.freeBytes = 1000;
  await page.getByTestId('handover-whole').click();
  await expect(page.getByText('There is too little room on the disk.')).toBeVisible();
  await expect(page.getByTestId('handover-start')).toBeDisabled();
});

test('hands over selected documents as an evidence pack and proves it, by keyboard', async ({ desk }) => {
  const { host } = desk;
  host.info = { ...host.info, capabilities: { ...host.info.capabilities, folderDialog: true } };
  const page = await desk.open(`/batch/${BATCH}`);
  const rows = page.getByTestId('documents-table').locator('tbody tr');
  await rows.first().focus();
  await page.keyboard.press('Space');
  await page.getByTestId('selected-handover').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('handover-scope')).toHaveText(
    'Only 1 selected document, with their families',
  );
  await page.getByTestId('kind-loadfile').focus();
  // The evidence pack is the last kind.
  await page.keyboard.press('ArrowUp');
  await expect(page.getByTestId('kind-evidence')).toBeChecked();
  await page.getByTestId('handover-choose-folder').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('handover-plan')).toContainText('/mnt/drive/handed over/');
  await expect(page.getByTestId('handover-start')).toBeEnabled();
  await page.getByTestId('handover-start').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('export-state')).toHaveText('Running');
  host.exports.end();
  await expect(page.getByTestId('export-root')).toHaveText(/^[0-9a-f]{64}$/);
  await page.getByTestId('export-verify').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('export-check')).toContainText('Everything is as it was handed over');
  host.exports.differences.set(
    'x-1',
    'The file data/lists/documents.csv is not the one that was handed over.',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(
    /^The pack differs\. The file data\/lists\/documents\.csv/,
  );
  expect(host.exports.asked[0]?.choice).toMatchObject({ by: 'selection' });
  expect(await violationsOf(page)).toEqual([]);

  // Whoever receives the pack checks it without its batch.
  await page.getByTestId('check-pack').click();
  await page.getByTestId('pack').click();
  await expect(page.getByTestId('pack-result')).toContainText('The file data/lists/documents.csv');
  host.exports.differences.clear();
  await page.getByTestId('pack-check').click();
  await expect(page.getByTestId('pack-result')).toContainText('Compare it with the one that was written');
  await page.getByTestId('pack-root').fill('4F2D');
  await expect(page.getByTestId('pack-check')).toHaveAttribute('aria-disabled', 'true');
  await page.getByTestId('pack-root').fill('0'.repeat(64));
  await page.getByTestId('pack-check').click();
  await expect(page.getByTestId('pack-result')).toContainText('not the one that was written down');
  expect(await violationsOf(page)).toEqual([]);
  await page.goBack();
  await page.goBack();

  host.exports.lose('x-1');
  await expect(page.getByTestId('export-state')).toHaveText('Not in its folder');
  // A selection that is lost never becomes the whole batch.
  await page.reload();
  await expect(page.getByTestId('handover-lost')).toBeVisible();
  await expect(page.getByTestId('handover-start')).toHaveCount(0);
});

test('says that a running batch cannot be handed over', async ({ desk }) => {
  const page = await desk.open('/handover/b-main');
  await expect(page.getByTestId('handover-not-ended')).toBeVisible();
  await expect(page.getByTestId('handover-start')).toHaveCount(0);
});

test('downloads an export as one file from a browser, by keyboard', async ({ desk }) => {
  const { host } = desk;
  const page = await desk.open(`/batch/${BATCH}`);
  await page.getByTestId('batch-handover').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('handover-start').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('export-state')).toHaveText('Running');
  await expect(page.getByTestId('export-zip')).toHaveCount(0);
  host.exports.end();
  const button = page.getByRole('button', { name: 'Download as ZIP' });
  await button.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(button).toBeFocused();
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).url()).toMatch(/\/export\?id=x-1$/);
  expect(await violationsOf(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('download.png') });

  // What is not there any more is said, instead of a download that fails.
  const [one] = host.exports.all;
  if (one !== undefined) one.state = 'gone';
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('This export is not in its folder any more.')).toBeVisible();
});
