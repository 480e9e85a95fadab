/** `npm run dev` in a real Chromium: an edited component appears without a reload and keeps its state. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findChromium } from '../../../scripts/lib-chromium.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A component of the test's own, so that no change of the real page can break this test. */
const probe = (label: string): string => `
import { useState } from 'react';
export function Probe() {
  const [count, setCount] = useState(0);
  return <button id="probe" style={{ position: 'fixed', top: 0, left: 0, zIndex: 9999 }} onClick={() => setCount(count + 1)}>${label} {count}</button>;
}
`;
const MOUNT = `
import { Probe } from './probe.tsx';
createRoot(document.body.appendChild(document.createElement('div'))).render(<Probe />);
`;

let dir: string;
let renderer: string;
let dev: ChildProcess;
let browser: Browser;

async function printedAddress(): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    for (const stream of [dev.stdout, dev.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const [address] = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(output) ?? [];
        if (address !== undefined) resolve(address);
      });
    dev.once('exit', (code) => reject(new Error(`It exited with ${code}:\n${output}`)));
  });
}

beforeAll(async () => {
  // Inside the checkout, so that the copy finds node_modules; this folder is ignored by git.
  await mkdir(join(ROOT, '.redwell'), { recursive: true });
  dir = await mkdtemp(join(ROOT, '.redwell', 'dev-test-'));
  renderer = join(dir, 'src', 'renderer');
  await cp(join(ROOT, 'src', 'renderer'), renderer, { recursive: true });
  await cp(join(ROOT, 'src', 'shared'), join(dir, 'src', 'shared'), { recursive: true });
  await writeFile(join(renderer, 'probe.tsx'), probe('before'));
  const entry = join(renderer, 'main.tsx');
  await writeFile(entry, (await readFile(entry, 'utf8')) + MOUNT);
  const args = ['--renderer', renderer, '--data', join(dir, 'data'), '--port', '0', '--no-open'];
  dev = spawn(process.execPath, [join(ROOT, 'scripts', 'dev.mjs'), ...args], {
    env: { ...process.env, REDWELL_ELECTRON: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const executablePath = findChromium();
  browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
});
afterAll(async () => {
  await browser?.close();
  if (dev.exitCode === null && dev.signalCode === null) {
    dev.kill('SIGINT');
    await once(dev, 'exit');
  }
  await rm(dir, { recursive: true, force: true });
});

it('shows an edited component without a reload, over the host’s own origin and session', async () => {
  const address = await printedAddress();
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address);
  const button = page.locator('#probe');
  await button.click();
  await button.click();
  expect(await button.textContent()).toBe('before 2');
  await page.evaluate(() => Object.assign(window, { marker: 'still here' }));

  await writeFile(join(renderer, 'probe.tsx'), probe('after'));
  await expect.poll(() => button.textContent(), { timeout: 30_000 }).toBe('after 2');
  expect(await page.evaluate(() => (window as { marker?: string }).marker)).toBe('still here');

  // The app also loads at a deep address, and its bridge works.
  await page.goto(new URL('/batch/any#/health', address).href);
  await page.getByRole('heading', { name: 'Health' }).waitFor();
  await page.getByText('redis', { exact: false }).first().waitFor();
  expect(errors).toEqual([]);
  await page.close();

  dev.kill('SIGINT');
  expect((await once(dev, 'exit'))[0]).toBe(0);
});
