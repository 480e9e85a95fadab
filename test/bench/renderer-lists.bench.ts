/**
 * Lists and pages of documents, measured in Chromium against the real app: scrolling a long list, and the picture of a page
 * after a click. Frames are CPU time of the main thread, because a machine without a graphics card draws slowly.
 *
 * Size: `REDWELL_ROWS` (100,000).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { writeLargeHistory } from '../support/large-history.ts';
import {
  batchEnded,
  FRAME_MARK,
  HOUR,
  openBrowser,
  openPage,
  quantile,
  serve,
  sizeOf,
  traced,
} from './renderer-stand.ts';
import { median, printTable, round } from './table.ts';

const ROWS = sizeOf('REDWELL_ROWS', 100_000);
/** What issue 17 asks for. */
const GOALS = { framesPerSecond: 55, imageMs: 300 };
/** 1,000 rows in five seconds, pixels and pixels/s. */
const SCROLLED = 36_000;
const SPEED = 7200;
const SCANS = join(import.meta.dirname, '..', '..', 'resources', 'sample-matter', 'scans');

let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-renderer-'));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

it('scrolls a long list', { timeout: HOUR }, async () => {
  const rows = [];
  for (const count of new Set([Math.min(5000, ROWS), ROWS])) {
    const dataDir = join(folder, `rows-${count}`);
    const [batchId] = await writeLargeHistory(dataDir, { documents: count, perBatch: count });
    const served = await serve(dataDir);
    try {
      const page = await openPage(browser, served.address);
      await page.evaluate((id) => {
        window.location.hash = `#/batch/${id}?status=completed`;
      }, batchId);
      const table = page.getByTestId('documents-table');
      await table.locator('[data-row="0"]').waitFor({ timeout: 120_000 });
      await table.scrollIntoViewIfNeeded();
      const box = await table.locator('..').boundingBox();
      if (box === null) throw new Error('The list is not on the screen');
      const session = await page.context().newCDPSession(page);
      let wall = 0;
      const thread = await traced(browser, page, async () => {
        await page.evaluate((name) => {
          const mark = (): void => {
            performance.mark(name);
            requestAnimationFrame(mark);
          };
          requestAnimationFrame(mark);
        }, FRAME_MARK);
        const from = performance.now();
        // The browser turns the wheel itself: a command for each turn would take part of each frame.
        await session.send('Input.synthesizeScrollGesture', {
          ...{ x: box.x + 200, y: box.y + 150, yDistance: -SCROLLED, speed: SPEED },
          ...{ gestureSourceType: 'mouse', preventFling: true },
        });
        wall = performance.now() - from;
      });
      const drawn = thread.frames.filter((ms) => ms > 0.5);
      const p95 = quantile(drawn, 0.95);
      rows.push({
        what: `${count.toLocaleString('en-US')} rows`,
        frames: drawn.length,
        'CPU ms per frame': round(median(drawn), 1),
        'p95 ms': round(p95, 1),
        'frames/s that the main thread could make, p95': round(Math.min(60, 1000 / p95), 0),
        goal: GOALS.framesPerSecond,
        'frames/s seen here': round((1000 * drawn.length) / wall, 0),
        'longest task, CPU ms': round(Math.max(...thread.tasks), 0),
      });
      await page.context().close();
    } finally {
      await served.stop();
    }
  }
  printTable('Scrolling the list of documents', rows);
});

/** Notes how long after a click the picture of a page had arrived, ms. */
function watchPictures(): void {
  const pictures = { clicked: 0, shown: 0 };
  Object.assign(window, { pictures });
  window.addEventListener(
    'click',
    () => {
      pictures.clicked = performance.now();
      pictures.shown = 0;
    },
    true,
  );
  document.addEventListener(
    'load',
    ({ target }) => {
      if (!(target instanceof HTMLImageElement) || target.dataset.testid !== 'page-image') return;
      requestAnimationFrame(() => {
        pictures.shown = performance.now() - pictures.clicked;
      });
    },
    true,
  );
}

it('shows the picture of a page', { timeout: HOUR }, async () => {
  const served = await serve(join(folder, 'pictures'), { folder: SCANS });
  try {
    const page = await openPage(browser, served.address, watchPictures);
    await batchEnded(page);
    const rows = [];
    for (const [what, name] of [
      ['PDF', 'Inspection Report'],
      ['TIFF', '.tif'],
      ['JPEG', 'Delivery Receipt'],
    ] as const) {
      await page.getByTestId('documents-search').fill(name);
      const link = page.getByTestId('documents-table').locator('[data-row="0"]').getByRole('link');
      await link.filter({ hasText: name }).waitFor();
      const times: number[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        await link.click();
        const shown = await page.waitForFunction(
          () => (window as unknown as { pictures: { shown: number } }).pictures.shown || false,
        );
        times.push(Number(await shown.jsonValue()));
        await page.goBack();
        await link.filter({ hasText: name }).waitFor();
      }
      const [first = 0, ...again] = times;
      rows.push({
        what: `${what}, first page`,
        'first time, ms': round(first, 0),
        'again, ms': round(median(again), 0),
        goal: GOALS.imageMs,
      });
      await page.getByTestId('documents-search').fill('');
    }
    printTable('From the click to the picture of a page', rows);
    await page.context().close();
  } finally {
    await served.stop();
  }
});
