/** Review by keyboard and by mouse: renderings, hits on both sides, warnings that lead to their page, custody. */
import type { DocumentRow } from '../../../src/shared/documents.ts';
import type { SimilarDocuments } from '../../../src/shared/similar.ts';
import { violationsOf } from './support/axe.ts';
import { expect, test } from './support/fixture.ts';

const find = (rows: readonly DocumentRow[], wanted: (row: DocumentRow) => boolean): DocumentRow => {
  const row = rows.find(wanted);
  if (row === undefined) throw new Error('The sample batch has no such document');
  return row;
};
const isDone = (type: DocumentRow['type']) => (row: DocumentRow) =>
  row.status === 'completed' && row.type === type;

test('leads from a name to its place in the rendering', async ({ desk }) => {
  const row = find(desk.host.batch('b-main').rows, isDone('docx'));
  const page = await desk.open(`/document/${row.id}`);
  const frame = page.frameLocator('[data-testid="rendering-frame"]');
  await expect(frame.locator('mark[data-kind="person"]').first()).toBeVisible();
  await page
    .getByRole('button', { name: /^Brandt & Oyelaran/ })
    .first()
    .click();
  const target = frame.locator('mark:target');
  await expect(target).toHaveText('Brandt & Oyelaran');
  await expect(target).toBeInViewport();
  const text = page.getByTestId('document-text');
  await expect(text.locator('mark[data-current="true"]')).toHaveText('Brandt & Oyelaran');
  // A word without a mark leads to its place in the text, and is shown on both sides.
  const [word = ''] = (await frame.locator('p').nth(1).textContent())?.trim().split(/\s+/) ?? [];
  await frame
    .locator('p')
    .nth(1)
    .click({ position: { x: 6, y: 10 } });
  const place = text.locator('[data-current="true"]');
  await expect(place).toContainText(word.slice(0, 3));
  await expect(frame.locator('mark:target')).toHaveCount(0);
  const shown = () =>
    page.getByTestId('rendering-frame').evaluate((element) => {
      const inside = (element as HTMLIFrameElement).contentWindow as (Window & typeof globalThis) | null;
      return [...(inside?.CSS.highlights.get('here') ?? [])].map((range) => range.toString());
    });
  await expect.poll(shown).toContain(word);
});

test('walks through the hits of a search on both sides, by keyboard', async ({ desk }) => {
  const row = find(desk.host.batch('b-main').rows, isDone('docx'));
  const page = await desk.open(`/search/${row.id}?q=survey`);
  await expect(page.getByTestId('hit-count')).toHaveText(/^Hit 1 of \d+$/);
  await expect(page.getByTestId('back-to-search')).toContainText('Search: survey');
  const frame = page.frameLocator('[data-testid="rendering-frame"]');
  await expect(frame.locator('mark[data-hit]:target')).toHaveText('survey');
  const first = await frame.locator('mark:target').getAttribute('id');
  await page.keyboard.press('n');
  await expect(page.getByTestId('hit-count')).toHaveText(/^Hit 2 of \d+$/);
  await expect(frame.locator('mark:target')).not.toHaveAttribute('id', first ?? '');
  await expect(page.getByTestId('hit-mark').and(page.locator('[data-current="true"]'))).toHaveCount(1);
  await page.keyboard.press('p');
  await expect(frame.locator('mark:target')).toHaveAttribute('id', first ?? '');
  await page.getByTestId('back-to-search').click();
  await expect(page.getByTestId('search-input')).toHaveValue('survey');
});

test('leads from a warning to the page that it names', async ({ desk }) => {
  const row = find(desk.host.batch('b-main').rows, (one) => isDone('pdf')(one) && (one.pages ?? 0) > 2);
  row.warnings = [{ code: 'low_or_no_text', stage: 'ocr', detail: '', attempt: 1, pages: [2] }];
  const page = await desk.open(`/document/${row.id}`);
  await expect(page.getByTestId('page-number')).toHaveValue('1');
  await page.getByRole('button', { name: 'Look at page 2' }).press('Enter');
  await expect(page.getByTestId('page-number')).toHaveValue('2');
  const region = page.getByRole('region', { name: /^Page 2 of/ });
  await expect(region).toBeFocused();
  await expect(region).toBeInViewport();
  await expect(page.getByTestId('document-text')).toContainText('Page 2');
});

test('says where a document came from, and checks its original', async ({ desk }) => {
  const row = find(desk.host.batch('b-main').rows, isDone('eml'));
  const page = await desk.open(`/document/${row.id}`);
  const custody = page.getByTestId('custody');
  await expect(custody).toContainText('added as “Production 003”');
  await expect(custody).toContainText(`From /home/pat/Matters/${row.path}`);
  await expect(custody).toContainText('Nothing of its batch was handed over.');
  await page.getByTestId('check-original').click();
  await expect(page.getByTestId('original-state')).toContainText(
    'The original is the file that was received.',
  );
  const handlers = desk.host.handlers as Record<string, unknown>;
  handlers['documents.verify'] = async () => ({ state: 'altered', checkedAt: Date.now() });
  await page.getByTestId('check-original').click();
  await expect(page.getByTestId('original-state')).toContainText('The original was altered.');
  await page.getByTestId('download-original').click();
  await expect(page.getByRole('alert')).toContainText('The original was altered.');
});

/** Two similar documents, of which the second is looked at, as mails of one thread. */
function similarTo(longest: DocumentRow, row: DocumentRow): SimilarDocuments {
  const member = ({ id, path }: DocumentRow) => ({
    id,
    path,
    batchId: 'b-main',
    batchName: 'Production 003',
  });
  const mail = { subject: 'Pumps', sender: 'Dana Reyes', sent: '2024-05-06T14:00:00Z', parentId: null };
  return {
    state: 'compared',
    place: { pivot: longest.id, percent: 87, documents: 2 },
    family: [
      { ...member(longest), percent: 100, pivot: true },
      { ...member(row), percent: 87, pivot: false },
    ],
    threadPlace: { thread: row.id, place: 0, inclusive: false, containedIn: longest.id, documents: 2 },
    thread: [
      { ...member(row), ...mail, inclusive: false, containedIn: longest.id },
      { ...member(longest), ...mail, subject: 'Re: Pumps', inclusive: true, containedIn: null },
    ],
  };
}

test('lists similar documents and the thread, and leads to them', async ({ desk }) => {
  const [row, longest] = desk.host.batch('b-main').rows.filter((one) => one.status === 'completed');
  if (row === undefined || longest === undefined) throw new Error('The sample batch has too few documents');
  const handlers = desk.host.handlers as Record<string, unknown>;
  handlers['documents.similar'] = async () => similarTo(longest, row);
  const page = await desk.open(`/document/${row.id}`);
  const similar = page.getByTestId('similar');
  await expect(similar.getByRole('listitem')).toHaveText([
    `Longest${longest.path} Show differences`,
    /^87%.*\(This document\)$/,
    /^List those of this batch/,
  ]);
  const thread = page.getByTestId('thread').getByRole('listitem');
  await expect(thread).toHaveText([
    /^Contained.*Pumps \(This document\)/,
    /^Inclusive.*Re: Pumps.*Dana Reyes/,
    /^List those of this batch/,
  ]);
  await similar.getByRole('link', { name: `Show differences from ${longest.path}` }).press('Enter');
  await expect(page.getByTestId('differences-sum')).toHaveText(
    '305 words in both, 1 only in the first, 1 only in the second.',
  );
  await page.getByTestId('differences-next').press('Enter');
  await expect(page.locator('del[data-current]')).toHaveText('$4,250.00');
  await page.getByRole('button', { name: /words that both have$/ }).press('Enter');
  await expect(page.getByRole('button', { name: /words that both have$/ })).toHaveCount(0);
  await page.getByTestId('back-to-document').click();
  await page.getByTestId('similar').getByTestId('related-list').press('Enter');
  await expect(page.getByTestId('documents-filter')).toHaveText(
    'Only documents that are similar to one document',
  );
  await page.goBack();
  await similar.getByRole('link', { name: longest.path, exact: true }).press('Enter');
  await expect(page).toHaveURL(new RegExp(`${longest.id}$`));
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`finds no accessibility violation in ${colorScheme}`, async ({ desk, page }) => {
    await page.emulateMedia({ colorScheme });
    const row = find(desk.host.batch('b-main').rows, isDone('docx'));
    const other = find(desk.host.batch('b-main').rows, isDone('eml'));
    const handlers = desk.host.handlers as Record<string, unknown>;
    handlers['documents.similar'] = async () => similarTo(other, row);
    await desk.open(`/search/${row.id}?q=survey`);
    await expect(page.getByTestId('thread')).toBeVisible();
    await expect(page.frameLocator('[data-testid="rendering-frame"]').locator('mark').first()).toBeVisible();
    await expect(page.getByTestId('custody')).toContainText('SHA-256');
    expect.soft(await violationsOf(page), 'review with hits').toEqual([]);
    await page.getByTestId('original-menu').click();
    await expect(page.getByRole('button', { name: 'Copy SHA-256' })).toBeVisible();
    expect.soft(await violationsOf(page), 'menu of the original').toEqual([]);
  });
