import type { BridgeHost } from '../../doubles/bridge-host.ts';
import { expect, test } from './support/fixture.ts';

const NAME = 'invoice\u202egpj.exe';
const SHOWN = 'invoice\\u{202E}gpj.exe';

/** Gives all documents of a batch the same path. */
function rename(host: BridgeHost, path: string): void {
  for (const row of host.batches.get('b-main')?.rows ?? []) Object.assign(row, { path });
}

test('shows the true extension of a name that turns its letters around', async ({ desk }) => {
  rename(desk.host, `folder/${NAME}`);
  const page = await desk.open('/batch/b-main');
  await page.getByRole('tab', { name: /Documents/ }).click();
  const name = page.getByText(SHOWN, { exact: true }).first();
  await expect(name).toBeVisible();
  await expect(page.locator('body')).not.toContainText('\u202e');
  // Nothing on the page says the name in its attributes either.
  expect(await page.content()).not.toContain('\u202e');
});

test('keeps the extension of a name in Hebrew at its end', async ({ desk }) => {
  rename(desk.host, 'folder/חוזה.pdf.exe');
  const page = await desk.open('/batch/b-main');
  await page.getByRole('tab', { name: /Documents/ }).click();
  const name = page.getByText('חוזה.pdf.exe').first();
  await expect(name).toBeVisible();
  // The extension is drawn to the right of the first letter.
  const [first, extension] = await name.evaluate((element) => {
    const text = element.firstChild as Text;
    const at = (character: string, from = 0): number => {
      const range = document.createRange();
      const index = text.data.indexOf(character, from);
      range.setStart(text, index);
      range.setEnd(text, index + 1);
      return range.getBoundingClientRect().left;
    };
    return [at('ח'), at('x', text.data.indexOf('.exe'))] as const;
  });
  expect(extension).toBeGreaterThan(first);
});
