/** Uploads: the dropped tree is walked, sent six files at a time, and every file is accounted for. */
import { rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RedwellError } from '../../../src/shared/errors.ts';
import { dropOnPage } from './support/drop.ts';
import { expect, test } from './support/fixture.ts';

test.use({ scenario: 'empty' });

/** Writes `<path>` with its own name as content. @returns the relative paths, sorted */
async function plant(root: string, paths: readonly string[]): Promise<string[]> {
  for (const path of paths) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), path);
  }
  return [...paths].sort();
}

const sorted = (files: readonly { path: string }[] | undefined): string[] =>
  (files ?? []).map(({ path }) => path).sort();

test('keeps the tree of 500 files dropped on any page', async ({ desk, folder }) => {
  // Chromium lists a folder in batches of 100, so one folder has more than twice that.
  const paths = await plant(folder, [
    ...Array.from({ length: 250 }, (_, index) => `Matter/Scans/box 1/scan ${index}.tiff`),
    ...Array.from({ length: 200 }, (_, index) => `Matter/Letters/${index % 40}/letter ${index}.pdf`),
    ...Array.from(
      { length: 50 },
      (_, index) => `Matter/tiefe/ä ö/${'sub/'.repeat(index % 9)}Ünïcode #${index}?&=+%.txt`,
    ),
  ]);
  const page = await desk.open('/health');
  await dropOnPage(page, [join(folder, 'Matter')]);
  await expect(page).toHaveURL(/#\/intake$/);
  await expect(page.getByTestId('drop-status')).toHaveText('Ready to submit', { timeout: 60_000 });
  const [drop] = [...desk.host.drops.values()];
  expect(drop?.name).toBe('Matter');
  expect(sorted(desk.host.received.get(drop?.id ?? ''))).toEqual(paths);
  expect(desk.served.mostAtOnce()).toBeLessThanOrEqual(6);
  await expect(page.getByTestId('inventory-documents')).toContainText('500');
});

test('makes a drop of each folder, and one of the single files, and submits them as one batch', async ({
  desk,
  folder,
}) => {
  const paths = await plant(folder, ['One/a.pdf', 'Two/b.pdf', 'c.txt']);
  const page = await desk.open('/intake');
  await dropOnPage(page, [join(folder, 'One'), join(folder, 'Two'), join(folder, 'c.txt')]);
  await expect(page.getByTestId('drop-card')).toHaveCount(3);
  await expect(page.getByTestId('several-drops')).toContainText('3 drops ready');
  expect([...desk.host.drops.values()].map(({ name }) => name).sort()).toEqual(['One', 'Two', 'c.txt']);
  expect(sorted([...desk.host.received.values()].flat())).toEqual(paths);
  await page.getByLabel('One batch of 3 documents').check();
  await page.getByTestId('joined-name').fill('Both boxes');
  await page.getByTestId('submit-all').click();
  await expect
    .poll(() => [...desk.host.batches.values()].at(-1)?.view(Date.now()))
    .toMatchObject({ name: 'Both boxes', equation: { received: 3 } });
});

test('finishes a drop of an empty folder', async ({ desk, folder }) => {
  await mkdir(join(folder, 'Nothing', 'in here'), { recursive: true });
  const page = await desk.open('/intake');
  await dropOnPage(page, [join(folder, 'Nothing')]);
  await expect(page.getByTestId('drop-status')).toHaveText('Ready to submit');
  await expect(page.getByTestId('inventory-documents')).toContainText('0');
});

test('keeps the tree of a folder chosen in the file dialog', async ({ desk, folder }) => {
  const paths = await plant(folder, ['Chosen/a.pdf', 'Chosen/deep/er/b.pdf']);
  const page = await desk.open('/intake');
  await page.getByTestId('folder-input').setInputFiles(join(folder, 'Chosen'));
  await expect(page.getByTestId('drop-status')).toHaveText('Ready to submit');
  expect(sorted([...desk.host.received.values()].flat())).toEqual(paths);
});

test('sends a file again when the connection breaks', async ({ desk, folder }) => {
  const paths = await plant(folder, ['Matter/a.pdf', 'Matter/b.pdf']);
  const attempts: string[] = [];
  desk.served.onUpload = (path, attempt) => {
    attempts.push(`${path} ${attempt}`);
    return path.endsWith('a.pdf') && attempt < 3 ? 'break' : null;
  };
  const page = await desk.open('/intake');
  await dropOnPage(page, [join(folder, 'Matter')]);
  await expect(page.getByTestId('drop-status')).toHaveText('Ready to submit');
  expect(sorted([...desk.host.received.values()].flat())).toEqual(paths);
  expect(attempts).toContain('Matter/a.pdf 3');
});

test('lists a refused file and a missing file, and sends the rest', async ({ desk, folder }) => {
  await plant(folder, [
    ...Array.from({ length: 20 }, (_, index) => `Matter/m${index}.pdf`),
    'Matter/huge.pdf',
    'Matter/zz-gone.pdf',
  ]);
  desk.served.onUpload = (path) => {
    if (path.endsWith('zz-gone.pdf')) {
      rmSync(join(folder, 'Matter', 'zz-gone.pdf'), { force: true });
      return 'break';
    }
    if (path.endsWith('huge.pdf'))
      return new RedwellError('invalid_input', 'huge.pdf is larger than the limit.', {
        details: { exception: 'oversize' },
      });
    return null;
  };
  const page = await desk.open('/intake');
  await dropOnPage(page, [join(folder, 'Matter')]);
  await expect(page.getByTestId('drop-status')).toHaveText('Ready to submit');
  const problems = page.getByTestId('drop-problem');
  await expect(problems.filter({ hasText: 'huge.pdf' })).toContainText('larger than the limit');
  await expect(problems.filter({ hasText: 'gone.pdf' })).toContainText('could not be found');
  expect([...desk.host.received.values()].flat()).toHaveLength(20);
});

test('ends the upload on a full disk and says what to do', async ({ desk, folder }) => {
  await plant(
    folder,
    Array.from({ length: 40 }, (_, index) => `Matter/${index}.pdf`),
  );
  desk.served.onUpload = () =>
    new RedwellError('disk_full', 'The disk is full.', {
      action: 'Free some space, then drop the folder again.',
    });
  const page = await desk.open('/intake');
  await dropOnPage(page, [join(folder, 'Matter')]);
  await expect(page.getByTestId('error-alert')).toContainText('The disk is full.');
  await expect(page.getByTestId('error-alert')).toContainText('Free some space');
  expect(desk.host.asked).not.toContain('intake.uploaded');
});

test('reports an interrupted upload after a reload', async ({ desk }) => {
  desk.host.begin('Half', [], 'upload');
  const page = await desk.open('/intake');
  await expect(page.getByTestId('drop-card')).toContainText('The upload was interrupted');
  await page.getByTestId('discard-drop').click();
  await expect(page.getByTestId('drop-card')).toHaveCount(0);
});
