/** Review shows hostile documents, and nothing in them runs, reaches a network, or leads anywhere. */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** Counts everything that reaches it. */
async function trap(): Promise<{ server: Server; origin: string; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, reply) => {
    seen.push(request.url ?? '');
    reply.setHeader('access-control-allow-origin', '*').end('<script>top.document.title="owned"</script>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** A page that tries whatever a page can try without being asked, and some that it can when it is clicked. */
const attacks = (to: string): string => `
  <script>new Image().src='${to}/script';top.document.title='owned';parent.owned=1;location='${to}/location'</script>
  <meta http-equiv="refresh" content="0;url=${to}/refresh"><base href="${to}/base/">
  <link rel="stylesheet" href="${to}/css"><link rel="preload" as="image" href="${to}/preload"><link rel="dns-prefetch" href="${to}">
  <style>@import url(${to}/import);body{background:url(${to}/background)}@font-face{font-family:x;src:url(${to}/font)}p{font-family:x}</style>
  <p style="background:url(${to}/inline)" onmouseover="parent.owned=1" onclick="parent.owned=1">kept text</p>
  <img src="${to}/img" srcset="${to}/srcset 2x" onerror="parent.owned=1"><picture><source srcset="${to}/source"><img></picture>
  <svg><script>parent.owned=1</script><image href="${to}/svg"/><use href="${to}/use#a"/><animate onbegin="parent.owned=1"/></svg>
  <iframe src="${to}/iframe"></iframe><iframe srcdoc="<script>parent.parent.owned=1;new Image().src='${to}/srcdoc'</script>"></iframe>
  <object data="${to}/object"></object><embed src="${to}/embed"><video src="${to}/video" poster="${to}/poster" autoplay></video>
  <audio src="${to}/audio" autoplay></audio><table background="${to}/table"><tr><td>cell</table>
  <form action="${to}/form" method="post"><input name="a" value="field" autofocus onfocus="parent.owned=1"><button>Send form</button></form>
  <a href="${to}/self" ping="${to}/ping">Plain link</a> <a href="${to}/top" target="_top">Top link</a>
  <a href="${to}/blank" target="_blank">New link</a> <a href="javascript:parent.owned=1">Script link</a>`;

const MAIL = (html: string): string =>
  [
    'From: a@b.example',
    'Subject: Hostile mail',
    'MIME-Version: 1.0',
    'Content-Type: text/html',
    '',
    html,
  ].join('\r\n');

async function open(page: Page, name: string): Promise<void> {
  await page.getByTestId('tab-documents').click();
  await page.getByTestId('documents-search').fill(name);
  await expect(page.getByTestId('documents-total')).toHaveText('1 document');
  // A list that is loading anew may take a row away under the click.
  await expect(async () => {
    await page.getByRole('link', { name }).first().click({ timeout: 2000 });
    await expect(page).toHaveURL(/#\/document\//, { timeout: 2000 });
  }).toPass();
}

test('shows a hostile page and a hostile mail, and nothing in them acts', async ({ desk }, info) => {
  const { server, origin, seen } = await trap();
  const folder = info.outputPath('Hostile');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'hostile.html'), attacks(origin));
  await writeFile(join(folder, 'hostile.eml'), MAIL(attacks(origin)));
  const page = await desk.start({ folder });
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await expect(page.getByTestId('batch-status')).toHaveText(/completed/i, { timeout: 60_000 });
  const list = page.url();
  for (const name of ['hostile.html', 'hostile.eml']) {
    await page.goto(list);
    await open(page, name);
    const element = page.getByTestId('rendering-frame');
    await expect(element).toHaveAttribute('sandbox', 'allow-same-origin');
    const frame = page.frameLocator('[data-testid="rendering-frame"]');
    await expect(frame.locator('p', { hasText: 'kept text' })).toBeVisible();
    await expect(
      frame.locator('script, style + style, form, input, iframe, object, a, [onclick], [href]'),
    ).toHaveCount(0);
    for (const text of ['kept text', 'Plain link', 'Top link', 'Script link'])
      await frame.getByText(text).first().click();
    await expect(page.getByTestId('rendering-foot')).toContainText('Not shown:');
    await expect(page.getByTestId('rendering-foot')).toContainText('a script;');
    expect(page.url()).toContain('/document/');
  }
  expect(await page.evaluate(() => [document.title, (window as { owned?: number }).owned])).toEqual([
    'hostile.eml · Redwell',
    undefined,
  ]);
  expect(page.context().pages()).toHaveLength(1);
  expect([seen, dialogs]).toEqual([[], []]);
  server.close();
});

test('keeps the walls of the frame when a hostile page gets past everything before it', async ({
  desk,
}, info) => {
  const { server, origin, seen } = await trap();
  const folder = info.outputPath('Walls');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'plain.html'), '<p>plain text</p>');
  const page = await desk.start({ folder });
  await expect(page.getByTestId('batch-status')).toHaveText(/completed/i, { timeout: 60_000 });
  await open(page, 'plain.html');
  const frame = page.frameLocator('[data-testid="rendering-frame"]');
  await expect(frame.getByText('plain text')).toBeVisible();
  await page.evaluate((html) => {
    const element = document.querySelector<HTMLIFrameElement>('[data-testid="rendering-frame"]');
    if (element !== null) element.srcdoc = element.srcdoc.replace('plain text', () => html);
  }, attacks(origin));
  await expect(frame.getByText('kept text')).toBeVisible();
  await frame.getByRole('button', { name: 'Send form' }).click();
  await frame.getByText('Script link').click();
  await frame.getByText('New link').click();
  await frame.getByText('Top link').click();
  await frame.getByText('kept text').click();
  expect(seen).toEqual([]);
  // The last, because the frame shows nothing after it.
  await frame.getByText('Plain link').click();
  await expect(frame.getByText('kept text')).toHaveCount(0);
  expect(await page.evaluate(() => [document.title, (window as { owned?: number }).owned])).toEqual([
    'plain.html · Redwell',
    undefined,
  ]);
  expect(page.context().pages()).toHaveLength(1);
  expect(seen).toEqual([]);
  // The same page without walls does all of it, so that the trap is known to work.
  const other = await page.context().newPage();
  // Without what would leave the page before the rest of it is loaded.
  const stays = attacks(origin)
    .replace(/<script>.*?<\/script>|<meta [^>]*>/, '')
    .replace(/<meta [^>]*>/, '');
  await other.setContent(stays);
  await expect.poll(() => new Set(seen).size).toBeGreaterThan(9);
  server.close();
});
