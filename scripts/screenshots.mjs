/**
 * `npm run screenshots`: takes pictures of every page of the real app with the sample matter, in test-results/screenshots,
 * and replaces those that docs/screenshots has.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { findChromium } from './lib-chromium.mjs';
import { ROOT } from './lib-run.mjs';

const OUT = join(ROOT, 'test-results', 'screenshots');
const DOCS = join(ROOT, 'docs', 'screenshots');
const MATTER = join(ROOT, 'resources', 'sample-matter');
const SIZES = { small: { width: 1280, height: 800 }, large: { width: 1920, height: 1080 } };

async function startServe(dataDir, env = {}) {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'out', 'main', 'serve.js'), '--data', dataDir, '--port', '0', '--no-open'],
    {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  while (!/token=\S+/.test(text)) await once(child.stdout, 'data');
  return {
    address: /http:\S+token=\S+/.exec(text)[0],
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      await gone;
    },
  };
}

/** Opens the app in one color scheme and size. `shot` writes a small PNG. */
async function openPage(browser, address, scheme, size) {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme: scheme });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByTestId('nav-overview').waitFor();
  const shot = async (name) => {
    await page.mouse.move(0, 0);
    const png = await page.screenshot({ animations: 'disabled' });
    await writeFile(
      join(OUT, `${name}-${scheme}-${size}.png`),
      await sharp(png).png({ palette: true, colors: 128 }).toBuffer(),
    );
  };
  /** Takes a picture with the part `testId` scrolled to the top. */
  const shotBelow = async (testId, name) => {
    // The header covers 52 pixels.
    await page
      .getByTestId(testId)
      .evaluate((part) => window.scrollTo(0, part.getBoundingClientRect().top + window.scrollY - 64));
    await shot(name);
  };
  return { page, shot, shotBelow, close: () => context.close() };
}

async function drop(page, path) {
  const box = await page.getByTestId('drop-zone').boundingBox();
  const session = await page.context().newCDPSession(page);
  const at = {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    data: { items: [], files: [path], dragOperationsMask: 1 },
  };
  for (const type of ['dragEnter', 'dragOver', 'drop'])
    await session.send('Input.dispatchDragEvent', { type, ...at });
}

async function tour(browser, scheme, size) {
  const dataDir = await mkdtemp(join(tmpdir(), 'redwell-shots-'));
  let serve = await startServe(dataDir);
  let { page, shot, shotBelow, close } = await openPage(browser, serve.address, scheme, size);
  const go = (name) => page.getByTestId(`nav-${name}`).click();
  await page.getByTestId('redis-state').filter({ hasText: 'Ready' }).waitFor();
  await shot('overview-empty');
  await go('intake');
  await page.getByTestId('drop-zone').waitFor();
  await shot('intake-empty');
  await drop(page, MATTER);
  await page.getByTestId('inventory').waitFor();
  await shot('intake-inventory');
  await page.getByTestId('password').fill('not this one');
  await page.getByTestId('password').press('Enter');
  await page.getByText('The password offered does not open').waitFor();
  await page.getByTestId('passwords').evaluate((panel) => panel.scrollIntoView({ block: 'center' }));
  await shot('intake-passwords');
  await page.getByTestId('batch-matter').fill('Harlan v. Crestline');
  await page.getByTestId('submit-batch').click();
  await page
    .getByTestId('batch-percent')
    .filter({ hasText: /[2-9]\d/ })
    .first()
    .waitFor();
  await shot('batch-busy');
  await go('overview');
  await shot('overview-busy');
  await page.getByTestId('recent-batch').first().waitFor({ timeout: 60_000 });
  await shot('overview-done');
  // The message would cover every later page.
  await page.getByRole('button', { name: 'Close' }).first().click();
  await go('history');
  await page.getByText('sample-matter').first().click();
  await page.getByTestId('batch-outcome').waitFor();
  await shot('batch-failing');
  await page.getByTestId('add-passwords').click();
  await page.getByTestId('batch-password').fill('neither this one');
  await shot('batch-passwords');
  await page.keyboard.press('Escape');
  await page.getByTestId('tab-entities').click();
  await page.getByTestId('entities-table').getByRole('button').first().waitFor();
  await page.mouse.wheel(0, 2000);
  await shot('batch-entities');
  await page.getByTestId('batch-rerun').click();
  await page.getByTestId('batch-rerun-confirm').waitFor();
  await shot('batch-rerun');
  await page.keyboard.press('Escape');
  await page.getByTestId('tab-documents').click();
  await page.getByTestId('documents-search').fill('Motion to Compel');
  await page
    .getByRole('link', { name: /Motion to Compel/ })
    .first()
    .click();
  await page
    .getByTestId('page-foot')
    .filter({ hasText: /found on the page/ })
    .waitFor();
  await shot('document');
  await go('needs-you');
  await page.getByTestId('needs-box').nth(1).click();
  await shot('needs-you');
  await go('search');
  await page.getByTestId('search-input').fill('crates w/5 wet');
  await page.getByTestId('search-input').press('Enter');
  await page.getByTestId('facet-type').first().waitFor();
  await shot('search');
  await go('health');
  await page.getByTestId('health-redis').waitFor();
  await shot('health');
  // The times appear with the next health report.
  await page.getByTestId('health-stage-times').waitFor();
  await shotBelow('health-tuning', 'health-tuning');
  await page.getByTestId('figures-check').click();
  await page.getByTestId('figures-at').waitFor();
  await shotBelow('health-work', 'health-work');
  await go('settings');
  await page.getByTestId('settings-redis-url').waitFor();
  await shot('settings');
  await close();
  await serve.stop();
  serve = await startServe(dataDir, { REDWELL_REDIS_URL: 'redis://127.0.0.1:1/' });
  ({ page, shot, shotBelow, close } = await openPage(browser, serve.address, scheme, size));
  await page.getByTestId('nav-history').click();
  await page.getByText('sample-matter').first().waitFor();
  await shot('history-offline');
  await page.getByTestId('nav-health').click();
  await page.getByTestId('health-redis').waitFor();
  await shot('health-offline');
  await shotBelow('health-tuning', 'health-tuning-offline');
  await page.getByTestId('nav-history').click();
  await page.getByText('sample-matter').first().click();
  await page.getByTestId('batch-rerun').click();
  await page.getByTestId('batch-rerun-confirm').waitFor();
  await shot('batch-rerun-offline');
  await close();
  await serve.stop();
  await rm(dataDir, { recursive: true, force: true });
}

await mkdir(OUT, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: [
    '--disable-gpu',
    '--disable-background-networking',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ],
});
try {
  await tour(browser, 'light', 'small');
  await tour(browser, 'dark', 'small');
  await tour(browser, 'light', 'large');
} finally {
  await browser.close();
}
for (const name of await readdir(DOCS)) await copyFile(join(OUT, name), join(DOCS, name));
