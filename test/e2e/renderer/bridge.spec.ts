/** Both ways to a host: snapshots, events, gaps, reconnection, errors. */
import type { Page } from '@playwright/test';
import type { EventName } from '../../../src/shared/bridge.ts';
import { dispatch } from '../../../src/shared/dispatch.ts';
import type { BridgeHost } from '../../doubles/bridge-host.ts';
import { dropOnPage } from './support/drop.ts';
import { expect, test } from './support/fixture.ts';

const main = (page: Page) => page.locator('[data-batch-id="b-main"]');

test('an event changes the page without a request', async ({ desk }) => {
  const page = await desk.open();
  await expect(main(page).getByTestId('batch-percent')).toHaveText('44 %');
  const asked = desk.host.asked.filter((name) => name === 'batches.active').length;
  const batch = desk.host.batches.get('b-main');
  if (batch === undefined) throw new Error('no batch');
  desk.host.advanceOne(batch, 600);
  await expect(main(page).getByTestId('batch-percent')).toHaveText('71 %');
  expect(desk.host.asked.filter((name) => name === 'batches.active')).toHaveLength(asked);
});

test('missed events are noticed and everything is asked for again', async ({ desk }) => {
  const page = await desk.open();
  await expect(main(page).getByTestId('batch-percent')).toHaveText('44 %');
  // The batch moves without a word: only a new snapshot can show it.
  desk.host.batches.get('b-main')?.advance(600);
  desk.served.skipEvents();
  await expect(main(page).getByTestId('batch-percent')).toHaveText('71 %');
});

test('missed events and a lost connection renew the documents in sight', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  const batch = desk.host.batches.get('b-main');
  /** Brings a document that runs into sight. */
  const show = async () => {
    const path = batch?.rows.find(({ status }) => status === 'running')?.path ?? 'none runs';
    await page.getByTestId('documents-search').fill(path);
    const row = page
      .getByTestId('documents-table')
      .locator('tr', { has: page.getByTitle(path, { exact: true }) });
    await expect(page.getByTestId('documents-total')).toHaveText('1 document');
    await expect(row).toContainText('Running');
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

test('a host that goes away is said, and its return renews the page', async ({ desk }) => {
  const page = await desk.open();
  await expect(main(page)).toBeVisible();
  await expect(page.getByTestId('host-banner')).toHaveCount(0);
  desk.served.hangUp(true);
  await expect(page.getByTestId('host-banner')).toBeVisible();
  await expect(page.getByTestId('redis-state')).toHaveText('Host away');
  // One batch ends while nobody can be told.
  const young = desk.host.batches.get('b-young');
  young?.advance(500);
  young?.end(Date.now());
  desk.served.hangUp(false);
  await expect(page.getByTestId('host-banner')).toHaveCount(0);
  await expect(page.locator('[data-testid=active-batch][data-batch-id="b-young"]')).toHaveCount(0);
  await expect(page.locator('[data-testid=recent-batch][data-batch-id="b-young"]')).toBeVisible();
});

test('a refusal is shown with what to do, and the page stays', async ({ desk }) => {
  const page = await desk.open('/batch/b-main');
  await expect(page.getByTestId('batch-pause')).toBeVisible();
  // It ends behind the page's back, so that the button is still there.
  desk.host.batches.get('b-main')?.end(Date.now());
  await page.getByTestId('batch-pause').click();
  await expect(page.getByRole('alert')).toContainText('The batch has ended already.');
  await expect(page.getByRole('alert')).toContainText('Nothing is left to do.');
  await expect(page.getByTestId('batch-title')).toBeVisible();
});

test('an unknown batch is an explained error, not an empty page', async ({ desk }) => {
  const page = await desk.open('/batch/nope');
  await expect(page.getByTestId('error-alert')).toContainText('There is no batch of that number.');
});

test.describe('behind a preload script', () => {
  /** Puts `window.redwell` there as Electron's preload does; every crossing is a structured clone. */
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

  test('paths are handed over instead of files, the folder dialog is the host’s, and gaps are noticed', async ({
    desk,
    folder,
  }) => {
    const host = desk.host;
    host.info = {
      ...host.info,
      uploadUrl: null,
      capabilities: { localPaths: true, nativeNotifications: true, folderDialog: true },
    };
    const { page } = { page: await desk.open('/settings') };
    const send = await preload(page, host);
    await page.goto(`${desk.served.url}?preload#/intake`);
    await dropOnPage(page, [folder]);
    const name = folder.split('/').at(-1) ?? '';
    const card = page.getByTestId('drop-card').filter({ hasText: name });
    await expect(card.getByTestId('drop-status')).toHaveText('Looking through folders');
    await page.getByTestId('choose-folder').click();
    await expect(page.getByTestId('drop-card').filter({ hasText: 'Production 004' })).toBeVisible();
    expect(host.received.size).toBe(0);

    const [drop] = [...host.drops.values()];
    if (drop === undefined) throw new Error('no drop');
    // A page may join in the middle of the host's count.
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
