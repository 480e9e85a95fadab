/** Both connections to a host: snapshots, events, gaps, reconnection and errors. */
import type { Page } from '@playwright/test';
import type { EventName } from '../../../src/shared/bridge.ts';
import { dispatch } from '../../../src/shared/dispatch.ts';
import type { BridgeHost } from '../../doubles/bridge-host.ts';
import { violationsOf } from './support/axe.ts';
import { dropOnPage } from './support/drop.ts';
import { expect, test } from './support/fixture.ts';

const main = (page: Page) => page.locator('[data-batch-id="b-main"]');

test('updates the page from an event without a request', async ({ desk }) => {
  const page = await desk.open();
  await expect(main(page).getByTestId('batch-percent')).toHaveText('44%');
  const asked = desk.host.asked.filter((name) => name === 'batches.active').length;
  const batch = desk.host.batches.get('b-main');
  if (batch === undefined) throw new Error('no batch');
  desk.host.advanceOne(batch, 600);
  await expect(main(page).getByTestId('batch-percent')).toHaveText('71%');
  expect(desk.host.asked.filter((name) => name === 'batches.active')).toHaveLength(asked);
});

test('loads everything again after missed events', async ({ desk }) => {
  const page = await desk.open();
  await expect(main(page).getByTestId('batch-percent')).toHaveText('44%');
  // The batch changes without an event, so only a new snapshot can show it.
  desk.host.batches.get('b-main')?.advance(600);
  desk.served.skipEvents();
  await expect(main(page).getByTestId('batch-percent')).toHaveText('71%');
});

test('refreshes the visible documents after missed events and a lost connection', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  const batch = desk.host.batches.get('b-main');
  /** Searches for a running document and returns its row. */
  const show = async () => {
    const path = batch?.rows.find(({ status }) => status === 'running')?.path ?? 'none runs';
    await page.getByTestId('documents-search').fill(path);
    const row = page
      .getByTestId('documents-table')
      .locator('tr', { has: page.getByTitle(path, { exact: true }) });
    await expect(page.getByTestId('documents-total')).toHaveText('1 document');
    await expect(row).toContainText('In progress');
    return row;
  };
  const first = await show();
  batch?.advance(8);
  desk.served.skipEvents();
  await expect(first).toContainText(/Completed|Exception/);

  const second = await show();
  batch?.advance(8);
  desk.served.hangUp(false);
  await expect(second).toContainText(/Completed|Exception/);
});

test('reports a lost host and refreshes the page when it returns', async ({ desk }) => {
  const page = await desk.open();
  await expect(main(page)).toBeVisible();
  await expect(page.getByTestId('host-banner')).toHaveCount(0);
  desk.served.hangUp(true);
  await expect(page.getByTestId('host-banner')).toBeVisible();
  await expect(page.getByTestId('redis-state')).toHaveText('Redwell not responding');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page, { within: '[data-testid=host-banner]' }), colorScheme).toEqual([]);
  }
  // One batch ends while the page is disconnected.
  const young = desk.host.batches.get('b-young');
  young?.advance(500);
  young?.end(Date.now());
  desk.served.hangUp(false);
  await expect(page.getByTestId('host-banner')).toHaveCount(0);
  await expect(page.locator('[data-testid=active-batch][data-batch-id="b-young"]')).toHaveCount(0);
  await expect(page.locator('[data-testid=recent-batch][data-batch-id="b-young"]')).toBeVisible();
});

test('shows a refusal with what to do and keeps the page', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await expect(page.getByTestId('batch-pause')).toBeVisible();
  // The batch ends without an event, so the button is still visible.
  desk.host.batches.get('b-main')?.end(Date.now());
  await page.getByTestId('batch-pause').click();
  await expect(page.getByRole('alert')).toContainText('The batch has ended already.');
  await expect(page.getByRole('alert')).toContainText('Nothing is left to do.');
  await expect(page.getByTestId('batch-title')).toBeVisible();
});

test('explains an unknown batch instead of an empty page', async ({ desk }) => {
  const page = await desk.open('/batch/nope');
  await expect(page.getByTestId('error-alert')).toContainText('There is no batch of that number.');
});

test.describe('behind a preload script', () => {
  /** Defines `window.redwell` as Electron's preload script does; every value crosses as a structured clone. */
  async function preload(page: Page, host: BridgeHost) {
    await page.exposeFunction('hostRequest', async (name: string, input: unknown) =>
      structuredClone(await dispatch(host.handlers, name, structuredClone(input))),
    );
    await page.addInitScript(() => {
      const listeners = new Map<string, Set<(event: unknown) => void>>();
      const world = window as unknown as Record<string, unknown>;
      world.redwell = {
        request: (name: string, input: unknown) =>
          (world.hostRequest as (name: string, input: unknown) => Promise<unknown>)(name, input),
        on(name: string, listener: (event: unknown) => void) {
          const set = listeners.get(name) ?? new Set();
          listeners.set(name, set.add(listener));
          return () => set.delete(listener);
        },
        pathOf: (file: File) => `/dropped/${file.name}`,
      };
      world.hostEvent = (name: string, event: unknown) => {
        for (const listener of listeners.get(name) ?? []) listener(event);
      };
    });
    return (seq: number, name: EventName, payload: unknown) =>
      page.evaluate(
        ([at, event, value]) =>
          (window as unknown as { hostEvent: (name: unknown, event: unknown) => void }).hostEvent(event, {
            seq: at,
            payload: value,
          }),
        [seq, name, payload] as const,
      );
  }

  test('sends paths instead of files, uses the host’s folder dialog, and notices gaps', async ({
    desk,
    folder,
  }) => {
    const host = desk.host;
    host.info = {
      ...host.info,
      uploadUrl: null,
      originalUrl: null,
      exportUrl: null,
      capabilities: { localPaths: true, nativeNotifications: true, folderDialog: true },
    };
    const { page } = { page: await desk.open('/settings') };
    const send = await preload(page, host);
    await page.goto(`${desk.served.url}?preload#/intake`);
    await dropOnPage(page, [folder]);
    const name = folder.split('/').at(-1) ?? '';
    const card = page.getByTestId('drop-card').filter({ hasText: name });
    await expect(card.getByTestId('drop-status')).toHaveText('Scanning folders');
    await page.getByTestId('choose-folder').click();
    await expect(page.getByTestId('drop-card').filter({ hasText: 'Production 004' })).toBeVisible();
    expect(host.received.size).toBe(0);

    const [drop] = [...host.drops.values()];
    if (drop === undefined) throw new Error('no drop');
    // A page may join in the middle of the host's numbering.
    await send(41, 'drop.changed', { ...drop, status: 'reading', found: 8, total: 8, read: 4 });
    await expect(card.getByTestId('drop-progress-text')).toContainText('4 of 8 files read');
    const asked = host.asked.filter((one) => one === 'intake.list').length;
    host.ready(drop);
    await send(45, 'documents.changed', { batchId: 'b-main' });
    await expect(card.getByTestId('drop-status')).toHaveText('Ready to submit');
    expect(host.asked.filter((one) => one === 'intake.list')).toHaveLength(asked + 1);
    await send(46, 'navigate', { to: '/batch/b-main' });
    await expect(page.getByTestId('batch-title')).toHaveText('Production 062, Harlan mailbox');
  });
});
