/** The batch and document pages: filters, live updates, outcomes, exceptions and text. */
import { retryCounts } from '../../../src/renderer/lib/retry-all.ts';
import { EXCEPTIONS } from '../../../src/shared/exceptions.ts';
import { expect, test } from './support/fixture.ts';

test('shows the documents of a term when the term is clicked', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  const { equation } = desk.host.tell(desk.host.batches.get('b-main')!);
  const total = page.getByTestId('documents-total');
  for (const term of ['completed', 'duplicates', 'excluded', 'exceptions', 'received'] as const) {
    await page.getByTestId(`equation-${term}`).click();
    await expect(total).toHaveText(`${equation[term].toLocaleString('en-US')} documents`);
  }
  const { completed, duplicates, excluded, exceptions, pending, received } = equation;
  expect(completed + duplicates + excluded + exceptions + pending).toBe(received);
});

test('counts the documents with a warning and shows them on a click', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  const { warnings } = desk.host.tell(desk.host.batches.get('b-main')!);
  expect(warnings).toBeGreaterThan(0);
  await page.getByTestId('batch-warnings').click();
  await expect(page.getByTestId('documents-total')).toHaveText(`${warnings} documents`);
  await expect(page.getByTestId('documents-warned')).toHaveValue('With a warning');
  await page.getByTestId('documents-clear').click();
  await expect(page.getByTestId('documents-total')).toHaveText('2,400 documents');
});

test('names each kind of warning with what to do, and lists its documents on a click', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  const row = page.getByTestId('warning-picture_not_read');
  await expect(row).toContainText(EXCEPTIONS.picture_not_read.sentence);
  await expect(row).toContainText(EXCEPTIONS.picture_not_read.action);
  const number = (await row.getByRole('button').textContent()) ?? '';
  await row.getByRole('button').click();
  await expect(page.getByTestId('documents-total')).toHaveText(
    `${number} ${number === '1' ? 'document' : 'documents'}`,
  );
  await expect(page.getByTestId('documents-warned')).toHaveValue(EXCEPTIONS.picture_not_read.label);
});

test('renders only the visible rows of 2,400 documents', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  const table = page.getByTestId('documents-table');
  await expect(table.locator('tbody tr').filter({ hasText: '0001' }).first()).toBeVisible();
  await expect(table).toHaveAttribute('aria-rowcount', '2401');
  const scroll = table.locator('..');
  await expect(async () => {
    await scroll.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await expect(table.getByText(/ 2400\./)).toBeVisible({ timeout: 100 });
  }).toPass({ intervals: [20] });
  expect(await table.locator('tbody tr').count()).toBeLessThan(80);
});

test('narrows the list by search and by type', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await page.getByTestId('documents-search').fill('deposition of r. okafor');
  const rows = desk.host.batches
    .get('b-main')!
    .rows.filter(({ path }) => /deposition of r\. okafor/i.test(path));
  await expect(page.getByTestId('documents-total')).toHaveText(`${rows.length} documents`);
  await page.getByTestId('documents-type').click();
  await page.getByRole('option', { name: 'PDF' }).click();
  const pdfs = rows.filter(({ type }) => type === 'pdf').length;
  await expect(page.getByTestId('documents-total')).toHaveText(`${pdfs} documents`);
  await page.getByTestId('documents-clear').click();
  await expect(page.getByTestId('documents-total')).toHaveText('2,400 documents');
});

test('updates visible rows and announces the end without a reload', async ({ desk }) => {
  const page = await desk.open('/batch/b-young');
  const batch = desk.host.batches.get('b-young')!;
  const waiting = batch.rows.find(({ status }) => status === 'running')!;
  const row = page.getByTestId('documents-table').locator('tr', { hasText: waiting.path.split('/').at(-1)! });
  await expect(row).toContainText('In progress');
  await expect(page.getByTestId('batch-status')).toHaveText('Running');
  desk.host.advanceOne(batch, 20);
  await expect(row).not.toContainText('In progress');
  desk.host.advanceOne(batch, 500);
  await expect(page.getByTestId('batch-status')).toHaveText(/^Completed/);
  await expect(page.getByTestId('batch-outcome')).toContainText(/documents completed in/);
  await expect(page.getByTestId('batch-percent')).toHaveText('100%');
  await expect(page.getByTestId('batch-pause')).toHaveCount(0);
});

test('pauses, resumes, changes the priority, and confirms before canceling', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  const status = page.getByTestId('batch-status');
  await page.getByTestId('batch-pause').click();
  await expect(status).toHaveText('Paused');
  await page.getByTestId('batch-resume').click();
  await expect(status).toHaveText('Running');
  await page.getByTestId('priority-select').getByText('Low').click();
  await expect.poll(() => desk.host.batches.get('b-main')?.priority).toBe('low');
  await page.getByTestId('batch-cancel').click();
  await page.getByRole('button', { name: 'Keep it running' }).click();
  await expect(status).toHaveText('Running');
  await page.getByTestId('batch-cancel').click();
  await page.getByTestId('batch-cancel-confirm').click();
  await expect(status).toHaveText('Canceled');
  await expect(page.getByTestId('batch-outcome')).toContainText('Canceled.');
});

test.describe('with many failures', () => {
  test.use({ scenario: 'failing' });

  test('explains each exception and retries a whole cause', async ({ desk }) => {
    const page = await desk.open('/batch/b-main');
    const cause = page.getByTestId('cause-corrupt');
    await expect(cause).toContainText(EXCEPTIONS.corrupt.sentence);
    await expect(cause).toContainText(EXCEPTIONS.corrupt.action);
    await expect(cause).toContainText('Custodian');
    await page.getByTestId('causes-needs').click();
    await expect(page.getByTestId('needs-batch')).toHaveValue(/^Production 062, Harlan mailbox/);
    await page.goBack();
    const before = desk.host.tell(desk.host.batches.get('b-main')!);
    const encrypted = before.causes.find(({ code }) => code === 'encrypted')!.count;
    await page.getByTestId('retry-encrypted').click();
    await expect(page.getByText(`Retrying ${encrypted} documents`)).toBeVisible();
    await expect(page.getByTestId('cause-encrypted')).toHaveCount(0);
    // What would fail again is left out, and the page says so.
    const { helped, leftOut } = retryCounts(desk.host.tell(desk.host.batches.get('b-main')!));
    await expect(page.getByTestId('retry-all')).toHaveText(`Retry ${helped} of ${helped + leftOut} failed`);
    await page.getByTestId('retry-all').click();
    await expect(
      page.getByText(`${leftOut} documents are left out, because a retry cannot help.`),
    ).toBeVisible();
    await expect(page.getByTestId('retry-all')).toHaveCount(0);
    await expect(cause).toBeVisible();
  });
});

test('shows the whole text, marks names exactly, and jumps to a name', async ({ desk }) => {
  const batch = desk.host.batches.get('b-main')!;
  const row = batch.rows.find(({ status, pages }) => status === 'completed' && (pages ?? 0) > 40)!;
  const detail = await desk.host.handlers['documents.get']({ documentId: row.id });
  const page = await desk.open(`/document/${row.id}`);
  const marks = page.locator('mark');
  await expect(marks.first()).toHaveText(detail.entityList[0]!.text);
  for (const mark of await marks.all()) {
    const start = Number(await mark.getAttribute('data-start'));
    const text = await mark.textContent();
    expect(detail.text?.slice(start, start + (text ?? '').length)).toBe(text);
  }
  expect(await marks.count()).toBeLessThan(detail.entityList.length / 2);
  const entity = page.getByTestId('entity-list').getByRole('button', { name: /Raymond A\. Okafor/ });
  for (let times = 0; times < 12; times += 1) await entity.click();
  const twelfth = detail.entityList.filter(({ canonical }) => canonical === 'Raymond A. Okafor')[11]!;
  await expect(page.locator(`mark[data-start="${twelfth.start}"]`)).toBeInViewport();
  await page.getByTestId('back-to-batch').click();
  await expect(page.getByTestId('batch-title')).toBeVisible();
});

test('says that names appear when the batch has ended', async ({ desk }) => {
  const page = await desk.open('/batch/b-young');
  await page.getByTestId('tab-entities').click();
  await expect(page.getByTestId('entities-empty')).toContainText('when the batch has ended');
  await expect(page.getByTestId('entities-total')).toHaveText('None yet');
  desk.host.advanceOne(desk.host.batches.get('b-young')!, 10_000);
  await expect(page.getByTestId('entities-total')).toHaveText(/^300 names from /);
  await page.getByTestId('entities-search').fill('nobody of that name');
  await expect(page.getByTestId('entities-empty')).toContainText('No names match');
});

test.describe('without Redis', () => {
  test.use({ scenario: 'offline' });

  test('lists, filters and opens batches, and says that the numbers come from history', async ({ desk }) => {
    const page = await desk.open('/history');
    await expect(page.getByTestId('history-offline')).toBeVisible();
    await expect(page.getByTestId('history-total')).toHaveText('62 batches');
    await page.getByTestId('history-search').fill('Production 04');
    await expect(page.getByTestId('history-total')).toHaveText('10 batches');
    await page
      .getByTestId('history-table')
      .getByRole('link', { name: 'Production 045', exact: true })
      .click();
    await expect(page.getByTestId('from-history')).toBeVisible();
    await expect(page.getByTestId('batch-outcome')).toBeVisible();
  });

  test('lists the names of a batch and shows the documents that mention one', async ({ desk }) => {
    const page = await desk.open('/history');
    await page.getByTestId('history-search').fill('Production 04');
    await page
      .getByTestId('history-table')
      .getByRole('link', { name: 'Production 045', exact: true })
      .click();
    await page.getByTestId('tab-entities').click();
    await expect(page.getByTestId('entities-total')).toHaveText(/^300 names from [\d,]+ documents$/);
    await page.getByTestId('entities-search').fill('number7');
    // Number7 and Number70 to Number79.
    await expect(page.getByTestId('entities-total')).toHaveText(/^11 names from /);
    const row = page.getByTestId('entities-table').locator('tr', { hasText: 'Person Number7' }).first();
    await expect(row).toContainText('Mr. Person Number7');
    const documents = await row.locator('td').nth(2).textContent();
    await row.getByRole('button').click();
    await expect(page.getByTestId('documents-filter')).toHaveText('Only documents mentioning Person Number7');
    await expect(page.getByTestId('documents-total')).toHaveText(new RegExp(`^${documents} documents?$`));
    const relations = page.getByTestId('entity-relations');
    await expect(relations).toContainText('Person Number7 counsel for Person Number8, 1 document');
    await relations.getByRole('button', { name: 'Person Number8' }).click();
    await expect(page.getByTestId('documents-filter')).toHaveText('Only documents mentioning Person Number8');
    await page.getByTestId('documents-clear').click();
    await expect(page.getByTestId('documents-filter')).toHaveCount(0);
  });
});
