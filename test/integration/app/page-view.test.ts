/** People look at the pages of a batch: as they were received, or with a sentence that says why not. */
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import { REQUESTS } from '../../../src/shared/bridge.ts';
import type { DocumentRow } from '../../../src/shared/documents.ts';
import {
  allDocuments,
  batchEnd,
  makeDataDir,
  openTestRedwell,
  removeDataDir,
} from '../../support/redwell.ts';
import { LETTER_LINES, MAIL, scannedPdf, scanPng, textPdf } from '../pipeline/fixtures.ts';

let dataDir: string;
let redwell: Redwell;
let rows: DocumentRow[];
beforeAll(async () => {
  dataDir = await makeDataDir();
  const folder = join(dataDir, 'matter');
  await mkdir(folder);
  await writeFile(
    join(folder, 'typed.pdf'),
    await textPdf(['Harlan Maritime Supply, Inc. of Gloucester', 'Second page']),
  );
  await writeFile(join(folder, 'scan.pdf'), await scannedPdf([await scanPng(LETTER_LINES, 200)]));
  await writeFile(join(folder, 'altered.pdf'), await textPdf(['The sum of 100 dollars']));
  await writeFile(join(folder, 'gone.pdf'), await textPdf(['Here today']));
  await writeFile(join(folder, 'mail.eml'), MAIL);
  redwell = await openTestRedwell(join(dataDir, 'data'));
  const { id } = await submitFolder(redwell, folder);
  await batchEnd(redwell, id);
  rows = await allDocuments(redwell, id);
});
afterAll(async () => {
  await redwell.dispose();
  await removeDataDir(dataDir);
});

const idOf = (name: string): string => rows.find(({ path }) => path === name)?.id ?? '';
const page = (name: string, number = 1) =>
  redwell.handlers['documents.page']({ documentId: idOf(name), page: number, width: 500 });
const vaultPath = (name: string): string => {
  const sha256 = rows.find(({ path }) => path === name)?.sha256 ?? '';
  return join(dataDir, 'data', 'vault', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
};

it.each(['typed.pdf', 'scan.pdf'])(
  'shows a page and where each word of its text stands: %s',
  async (name) => {
    const view = await page(name);
    expect(REQUESTS['documents.page'].output.parse(view)).toEqual(view);
    const words = await redwell.handlers['documents.words']({ documentId: idOf(name), page: 1 });
    expect(REQUESTS['documents.words'].output.parse(words)).toEqual(words);
    expect(words.located).toBeGreaterThan(0.95);
    const { text } = await redwell.handlers['documents.get']({ documentId: idOf(name) });
    const first = words.words[0];
    expect(text?.slice(first?.start, first?.end)).toMatch(/^\w+/);
    expect(first?.confidence === null).toBe(name === 'typed.pdf');
  },
);

it('says so when a document has no such page, or no pages at all', async () => {
  await expect(page('typed.pdf', 3)).rejects.toMatchObject({
    code: 'not_found',
    message: 'Page 3 of “typed.pdf” cannot be shown: The document has no page 3, only 2.',
  });
  await expect(page('mail.eml')).rejects.toMatchObject({
    code: 'not_allowed',
    message: '“mail.eml” has no pages to show.',
  });
});

it('never shows an original that was altered or is gone', async () => {
  const altered = vaultPath('altered.pdf');
  await chmod(altered, 0o600);
  await writeFile(altered, (await textPdf(['The sum of 900 dollars'])).subarray(0));
  await expect(page('altered.pdf')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('“altered.pdf”'),
  });
  await rm(vaultPath('gone.pdf'));
  await expect(page('gone.pdf')).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('“gone.pdf”'),
  });
});
