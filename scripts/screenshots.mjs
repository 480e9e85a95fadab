/**
 * `npm run screenshots`: takes pictures of every page and state of the real app with the sample matter, in every look, in
 * test-results/screenshots. Replaces those that docs/screenshots has, and fails if axe finds a violation.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { findChromium } from './lib-chromium.mjs';
import { ROOT } from './lib-run.mjs';

const OUT = join(ROOT, 'test-results', 'screenshots');
const DOCS = join(ROOT, 'docs', 'screenshots');
const MATTER = join(ROOT, 'resources', 'sample-matter');
const SIZES = {
  narrow: { width: 640, height: 900 },
  small: { width: 1280, height: 800 },
  large: { width: 1920, height: 1080 },
};
/** Color scheme and size of the pictures of each state. */
const LOOKS = [
  ['light', 'small'],
  ['dark', 'small'],
  ['contrast', 'small'],
  ['light', 'narrow'],
  ['light', 'large'],
];
const PASSING = LOOKS.slice(0, 2);
/** What axe found, and pages that are wider than their window. */
const faults = [];

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

/** Opens the app. `shot` takes a state of it in every look, and asks axe about it. */
async function openPage(browser, address) {
  const context = await browser.newContext({ viewport: SIZES.small, colorScheme: 'light' });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByTestId('nav-overview').waitFor();
  /** @param looks fewer of them for a state that passes */
  const shot = async (name, looks = LOOKS) => {
    await page.mouse.move(0, 0);
    for (const look of looks) await shotOf(page, name, look);
    await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
    await page.setViewportSize(SIZES.small);
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

async function shotOf(page, name, [scheme, size]) {
  const contrast = scheme === 'contrast' ? 'more' : 'no-preference';
  await page.emulateMedia({ colorScheme: scheme === 'dark' ? 'dark' : 'light', contrast });
  await page.setViewportSize(SIZES[size]);
  // Some colors change gradually. Spinners never end.
  await page.waitForFunction(() =>
    document.getAnimations().every((one) => !(one instanceof CSSTransition) || one.playState !== 'running'),
  );
  const png = await page.screenshot({ animations: 'disabled' });
  const file = `${name}-${scheme}-${size}.png`;
  await writeFile(join(OUT, file), await sharp(png).png({ palette: true, colors: 128 }).toBuffer());
  if (size !== 'small') return;
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  // In other colors only the contrast differs.
  if (scheme !== 'light') axe.withRules(['color-contrast']);
  const { violations } = await axe.analyze();
  for (const { id, nodes } of violations)
    faults.push(`${file}: ${id}: ${nodes[0]?.html.slice(0, 160)} (${nodes.length})`);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) faults.push(`${file}: the page is ${overflow} px wider than its window`);
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

/** Opens a document of the batch that is shown. */
async function openDocument(page, name) {
  await page.getByTestId('tab-documents').click();
  await page.getByTestId('documents-search').fill(name);
  await page
    .getByTestId('documents-total')
    .filter({ hasText: /^1 document/ })
    .waitFor();
  await page.getByTestId('documents-table').getByRole('link', { name }).first().click();
  await page.getByTestId('document-title').waitFor();
}

async function intakeTour({ page, shot, shotBelow }) {
  await page.getByTestId('redis-state').filter({ hasText: 'Ready' }).waitFor();
  await shot('overview-empty');
  await page.getByTestId('nav-needs-you').click();
  await page.getByTestId('needs-empty').waitFor();
  await shot('needs-you-empty');
  await page.getByTestId('nav-history').click();
  await page.getByTestId('empty').waitFor();
  await shot('history-empty');
  await page.getByTestId('nav-intake').click();
  await page.getByTestId('drop-zone').waitFor();
  await shot('intake-empty');
  await drop(page, MATTER);
  await page.getByTestId('inventory').waitFor();
  await shot('intake-inventory');
  await shotBelow('entries-table', 'intake-files');
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
  await shot('batch-busy', PASSING);
  await page.getByTestId('nav-overview').click();
  await page.getByTestId('active-batch').waitFor();
  await shot('overview-busy', PASSING);
  await page.getByTestId('recent-batch').first().waitFor({ timeout: 180_000 });
  await shot('overview-done');
  // The message would cover every later page. On a slow machine it has gone already.
  const close = page.getByRole('button', { name: 'Close' }).first();
  if (await close.isVisible()) await close.click();
}

async function batchTour({ page, shot, shotBelow }) {
  await page.getByTestId('nav-history').click();
  await page.getByText('sample-matter').first().waitFor();
  await shot('history');
  await page.getByText('sample-matter').first().click();
  await page.getByTestId('batch-outcome').waitFor();
  await shot('batch-failing');
  await shotBelow('documents-table', 'batch-documents');
  await page.getByTestId('documents-table').locator('[data-row="1"]').getByRole('checkbox').click();
  await shot('batch-selection');
  await page.getByTestId('selection-clear').click();
  await page.getByTestId('columns').click();
  await shot('batch-columns', PASSING);
  await page.keyboard.press('Escape');
  await page.getByTestId('documents-search').fill('nothing has this name');
  await page.getByTestId('documents-empty').waitFor();
  await shot('batch-no-match');
  await page.getByTestId('documents-search').fill('');
  await page.getByTestId('add-passwords').click();
  await page.getByTestId('batch-password').fill('neither this one');
  await shot('batch-passwords');
  await page.keyboard.press('Escape');
  await page.getByTestId('tab-entities').click();
  await page.getByTestId('entities-table').getByRole('button').first().waitFor();
  await shotBelow('tab-entities', 'batch-entities');
  await page.getByTestId('tab-times').click();
  await shotBelow('tab-times', 'batch-times');
  await page.getByTestId('tab-details').click();
  await page.getByTestId('batch-details').waitFor();
  await shotBelow('tab-details', 'batch-details');
  await page.getByTestId('batch-rerun').click();
  await page.getByTestId('batch-rerun-confirm').waitFor();
  await shot('batch-rerun');
  await page.keyboard.press('Escape');
}

async function documentTour({ page, shot }) {
  const batch = page.url();
  const matched = page.getByTestId('page-foot').filter({ hasText: /found on the page/ });
  for (const [name, file, loaded] of [
    ['document', 'Motion to Compel', matched],
    ['document-scan', 'Inspection Report', matched],
    ['document-mail', 'Privileged', page.getByTestId('document-text')],
    ['document-exception', 'Damaged Exhibit', page.getByRole('main').getByRole('alert').first()],
  ]) {
    await page.goto(batch);
    await openDocument(page, file);
    await loaded.waitFor({ timeout: 60_000 });
    await shot(name);
  }
  await page.getByTestId('nav-needs-you').click();
  await page.getByTestId('needs-box').nth(1).click();
  await shot('needs-you');
  await page.getByTestId('needs-dismiss').click();
  await page.getByTestId('dismiss-reason').waitFor();
  await shot('needs-you-dismiss');
  await page.keyboard.press('Escape');
}

async function searchTour({ page, shot }) {
  await page.getByTestId('nav-search').click();
  const input = page.getByTestId('search-input');
  await input.waitFor();
  await shot('search-empty');
  await page.getByTestId('search-help').click();
  await shot('search-help');
  await page.getByTestId('search-help').click();
  await input.fill('crates w/5');
  await input.press('Enter');
  await page.getByTestId('search-problem').waitFor();
  await shot('search-problem');
  await input.fill('crates w/5 wet');
  await input.press('Enter');
  await page.getByTestId('facet-type').first().waitFor();
  await shot('search');
  await page.getByTestId('search-hit').first().getByRole('link').click();
  await page.getByTestId('hit-count').filter({ hasText: /^Hit/ }).waitFor();
  await shot('search-document');
}

async function handoverTour({ page, shot }) {
  await page.getByTestId('nav-history').click();
  await page.getByTestId('handover-row').first().click();
  await page.getByTestId('handover-plan').waitFor();
  await shot('handover-plan');
  await page.getByTestId('kind-report').click();
  await page.getByTestId('handover-start').click();
  await page.getByTestId('handover-export').filter({ hasText: 'Whole' }).waitFor({ timeout: 60_000 });
  await shot('handover');
  await page.getByTestId('nav-operator-log').click();
  await page.getByTestId('log-table').getByText('Exported a batch').first().waitFor();
  await shot('operator-log');
}

async function restTour({ page, shot, shotBelow }) {
  const go = (name) => page.getByTestId(`nav-${name}`).click();
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
  await page.evaluate(() => window.scrollTo(0, 10_000));
  await shot('settings-end');
  await page.getByTestId('palette-open').click();
  await page.getByTestId('palette-input').fill('crates');
  await page.getByRole('option', { name: /Exhibit C/ }).waitFor();
  await shot('palette');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await shot('shortcuts');
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    window.location.hash = '#/nowhere';
  });
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  await shot('no-such-page');
  await page.evaluate(() => {
    window.location.hash = '#/compare';
  });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await shot('compare-empty');
}

async function offlineTour({ page, shot, shotBelow }) {
  await page.getByTestId('overview-empty').waitFor();
  await shot('overview-offline');
  await page.getByTestId('nav-needs-you').click();
  await page.getByTestId('needs-offline').waitFor();
  await shot('needs-you-offline');
  await page.getByTestId('nav-history').click();
  await page.getByText('sample-matter').first().waitFor();
  await shot('history-offline');
  await page.getByTestId('nav-health').click();
  await page.getByTestId('health-redis').waitFor();
  await shot('health-offline');
  await shotBelow('health-tuning', 'health-tuning-offline');
  await page.getByTestId('nav-history').click();
  await page.getByText('sample-matter').first().click();
  await page.getByTestId('batch-outcome').waitFor();
  await shot('batch-offline');
  await page.getByTestId('batch-rerun').click();
  await page.getByTestId('batch-rerun-confirm').waitFor();
  await shot('batch-rerun-offline');
  await page.keyboard.press('Escape');
}

async function tour(browser) {
  const dataDir = await mkdtemp(join(tmpdir(), 'redwell-shots-'));
  let serve = await startServe(dataDir);
  let desk = await openPage(browser, serve.address);
  for (const part of [intakeTour, batchTour, documentTour, searchTour, handoverTour, restTour])
    await part(desk);
  await desk.close();
  await serve.stop();
  serve = await startServe(dataDir, { REDWELL_REDIS_URL: 'redis://127.0.0.1:1/' });
  desk = await openPage(browser, serve.address);
  await offlineTour(desk);
  await serve.stop();
  // The page outlives the program.
  await desk.page.getByTestId('nav-overview').click();
  await desk.page.getByTestId('connection-state').waitFor();
  await desk.shot('overview-gone');
  await desk.close();
  await rm(dataDir, { recursive: true, force: true });
}

/** The first page on a computer without redis-server, with a server of the office that was tested. */
async function firstRunTour(browser) {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-shots-'));
  const office = spawn('redis-server', [
    ...['--port', '7719', '--bind', '127.0.0.1', '--dir', folder],
    ...['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'],
  ]);
  const serve = await startServe(join(folder, 'data'), { REDWELL_REDIS_SERVER: join(folder, 'none') });
  const { page, shot, close } = await openPage(browser, serve.address);
  await page.getByTestId('first-run-url').fill('redis://127.0.0.1:7719');
  await page.getByTestId('first-run-test').click();
  await page.getByTestId('first-run-checks').waitFor();
  await shot('first-run', PASSING);
  await close();
  await serve.stop();
  const gone = once(office, 'exit');
  office.kill();
  await gone;
  await rm(folder, { recursive: true, force: true });
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
  await tour(browser);
  await firstRunTour(browser);
} finally {
  await browser.close();
  for (const fault of faults) console.error(fault);
}
for (const name of await readdir(DOCS)) await copyFile(join(OUT, name), join(DOCS, name));
if (faults.length > 0) process.exit(1);
